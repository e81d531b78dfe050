package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many clients that hold their connections for as long as they can, in the ways of the known
/// attacks: others are served all the while, and those are let go when their time is over.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {
  private static final int COUNT = Integer.getInteger("slow.clients", 200);
  private static final long MILLIS = 1_000;

  private final Server server = Server.create("127.0.0.1:0");
  private final List<RawClient> slow = new ArrayList<>();
  private final CountDownLatch letGo = new CountDownLatch(COUNT);

  @TempDir private Path folder;

  @BeforeEach
  void listen() throws IOException {
    Files.writeString(folder.resolve("large.txt"), "0123456789".repeat(400_000));
    server.setHeadTimeout(MILLIS);
    server.setBodyTimeout(MILLIS);
    server.setSendTimeout(MILLIS);
    server.get("/", handler((req, res) -> res.text("hello")));
    server.post("/", handler((req, res) -> res.text(req.text())));
    server.get(
        "/endless",
        handler(
            true,
            false,
            (req, res) -> {
              try {
                while (true) {
                  res.write("0123456789".repeat(10_000));
                }
              } finally {
                letGo.countDown();
              }
            }));
    server.files("/files", folder.toString());
    server.listen();
  }

  @AfterEach
  void close() throws IOException {
    for (RawClient each : slow) {
      each.close();
    }
    server.close();
  }

  private void begin(String text) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      RawClient each = new RawClient(server);
      each.send(text);
      slow.add(each);
    }
  }

  /// Others are answered, each over a connection of its own and over one that stays.
  private void assertOthersAreServed() throws IOException {
    try (RawClient kept = new RawClient(server)) {
      for (int i = 0; i < 50; i++) {
        assertEquals("hello", kept.ask("GET / HTTP/1.1\nHost: a\n\n").body());
        try (RawClient other = new RawClient(server)) {
          assertEquals("hello", other.ask("GET / HTTP/1.1\nHost: a\n\n").body());
        }
      }
    }
  }

  @Test
  void slow_heads_end_with_408() throws IOException {
    begin("GET / HTTP/1.1\nHost: a\nX-0: 0\n");
    assertOthersAreServed();
    for (RawClient each : slow) {
      // One more byte now and then does not help: the head as a whole is late.
      try {
        each.send("X");
      } catch (IOException closed) {
        continue;
      }
      assertEquals(408, each.answer().status());
    }
    assertOthersAreServed();
  }

  @Test
  void slow_bodies_are_let_go() throws IOException {
    begin("POST / HTTP/1.1\nHost: a\nContent-Length: 1000000\n\nabc");
    assertOthersAreServed();
    for (RawClient each : slow) {
      assertTrue(each.isClosed());
    }
    assertOthersAreServed();
  }

  @Test
  void clients_that_do_not_read_are_let_go() throws Exception {
    begin("GET /endless HTTP/1.1\nHost: a\n\n");
    assertOthersAreServed();
    // Who reads before that gets more and more.
    letGo.await();
    for (RawClient each : slow) {
      assertEquals(200, each.head().status());
      boolean isCut = false;
      try {
        // Its pieces end without the last one.
        each.chunks();
      } catch (IOException | NumberFormatException cut) {
        isCut = true;
      }
      assertTrue(isCut);
    }
    assertOthersAreServed();
  }

  @Test
  void requests_for_thousands_of_ranges_are_requests_for_the_file() throws IOException {
    StringBuilder ranges = new StringBuilder("bytes=0-");
    for (int i = 1; i < 1000; i++) {
      ranges.append(",").append(i).append("-");
    }
    begin("GET /files/large.txt HTTP/1.1\nHost: a\nRange: " + ranges + "\n\n");
    assertOthersAreServed();
    for (RawClient each : slow.subList(0, 3)) {
      RawClient.Answer answer = each.answer();
      assertEquals(200, answer.status());
      assertEquals(4_000_000, answer.body().length());
    }
    assertOthersAreServed();
  }
}
