package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// L 16.
@Timeout(60)
class ClientGlobalsTest {
  @Test
  void each_sends_a_request_of_its_method_and_gives_the_text() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "häß"))) {
      assertEquals("häß", ClientGlobals.httpGet(server.url("/a")));
      assertEquals("häß", ClientGlobals.httpPost(server.url("/b"), HashMapValue.of("n", 1L)));
      assertEquals("häß", ClientGlobals.httpPut(server.url("/c"), "text"));
      assertEquals("häß", ClientGlobals.httpDelete(server.url("/d")));
      assertEquals(
          List.of("GET /a HTTP/1.1", "POST /b HTTP/1.1", "PUT /c HTTP/1.1", "DELETE /d HTTP/1.1"),
          server.requests().stream().map(head -> head.lines().findFirst().orElse("")).toList());
      assertTrue(server.requests().get(1).toLowerCase(Locale.ROOT).contains("json"));
    }
  }

  @Test
  void an_answer_that_is_no_success_raises() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("404 Not Found", "no"))) {
      String url = server.url("/a");
      Failure failure = assertThrows(Failure.class, () -> ClientGlobals.httpGet(url));
      assertEquals("The answer is 404 Not Found (GET " + url + ")", failure.message());
      assertTrue(failure.matchesType("IoError"));
    }
  }
}
