package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The REST service of the book, its text unchanged but for the port, which must be free. The table
/// and the functions that it leaves to its reader come from a prelude file; its database is a real
/// file.
final class RestApiTest {
  private static final String ADA = "Authorization: Bearer user-1\r\n";
  private static final String BOB = "Authorization: Bearer user-2\r\n";

  @ParameterizedTest
  @EnumSource(Way.class)
  void posts_are_written_read_changed_and_deleted(Way way, @TempDir Path folder) throws Exception {
    int port = Examples.freePort();
    try (var run = start(way, folder, port)) {
      run.awaitLine("🚀 API server running on http://localhost:" + port);
      says(200, "{'posts':[],'page':1,'total':0}", Http.send(port, "GET /api/posts"));
      says(404, "{'error':'Post not found'}", Http.send(port, "GET /api/posts/1"));
      says(404, "{'error':'Post not found'}", Http.send(port, "GET /api/posts/x'%20OR%201=1"));

      var post = "{\"title\":\"Grüße '); DROP TABLE posts;--\",\"body\":null}";
      says(401, "{'error':'Unauthorized'}", Http.send(port, "POST /api/posts", "", post));
      says(
          401,
          "{'error':'Unauthorized'}",
          Http.send(port, "POST /api/posts", "Authorization: Basic x\r\n", post));
      says(
          201,
          "{'id':1,'title':'Grüße '); DROP TABLE posts;--','body':null,'author_id':1,"
              + "'created_at':'TIME','updated_at':null}",
          Http.send(port, "POST /api/posts", ADA, post));
      for (int i = 2; i <= 3; i++) {
        var next = Http.send(port, "POST /api/posts", BOB, "{\"title\":\"t" + i + "\"}");
        assertEquals(201, next.status());
      }
      var page = Http.send(port, "GET /api/posts?limit=2&page=2");
      assertEquals("*", page.header("Access-Control-Allow-Origin"));
      assertEquals("GET, POST, PUT, DELETE", page.header("Access-Control-Allow-Methods"));
      assertTrue(page.body().contains("\"id\":1,"), page.body());
      assertTrue(page.body().endsWith("],\"page\":2,\"total\":3}"), page.body());

      var updates = "{\"body\":\"new\"}";
      says(401, "{'error':'Unauthorized'}", Http.send(port, "PUT /api/posts/1", "", updates));
      says(403, "{'error':'Forbidden'}", Http.send(port, "PUT /api/posts/1", BOB, updates));
      says(
          200,
          "{'id':1,'title':'Grüße '); DROP TABLE posts;--','body':'new','author_id':1,"
              + "'created_at':'TIME','updated_at':'TIME'}",
          Http.send(port, "PUT /api/posts/1", ADA, updates));
      says(403, "{'error':'Forbidden'}", Http.send(port, "DELETE /api/posts/1", BOB, ""));
      says(204, "", Http.send(port, "DELETE /api/posts/1", ADA, ""));
      says(404, "{'error':'Post not found'}", Http.send(port, "GET /api/posts/1"));

      var failed = Http.send(port, "POST /api/posts", ADA, "{\"wrong\":1}");
      assertEquals(500, failed.status());
      assertTrue(
          failed.body().startsWith("{\"error\":\"Internal server error\",\"message\":\"")
              && failed.body().contains("table posts has no column named wrong"),
          failed.body());
      run.terminate();
      assertEquals(0, run.status(), run::errors);
      assertTrue(run.errors().startsWith("Error: table posts has no column named wrong"));
      assertEquals(1, run.errors().lines().count(), run::errors);
    }
    assertTrue(Files.exists(folder.resolve("data.db")));
    assertTrue(Files.notExists(folder.resolve("data.db-wal")), "the database was not closed");
  }

  private static void says(int status, String body, Http answer) {
    var text =
        answer.body().replace('"', '\'').replaceAll("'\\d{4}-\\d\\d-\\d\\dT[^']+Z'", "'TIME'");
    assertEquals(status + " " + body, answer.status() + " " + text);
  }

  private static ProgramProcess start(Way way, Path folder, int port)
      throws IOException, InterruptedException {
    var text = Files.readString(Examples.FOLDER.resolve("rest_api.ruchy"));
    assertTrue(text.contains(":3000"), text);
    var program =
        Files.writeString(folder.resolve("rest_api.ruchy"), text.replace(":3000", ":" + port));
    var helpers = Examples.FOLDER.resolve("rest_api_helpers.ruchy").toString();
    return way.start(program, folder, Map.of(), "--prelude", helpers);
  }
}
