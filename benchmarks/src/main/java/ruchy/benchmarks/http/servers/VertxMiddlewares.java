package ruchy.benchmarks.http.servers;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A chain of three functions before a route, as one writes it by hand.
final class VertxMiddlewares implements Handler<HttpServerRequest> {
  /// A request on its way through the chain.
  private final class Passage {
    final HttpServerRequest request;
    final Map<String, Object> kept = new HashMap<>();
    private int position;

    Passage(HttpServerRequest request) {
      this.request = request;
    }

    void next() {
      if (position < chain.size()) {
        chain.get(position++).handle(this);
      } else {
        request.response().setStatusCode(404).end();
      }
    }
  }

  private final List<Handler<Passage>> chain;

  VertxMiddlewares(DateText date) {
    chain =
        List.of(
            passage -> {
              passage.request.response().putHeader("X-Frame-Options", "DENY");
              passage.next();
            },
            passage -> {
              passage.kept.put("user", "Al");
              passage.next();
            },
            passage -> {
              if (passage.request.getHeader("X-Blocked") == null) {
                passage.next();
              } else {
                passage.request.response().setStatusCode(403).end();
              }
            },
            passage -> {
              if (passage.request.method() == HttpMethod.GET
                  && "/hello".equals(passage.request.path())) {
                Texts.described(passage.request.response(), Texts.PLAIN, date)
                    .end("hello " + passage.kept.get("user"));
              } else {
                passage.next();
              }
            });
  }

  @Override
  public void handle(HttpServerRequest request) {
    new Passage(request).next();
  }
}
