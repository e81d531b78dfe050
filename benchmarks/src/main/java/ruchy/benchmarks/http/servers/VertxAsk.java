package ruchy.benchmarks.http.servers;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/// Answers with what another server answers, by futures that are composed.
final class VertxAsk implements Handler<HttpServerRequest> {
  private static final int BACKEND_PORT = 18100;

  private final HttpClient client;
  private final DateText date;

  VertxAsk(Vertx vertx, DateText date) {
    this.date = date;
    client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(64));
  }

  @Override
  public void handle(HttpServerRequest request) {
    client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(BACKEND_PORT)
                .setURI("/fixed"))
        .compose(HttpClientRequest::send)
        .compose(HttpClientResponse::body)
        .onSuccess(body -> Texts.described(request.response(), Texts.PLAIN, date).end(body))
        .onFailure(failure -> request.response().setStatusCode(502).end());
  }
}
