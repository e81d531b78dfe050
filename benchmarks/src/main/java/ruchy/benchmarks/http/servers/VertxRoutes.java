package ruchy.benchmarks.http.servers;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Twenty routes as one writes them by hand: those without parameter in a map, the others one after
/// the other.
final class VertxRoutes implements Handler<HttpServerRequest> {
  private record Prefix(HttpMethod method, String path, String end, String text) {
    boolean matches(HttpServerRequest request, String asked) {
      return request.method() == method
          && asked.length() > path.length() + end.length()
          && asked.startsWith(path)
          && asked.endsWith(end)
          && asked.indexOf('/', path.length()) < 0 == end.isEmpty();
    }

    String answer(String asked) {
      return text + asked.substring(path.length(), asked.length() - end.length());
    }
  }

  private final Map<HttpMethod, Map<String, String>> literal = new HashMap<>();
  private final List<Prefix> prefixes =
      List.of(
          new Prefix(HttpMethod.GET, "/products/", "/reviews", "reviews of "),
          new Prefix(HttpMethod.GET, "/products/", "", "product "),
          new Prefix(HttpMethod.GET, "/orders/", "", "order "),
          new Prefix(HttpMethod.DELETE, "/orders/", "", "no order "),
          new Prefix(HttpMethod.GET, "/users/", "", "user "));
  private final DateText date;

  VertxRoutes(DateText date) {
    this.date = date;
    for (String path :
        "/ /about /contact /products /orders /cart /search /login /settings /users"
            .split(" ", -1)) {
      literal.computeIfAbsent(HttpMethod.GET, any -> new HashMap<>()).put(path, path);
    }
    for (String path : "/products /orders /cart /login /users".split(" ", -1)) {
      literal.computeIfAbsent(HttpMethod.POST, any -> new HashMap<>()).put(path, "new " + path);
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = Objects.requireNonNullElse(request.path(), "");
    String text = literal.getOrDefault(request.method(), Map.of()).get(path);
    if (text == null) {
      for (Prefix prefix : prefixes) {
        if (prefix.matches(request, path)) {
          text = prefix.answer(path);
          break;
        }
      }
    }
    if (text == null) {
      request.response().setStatusCode(404).end();
    } else {
      Texts.described(request.response(), Texts.PLAIN, date).end(text);
    }
  }
}
