package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.wire.Wire;

/// Requests that were sent before one whose body is malformed, on the same connection: they are
/// answered.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenPipelineTest {
  private static final int BYTES = 3 << 20;
  private static final String HOST = "Host: a\n";
  private static final String BROKEN =
      "POST /late HTTP/1.1\n" + HOST + "Transfer-Encoding: chunked\n\n3\nabc\nno\n";

  private final Server server = Server.create("127.0.0.1:0");
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @BeforeEach
  void listen(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x".repeat(BYTES));
    server.get("/file", handler(true, false, (req, res) -> res.sendFile(file.toString())));
    server.get("/quick", handler((req, res) -> res.text("quick")));
    server.get(
        "/slow",
        handler(
            true,
            false,
            (req, res) -> {
              mayAnswer.await();
              return res.text("slow");
            }));
    server.post("/late", handler((req, res) -> res.text("never")));
    server.listen();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static void assertRefused(Wire client) throws IOException {
    Wire.Message refused = client.read();
    assertEquals(400, refused.status());
    assertEquals("The body is malformed.\n", refused.body());
    assertEquals("close", refused.field("connection"));
    assertTrue(client.isClosed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "quick", "slow"})
  void one_that_waits_or_sends_a_file_is_answered_as_a_whole(String path) throws IOException {
    try (Wire client = Wire.to(server.port())) {
      client.send("GET /" + path + " HTTP/1.1\n" + HOST + "\n" + BROKEN);
      untilRead();
      mayAnswer.countDown();
      Wire.Message first = client.read();
      assertEquals(200, first.status());
      assertEquals(path.equals("file") ? BYTES : path.length(), first.body().length());
      assertRefused(client);
    }
  }

  /// Returns when the event loops have done more than to read what was sent before.
  private void untilRead() throws IOException {
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      try (Wire other = Wire.to(server.port())) {
        assertEquals("quick", other.ask("GET /quick HTTP/1.1\n" + HOST + "\n").body());
      }
    }
  }

  @Test
  void several_are_answered_in_their_order() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      String slow = "GET /slow HTTP/1.1\n" + HOST + "\n";
      String quick = "GET /quick HTTP/1.1\n" + HOST + "\n";
      client.send(slow + quick + slow + BROKEN);
      untilRead();
      mayAnswer.countDown();
      assertEquals("slow", client.read().body());
      assertEquals("quick", client.read().body());
      assertEquals("slow", client.read().body());
      assertRefused(client);
    }
  }

  @Test
  void those_that_are_answered_at_once_behind_one_that_waits_are_too() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      String quick = "GET /quick HTTP/1.1\n" + HOST + "\n";
      client.send("GET /slow HTTP/1.1\n" + HOST + "\n" + quick + quick + BROKEN);
      untilRead();
      mayAnswer.countDown();
      assertEquals("slow", client.read().body());
      assertEquals("quick", client.read().body());
      assertEquals("quick", client.read().body());
      assertRefused(client);
    }
  }

  @Test
  void a_body_of_known_length_before_it_is_taken() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      String post = "POST /late HTTP/1.1\n" + HOST + "Content-Length: 3\n\nabc";
      client.send("GET /slow HTTP/1.1\n" + HOST + "\n" + post + BROKEN);
      untilRead();
      mayAnswer.countDown();
      assertEquals("slow", client.read().body());
      assertEquals("never", client.read().body());
      assertRefused(client);
    }
  }

  @Test
  void a_client_that_closes_its_side_behind_it_is_told_too() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      client.send("GET /slow HTTP/1.1\n" + HOST + "\n" + BROKEN);
      client.endOutput();
      untilRead();
      mayAnswer.countDown();
      assertEquals("slow", client.read().body());
      assertRefused(client);
    }
  }

  @Test
  void nothing_follows_an_answer_that_is_the_last_one() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      client.send("GET /slow HTTP/1.1\nConnection: close\n" + HOST + "\n" + BROKEN);
      untilRead();
      mayAnswer.countDown();
      assertEquals("slow", client.read().body());
      assertTrue(client.isClosed());
    }
  }
}
