package ruchy.benchmarks.http.servers;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// A server on Vert.x Web: a router with one route, and a handler before it where lines are
/// printed.
public final class VertxWebServer extends VerticleBase {
  private final String scenario;
  private final int port;
  private final DateText date = new DateText();

  private VertxWebServer(String scenario, int port) {
    this.scenario = scenario;
    this.port = port;
  }

  /// `VertxWebServer SCENARIO PORT`.
  public static void main(String[] args) {
    Deployment.start(() -> new VertxWebServer(args[0], Integer.parseInt(args[1])));
  }

  @Override
  public Future<?> start() {
    date.keepCurrent(vertx);
    Router router = Router.router(vertx);
    switch (scenario) {
      case "plaintext" ->
          router
              .get("/plaintext")
              .handler(routed -> response(routed, Texts.PLAIN).end("Hello, World!"));
      case "users" -> router.get("/api/users").handler(this::users);
      case "users_logged" -> {
        router.route().handler(VertxWebServer::logged);
        router.get("/api/users").handler(this::users);
      }
      default -> throw new IllegalArgumentException(scenario);
    }
    return vertx
        .createHttpServer(Deployment.OPTIONS)
        .requestHandler(router)
        .listen(port, "127.0.0.1");
  }

  private void users(RoutingContext routed) {
    response(routed, Texts.JSON).end(User.json(User.all()));
  }

  private static void logged(RoutingContext routed) {
    long start = System.currentTimeMillis();
    routed.next();
    long duration = System.currentTimeMillis() - start;
    System.out.println(
        routed.request().method()
            + " "
            + routed.request().path()
            + " - "
            + routed.response().getStatusCode()
            + " ("
            + duration
            + "ms)");
  }

  private HttpServerResponse response(RoutingContext routed, CharSequence type) {
    HttpServerResponse response = routed.response();
    response.headers().set(HttpHeaders.CONTENT_TYPE, type).set(HttpHeaders.DATE, date.text());
    return response;
  }
}
