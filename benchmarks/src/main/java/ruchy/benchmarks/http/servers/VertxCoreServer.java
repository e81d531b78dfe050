package ruchy.benchmarks.http.servers;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/// A server on Vert.x core alone: one handler that compares method and path.
public final class VertxCoreServer extends VerticleBase {
  private static final Path FILES = Path.of("files").toAbsolutePath();

  private final String scenario;
  private final int port;
  private final DateText date = new DateText();

  private VertxCoreServer(String scenario, int port) {
    this.scenario = scenario;
    this.port = port;
  }

  /// `VertxCoreServer SCENARIO PORT`.
  public static void main(String[] args) {
    Deployment.start(() -> new VertxCoreServer(args[0], Integer.parseInt(args[1])));
  }

  @Override
  public Future<?> start() {
    date.keepCurrent(vertx);
    Handler<HttpServerRequest> handler =
        switch (scenario) {
          case "plaintext" -> this::plaintext;
          case "users" -> this::users;
          case "users_logged" -> this::loggedUsers;
          case "routes" -> new VertxRoutes(date);
          case "middlewares" -> new VertxMiddlewares(date);
          case "echo" -> this::echo;
          case "file" -> this::file;
          case "proxy", "forward" -> new VertxProxy(vertx);
          case "ask" -> new VertxAsk(vertx, date);
          default -> throw new IllegalArgumentException(scenario);
        };
    return vertx
        .createHttpServer(Deployment.OPTIONS)
        .requestHandler(handler)
        .listen(port, "127.0.0.1");
  }

  private void plaintext(HttpServerRequest request) {
    if (isGet(request, "/plaintext")) {
      response(request, Texts.PLAIN).end("Hello, World!");
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private void users(HttpServerRequest request) {
    if (isGet(request, "/api/users")) {
      response(request, Texts.JSON).end(User.json(User.all()));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private void loggedUsers(HttpServerRequest request) {
    long start = System.currentTimeMillis();
    users(request);
    long duration = System.currentTimeMillis() - start;
    System.out.println(
        request.method()
            + " "
            + request.path()
            + " - "
            + request.response().getStatusCode()
            + " ("
            + duration
            + "ms)");
  }

  private void echo(HttpServerRequest request) {
    if (request.method() == HttpMethod.POST && "/echo".equals(request.path())) {
      request
          .body()
          .onSuccess(body -> response(request, Texts.JSON).end(new JsonObject(body).toBuffer()));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private void file(HttpServerRequest request) {
    String path = request.path();
    if (request.method() == HttpMethod.GET && path != null && path.startsWith("/public/")) {
      String name = path.substring("/public/".length());
      response(request, Texts.PLAIN).sendFile(FILES.resolve(name).toString());
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private static boolean isGet(HttpServerRequest request, String path) {
    return request.method() == HttpMethod.GET && path.equals(request.path());
  }

  private HttpServerResponse response(HttpServerRequest request, CharSequence type) {
    return Texts.described(request.response(), type, date);
  }
}
