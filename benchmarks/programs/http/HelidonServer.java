import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The scenarios on Helidon SE, which answers each request on a virtual thread: `HelidonServer
/// SCENARIO PORT`.
public final class HelidonServer {
  private static final Header PLAIN =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
  private static final Header JSON =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
  private static final Header FRAMES = HeaderValues.createCached("X-Frame-Options", "DENY");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Logger LOGGER = Logger.getLogger("io.helidon");
  private static final Path FILES = Path.of("files").toAbsolutePath();

  public record User(int id, String name, String email) {}

  private HelidonServer() {}

  public static void main(String[] args) {
    LOGGER.setLevel(Level.WARNING);
    HttpRouting.Builder routing = HttpRouting.builder();
    route(args[0], routing);
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(args[1]))
        .connectionOptions(options -> options.tcpNoDelay(true))
        .routing(routing)
        .build()
        .start();
  }

  private static void route(String scenario, HttpRouting.Builder routing) {
    switch (scenario) {
      case "plaintext" -> routing.get("/plaintext", text("Hello, World!"));
      case "users" -> routing.get("/api/users", HelidonServer::users);
      case "users_logged" ->
          routing
              .addFilter(
                  (chain, request, response) -> {
                    long start = System.currentTimeMillis();
                    chain.proceed();
                    long duration = System.currentTimeMillis() - start;
                    System.out.println(
                        request.prologue().method().text()
                            + " "
                            + request.path().path()
                            + " - "
                            + response.status().code()
                            + " ("
                            + duration
                            + "ms)");
                  })
              .get("/api/users", HelidonServer::users);
      case "routes" -> twenty(routing);
      case "middlewares" ->
          routing
              .any(
                  (request, response) -> {
                    response.header(FRAMES);
                    response.next();
                  })
              .any(
                  (request, response) -> {
                    request.context().register("user", "Al");
                    response.next();
                  })
              .any(
                  (request, response) -> {
                    if (request.headers().contains(HeaderNames.create("X-Blocked"))) {
                      response.status(Status.FORBIDDEN_403).send();
                    } else {
                      response.next();
                    }
                  })
              .get(
                  "/hello",
                  (request, response) ->
                      text(
                          response,
                          "hello " + request.context().get("user", String.class).orElse("")));
      case "echo" ->
          routing.post(
              "/echo",
              (request, response) ->
                  json(response, MAPPER.readTree(request.content().inputStream())));
      case "file" -> routing.get("/public/{name}", HelidonServer::file);
      case "proxy", "forward" -> {
        WebClient client =
            WebClient.builder()
                .baseUri("http://127.0.0.1:18100")
                .connectionCacheSize(64)
                .servicesDiscoverServices(false)
                .build();
        if (scenario.equals("proxy")) {
          routing.any((request, response) -> proxy(client, request, response));
        } else {
          routing.get("/fixed", (request, response) -> forward(client, request, response));
        }
      }
      default -> throw new IllegalArgumentException(scenario);
    }
  }

  private static void twenty(HttpRouting.Builder routing) {
    routing
        .get("/", text("home"))
        .get("/about", text("about"))
        .get("/contact", text("contact"))
        .get("/products", text("products"))
        .get("/products/{id}", ofId(id -> "product " + id))
        .get("/products/{id}/reviews", ofId(id -> "reviews of " + id))
        .post("/products", text("new product"))
        .get("/orders", text("orders"))
        .get("/orders/{id}", ofId(id -> "order " + id))
        .post("/orders", text("new order"))
        .delete("/orders/{id}", ofId(id -> "no order " + id))
        .get("/cart", text("cart"))
        .post("/cart", text("in the cart"))
        .get("/search", text("search"))
        .get("/login", text("login"))
        .post("/login", text("logged in"))
        .get("/settings", text("settings"))
        .get("/users", text("users"))
        .post("/users", text("new user"))
        .get("/users/{id}", ofId(id -> "user " + id));
  }

  private static Handler text(String body) {
    return (request, response) -> text(response, body);
  }

  private static Handler ofId(UnaryOperator<String> body) {
    return (request, response) ->
        text(response, body.apply(request.path().pathParameters().get("id")));
  }

  private static void text(ServerResponse response, String body) {
    response.header(PLAIN).send(body);
  }

  private static void users(ServerRequest request, ServerResponse response) throws IOException {
    json(
        response,
        List.of(new User(1, "Alice", "alice@example.com"), new User(2, "Bob", "bob@example.com")));
  }

  // Helidon's own JSON support would send chunks, because it does not know the length before.
  private static void json(ServerResponse response, Object value) throws IOException {
    response.header(JSON).send(MAPPER.writeValueAsBytes(value));
  }

  private static void file(ServerRequest request, ServerResponse response) throws IOException {
    Path file = FILES.resolve(request.path().pathParameters().get("name"));
    if (Files.isRegularFile(file)) {
      response.header(PLAIN).send(Files.readAllBytes(file));
    } else {
      response.status(Status.NOT_FOUND_404).send();
    }
  }

  private static void proxy(WebClient client, ServerRequest request, ServerResponse response)
      throws IOException {
    HttpClientRequest onward =
        client.method(request.prologue().method()).path(request.path().rawPath());
    request
        .headers()
        .forEach(
            header -> {
              if (!header.headerName().equals(HeaderNames.HOST)
                  && !header.headerName().equals(HeaderNames.CONNECTION)) {
                onward.header(header);
              }
            });
    try (HttpClientResponse answer =
        request.content().hasEntity()
            ? onward.submit(request.content().as(byte[].class))
            : onward.request()) {
      answer
          .headers()
          .forEach(
              header -> {
                if (!header.headerName().equals(HeaderNames.CONNECTION)) {
                  response.header(header);
                }
              });
      response.status(answer.status()).send(answer.as(byte[].class));
    }
  }

  private static void forward(WebClient client, ServerRequest request, ServerResponse response) {
    try (HttpClientResponse answer = client.get(request.path().rawPath()).request()) {
      response
          .status(answer.status())
          .header(HeaderNames.CONTENT_TYPE, answer.headers().get(HeaderNames.CONTENT_TYPE).get())
          .send(answer.as(byte[].class));
    }
  }
}
