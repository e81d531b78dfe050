package ruchy.benchmarks.http.servers;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/// Passes requests on with Vert.x's own client, bodies streamed in both directions. When the client
/// goes away, what was asked of the other server is given up.
final class VertxProxy implements Handler<HttpServerRequest> {
  private static final int BACKEND_PORT = 18100;

  private final HttpClient client;

  VertxProxy(Vertx vertx) {
    client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(64));
  }

  @Override
  public void handle(HttpServerRequest request) {
    boolean hasBody =
        request.headers().contains("content-length")
            || request.headers().contains("transfer-encoding");
    if (hasBody) {
      request.pause();
    }
    HttpServerResponse response = request.response();
    passOn(request, hasBody)
        .recover(
            failure ->
                // The pool gives out connections that are closing. What has no body can be asked
                // again.
                failure instanceof HttpClosedException
                        && !hasBody
                        && !response.headWritten()
                        && !response.closed()
                    ? passOn(request, false)
                    : Future.failedFuture(failure))
        .onFailure(
            failure -> {
              // The load closes its connections in the middle of answers.
              if (response.closed()) {
                return;
              }
              if (response.headWritten()) {
                response.reset();
              } else {
                response.setStatusCode(502).end();
              }
            });
  }

  private Future<Void> passOn(HttpServerRequest request, boolean hasBody) {
    HttpServerResponse response = request.response();
    return client
        .request(
            new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(BACKEND_PORT)
                .setURI(request.uri()))
        .compose(
            onward -> {
              if (response.closed()) {
                return abandoned(onward);
              }
              // Without this the answer would still be read, and written to a response that is
              // over. To reset what has ended would close a connection that others use by then.
              response.closeHandler(
                  gone -> {
                    if (!response.ended()) {
                      onward.reset();
                    }
                  });
              request
                  .headers()
                  .forEach(
                      (name, value) -> {
                        if (!name.equalsIgnoreCase("host")
                            && !name.equalsIgnoreCase("connection")) {
                          onward.putHeader(name, value);
                        }
                      });
              return hasBody ? onward.send(request) : onward.send();
            })
        .compose(answer -> passBack(answer, response));
  }

  private static Future<Void> passBack(HttpClientResponse answer, HttpServerResponse response) {
    if (response.closed()) {
      return abandoned(answer.request());
    }
    response.setStatusCode(answer.statusCode());
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("connection")) {
                response.putHeader(name, value);
              }
            });
    // A write that fails is followed by nothing, not by the end of the answer.
    return answer.pipe().endOnFailure(false).to(response);
  }

  /// Nobody waits for the answer any more.
  private static <T> Future<T> abandoned(HttpClientRequest onward) {
    onward.reset();
    return Future.failedFuture("the client has gone");
  }
}
