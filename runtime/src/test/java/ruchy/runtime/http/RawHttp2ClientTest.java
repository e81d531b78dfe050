package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the client of the tests reads on the way to something else is not lost.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RawHttp2ClientTest {
  private static final String[] GET = {
    ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"
  };

  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private RawHttp2Client client() throws IOException {
    server.get("/", handler((req, res) -> res.text("answer")));
    server.listen();
    return new RawHttp2Client(server.port());
  }

  @Test
  void answers_are_found_in_any_order() throws IOException {
    try (RawHttp2Client client = client()) {
      int first = client.begin(true, GET);
      int second = client.begin(true, GET);
      int third = client.begin(true, GET);
      // The server answers before it reads on.
      client.ping();
      assertEquals("answer", client.answer(third).body());
      assertEquals("answer", client.part(second));
      assertEquals("", client.part(second));
      assertEquals(200, client.answer(second).status());
      assertEquals("answer", client.answer(first).body());
    }
  }

  @Test
  void an_announced_end_is_found_behind_an_answer() throws IOException {
    try (RawHttp2Client client = client()) {
      int stream = client.begin(true, GET);
      client.ping();
      server.close();
      assertEquals(Integer.MAX_VALUE, client.goAway());
      assertEquals("answer", client.answer(stream).body());
      assertEquals(0, client.endReason());
    }
  }
}
