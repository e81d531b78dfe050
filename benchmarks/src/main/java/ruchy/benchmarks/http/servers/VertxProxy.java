package ruchy.benchmarks.http.servers;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/// Passes requests on with Vert.x's own client, bodies streamed in both directions.
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
    client
        .request(
            new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(BACKEND_PORT)
                .setURI(request.uri()))
        .compose(
            onward -> {
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
        .compose(
            answer -> {
              request.response().setStatusCode(answer.statusCode());
              answer
                  .headers()
                  .forEach(
                      (name, value) -> {
                        if (!name.equalsIgnoreCase("connection")) {
                          request.response().putHeader(name, value);
                        }
                      });
              return request.response().send(answer);
            })
        .onFailure(
            failure -> {
              // The load closes its connections in the middle of answers.
              if (!request.response().headWritten() && !request.response().closed()) {
                request.response().setStatusCode(502).end();
              }
            });
  }
}
