package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The web server of the book, its text unchanged but for the port, which must be free. All tests
/// of a way talk to one server.
@ParameterizedClass
@EnumSource(Way.class)
record WebServerTest(Way way) {
  private static final String USERS =
      "[{\"id\":1,\"name\":\"Alice\",\"email\":\"alice@example.com\"},"
          + "{\"id\":2,\"name\":\"Bob\",\"email\":\"bob@example.com\"}]";

  @TempDir private static @Nullable Path folder;
  private static @Nullable ProgramProcess process;
  private static int port;

  @BeforeParameterizedClassInvocation
  static void start(Way way) throws Exception {
    var place = Objects.requireNonNull(folder).resolve(way.name());
    var files = Files.createDirectories(place.resolve("static/styles"));
    Files.writeString(files.resolve("site.css"), "body {}\n");
    Files.writeString(place.resolve("static/hello.txt"), "static text\n");
    Files.writeString(place.resolve("static/.hidden"), "secret\n");
    Files.writeString(place.resolve("secret.txt"), "secret\n");
    port = Examples.freePort();
    process = way.start(onPort(port, place), place);
    server().awaitLine(".*Server running.*");
    assertEquals(200, Http.send(port, "GET /").status());
  }

  @AfterParameterizedClassInvocation
  static void sigterm_ends_it_with_status_0() throws InterruptedException {
    try (var server = server()) {
      server.terminate();
      assertEquals(0, server.status(), server::errors);
      assertEquals("", server.errors());
    }
  }

  @Test
  void the_root_is_a_page() throws IOException {
    var answer = Http.send(port, "GET /");
    assertEquals(200, answer.status());
    assertEquals("<h1>Welcome to Ruchy Server!</h1>", answer.body());
    assertTrue(answer.header("content-type").startsWith("text/html"), answer::toString);
  }

  @Test
  void users_are_a_json_array() throws IOException {
    var answer = Http.send(port, "GET /api/users");
    assertEquals(200, answer.status());
    assertEquals(USERS, answer.body());
    assertTrue(answer.header("content-type").startsWith("application/json"), answer::toString);
  }

  @Test
  void a_new_user_gets_an_id_and_a_date() throws Exception {
    var answer = Http.send(port, "POST /api/users", "", "{\"name\":\"Carol\"}");
    assertEquals(201, answer.status());
    assertTrue(
        answer
            .body()
            .matches(
                "\\{\"name\":\"Carol\",\"id\":(\"[^\"]+\"|\\d+),"
                    + "\"created\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[^\"]*Z\"}"),
        answer::toString);
    server().awaitLine("Creating user: Carol");
    server().awaitLine("POST /api/users - 201 \\(\\d+ms\\)");
  }

  @Test
  void each_request_is_logged_with_its_final_status() throws Exception {
    Http.send(port, "GET /api/users");
    server().awaitLine("GET /api/users - 200 \\(\\d+ms\\)");
    Http.send(port, "GET /logged/nowhere");
    server().awaitLine("GET /logged/nowhere - 404 \\(\\d+ms\\)");
  }

  @Test
  void malformed_json_is_the_client_s_fault() throws IOException {
    var answer =
        Http.send(port, "POST /api/users", "Accept: application/json\r\n", "{\"name\": Carol");
    assertEquals(400, answer.status());
    assertTrue(answer.header("content-type").contains("json"), answer::toString);
    assertTrue(answer.body().startsWith("{\"") && answer.body().endsWith("}"), answer::toString);
  }

  @Test
  void an_unknown_path_is_not_found() throws IOException {
    assertEquals(404, Http.send(port, "GET /nowhere").status());
  }

  @Test
  void a_wrong_method_is_told_the_right_ones() throws IOException {
    var answer = Http.send(port, "DELETE /api/users");
    assertEquals(405, answer.status());
    var allowed = Set.of(answer.header("allow").split(", *", -1));
    assertTrue(allowed.containsAll(List.of("GET", "POST")), answer::toString);
    assertFalse(allowed.contains("DELETE"), answer::toString);
  }

  @Test
  void files_of_the_folder_are_served_by_type() throws IOException {
    var text = Http.send(port, "GET /public/hello.txt");
    assertEquals(200, text.status());
    assertEquals("static text\n", text.body());
    assertTrue(text.header("content-type").startsWith("text/plain"), text::toString);
    var style = Http.send(port, "GET /public/styles/site.css");
    assertEquals(200, style.status());
    assertTrue(style.header("content-type").startsWith("text/css"), style::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public/nosuch.txt",
        "/public/.hidden",
        "/public/../secret.txt",
        "/public/%2e%2e/secret.txt",
        "/public/%2E%2E%2Fsecret.txt",
        "/public/..%2fsecret.txt",
        "/public/..%5csecret.txt",
        "/public/%252e%252e/secret.txt",
        "/public/styles/../../secret.txt",
        "/public/./../secret.txt",
        "/public//../secret.txt",
        "/public/..;/secret.txt"
      })
  void nothing_else_is(String path) throws IOException {
    var answer = Http.send(port, "GET " + path);
    assertEquals(404, answer.status(), answer::toString);
    assertFalse(answer.body().contains("secret\n"), answer::toString);
  }

  private static ProgramProcess server() {
    return Objects.requireNonNull(process);
  }

  /// The text of the book on another port.
  private static Path onPort(int port, Path place) throws IOException {
    var text = Files.readString(Examples.FOLDER.resolve("web_server.ruchy"));
    assertTrue(text.contains(":8080\""), text);
    return Files.writeString(place.resolve("web_server.ruchy"), text.replace(":8080", ":" + port));
  }
}
