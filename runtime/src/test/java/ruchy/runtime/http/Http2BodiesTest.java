package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.message.Body;

/// Bodies of several requests of HTTP/2 that arrive at once on one connection.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2BodiesTest {
  private static final int CANCEL = 8;
  private static final int WINDOW = 65_535;

  private final Server server = Server.create("127.0.0.1:0");
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @BeforeEach
  void serve() {
    server.post("/", handler((req, res) -> res.text(req.text().length() + "")));
    server.post(
        "/slow",
        handler(
            true,
            false,
            (req, res) -> {
              mayAnswer.await();
              long bytes = 0;
              for (var parts = req.stream().cursor(); parts.advance(); ) {
                bytes += ((Body) Objects.requireNonNull(parts.value())).len();
              }
              return res.text(bytes + "");
            }));
    server.maxBody("/slow", 10);
    server.post(
        "/held",
        handler(
            true,
            false,
            (req, res) -> {
              mayAnswer.await();
              return res.text(req.text().length() + "");
            }));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static int post(RawHttp2Client client, String path) throws IOException {
    return client.begin(
        false, ":method", "POST", ":scheme", "http", ":path", path, ":authority", "a");
  }

  private static void send(RawHttp2Client client, int stream, int bytes, boolean isLast)
      throws IOException {
    for (int left = bytes; left > 0; ) {
      int part = Math.min(left, 16_384);
      left -= part;
      client.data(stream, isLast && left == 0, "x".repeat(part));
    }
  }

  @Test
  void the_window_of_a_connection_has_room_for_those_of_all_streams() throws Exception {
    server.developmentTls();
    server.listen();
    try (var client = RawHttp2Client.secure(server.port())) {
      assertEquals(250 * WINDOW - WINDOW, client.openedWindow(0));
    }
  }

  @Test
  void requests_whose_bodies_wait_hold_up_no_other_one() throws IOException {
    server.listen();
    try (var client = new RawHttp2Client(server.port())) {
      List<Integer> slow = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        slow.add(post(client, "/slow"));
        send(client, slow.get(i), WINDOW, false);
      }
      int quick = post(client, "/");
      send(client, quick, WINDOW, true);
      assertEquals(WINDOW + "", client.answer(quick).body());
      mayAnswer.countDown();
      for (int stream : slow) {
        client.openedWindow(stream);
        send(client, stream, 1, true);
        assertEquals(WINDOW + 1 + "", client.answer(stream).body());
      }
    }
  }

  @Test
  void bodies_beyond_the_limit_of_a_connection_wait() throws IOException {
    server.setMaxUnread(100_000);
    server.listen();
    try (var client = new RawHttp2Client(server.port())) {
      List<Integer> streams = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        streams.add(post(client, "/"));
        send(client, streams.get(i), WINDOW, false);
      }
      // The second one has passed the limit, and nothing would go on if none went on.
      client.openedWindow(streams.get(1));
      client.ping();
      assertEquals(Set.of(0, streams.get(0), streams.get(1)), client.openedWindows());
      for (int stream : streams) {
        client.openedWindow(stream);
        send(client, stream, 1, true);
        assertEquals(WINDOW + 1 + "", client.answer(stream).body());
      }
    }
  }

  @Test
  void a_function_that_holds_little_and_takes_long_does_not_hold_up_bodies() throws IOException {
    server.setMaxUnread(10_000);
    server.listen();
    try (var client = new RawHttp2Client(server.port())) {
      int held = post(client, "/held");
      send(client, held, 1, true);
      List<Integer> streams = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        streams.add(post(client, "/"));
        send(client, streams.get(i), WINDOW, false);
      }
      for (int stream : streams) {
        client.openedWindow(stream);
        send(client, stream, 1, true);
        assertEquals(WINDOW + 1 + "", client.answer(stream).body());
      }
      mayAnswer.countDown();
      assertEquals("1", client.answer(held).body());
    }
  }

  @Test
  void a_body_that_waits_for_the_server_has_no_limit_of_time() throws IOException {
    server.setMaxUnread(50_000);
    server.setBodyTimeout(300);
    server.listen();
    try (var client = new RawHttp2Client(server.port());
        var other = new RawHttp2Client(server.port())) {
      client.hold(); // They come at once, whatever else the machine does.
      int held = post(client, "/held");
      send(client, held, 50_000, true);
      int waiting = post(client, "/");
      send(client, waiting, WINDOW, false);
      client.release();
      client.ping();
      // Begun later, so the time of the one that waits would be over, too.
      assertEquals(CANCEL, other.answer(post(other, "/")).error());
      mayAnswer.countDown();
      assertEquals("50000", client.answer(held).body());
      client.openedWindow(waiting);
      send(client, waiting, 1, true);
      assertEquals(WINDOW + 1 + "", client.answer(waiting).body());
    }
  }

  @Test
  void a_body_that_is_broken_off_while_it_waits_leaves_room_for_others() throws IOException {
    server.setMaxUnread(50_000);
    server.setIdleTimeout(100);
    server.listen();
    try (var client = new RawHttp2Client(server.port())) {
      int first = post(client, "/");
      int second = post(client, "/");
      int third = post(client, "/");
      for (int stream : List.of(first, second, third)) {
        send(client, stream, WINDOW, false);
      }
      for (int stream : List.of(first, second)) {
        client.send(3, 0, stream, new byte[] {0, 0, 0, CANCEL});
      }
      client.openedWindow(third);
      send(client, third, 1, true);
      assertEquals(WINDOW + 1 + "", client.answer(third).body());
      client.awaitEnd();
    }
  }
}
