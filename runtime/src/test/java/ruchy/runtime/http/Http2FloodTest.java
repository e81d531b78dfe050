package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.message.Body;

/// Clients of HTTP/2 that send a lot which costs them nothing (RFC 9113, section 10.5), or never
/// end what they have begun: their connections end.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2FloodTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int GOAWAY = 7;
  private static final int UNKNOWN = 77;
  private static final int ACK = 1;
  private static final int PADDED = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int STREAM_CLOSED = 5;
  private static final int ENHANCE_YOUR_CALM = 11;

  /// How often each of the floods with requests begins anew; `-Dflood.rounds=20` is the long form.
  private static final int ROUNDS = Integer.getInteger("flood.rounds", 5);

  private static final String[] GET = {
    ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"
  };
  private static final String[] POST = {
    ":method", "POST", ":scheme", "http", ":path", "/", ":authority", "a"
  };

  private final AtomicInteger begun = new AtomicInteger();
  private final Server server = Server.create("127.0.0.1:0");

  @BeforeEach
  void listen() {
    server.setHeadTimeout(1000);
    server.all(
        "/",
        handler(
            (req, res) -> {
              begun.incrementAndGet();
              return res.text("ok " + req.text().length());
            }));
    server.listen();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private interface Beginning {
    void with(RawHttp2Client client) throws IOException;
  }

  private interface Sending {
    void frame(RawHttp2Client client, int number) throws IOException;
  }

  /// Sends frames until the server has enough, and gives the reason that it tells.
  private int flood(int most, Sending sending) throws IOException {
    try (var client = new RawHttp2Client(server.port())) {
      return flood(client, most, sending);
    }
  }

  private static int flood(RawHttp2Client client, int most, Sending sending) throws IOException {
    try {
      for (int i = 0; i < most; i++) {
        sending.frame(client, i);
      }
    } catch (SocketException closed) {
      // What it has said before is read now.
    }
    return client.endReason();
  }

  /// Floods until the server tells that it has enough.
  private void assertCalmed(Sending sending) throws IOException {
    assertEquals(ENHANCE_YOUR_CALM, flood(5000, sending));
  }

  /// Begins with a request, and floods then.
  private void assertCalmed(Beginning beginning, Sending sending) throws IOException {
    assertCalmed(
        (client, i) -> {
          if (i == 0) {
            beginning.with(client);
          }
          sending.frame(client, i);
        });
  }

  @Test
  void pings_are_limited() throws IOException {
    assertCalmed((client, i) -> client.send(PING, 0, 0, new byte[8]));
  }

  @Test
  void settings_are_limited() throws IOException {
    assertCalmed((client, i) -> client.send(SETTINGS, 0, 0, new byte[0]));
  }

  @Test
  void priorities_and_unknown_frames_are_limited() throws IOException {
    byte[] priority = {0, 0, 0, 0, 1};
    assertCalmed((client, i) -> client.send(PRIORITY, 0, 1, priority));
    assertCalmed((client, i) -> client.send(UNKNOWN, 0, 0, new byte[0]));
  }

  @Test
  void empty_pieces_of_a_body_are_limited() throws IOException {
    assertCalmed(
        client -> client.begin(false, POST), (client, i) -> client.send(DATA, 0, 1, new byte[0]));
  }

  /// Floods again and again: each connection is told why it ends, and begins one more request than
  /// the resets that it may cause.
  private void assertAlwaysTold(Sending sending) throws IOException {
    for (int round = 1; round <= ROUNDS; round++) {
      assertEquals(ENHANCE_YOUR_CALM, flood(5000, sending), "round " + round);
      // Those that wait may begin when their client is through.
      int most = round * (FloodGuard.MOST_RESETS + 1);
      assertTrue(begun.get() <= most, () -> begun + " requests were begun, not " + most);
    }
  }

  @Test
  void requests_that_are_taken_back_at_once_are_limited() throws IOException {
    // CVE-2023-44487.
    assertAlwaysTold(
        (client, i) -> {
          int stream = client.begin(true, GET);
          client.send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
        });
    assertTrue(begun.get() > 0);
  }

  @Test
  void requests_that_make_the_server_take_them_back_are_limited() throws IOException {
    // CVE-2025-8671: a window of 0 more is an error of the stream.
    server.maxBody("/", 0);
    assertAlwaysTold(
        (client, i) -> {
          int stream = client.begin(false, POST);
          client.send(WINDOW_UPDATE, 0, stream, new byte[4]);
        });
    assertTrue(begun.get() > 0);
  }

  @Test
  void windows_that_overflow_are_limited() throws IOException {
    server.maxBody("/", 0);
    assertAlwaysTold((client, i) -> client.update(client.begin(false, POST), Integer.MAX_VALUE));
    assertTrue(begun.get() > 0);
  }

  @Test
  void priorities_of_the_wrong_length_are_limited() throws IOException {
    assertAlwaysTold(
        (client, i) -> client.send(PRIORITY, 0, client.begin(false, POST), new byte[4]));
  }

  @Test
  void heads_that_are_none_are_limited() throws IOException {
    // Vert.x resets these, and knows nothing of them when the connection ends.
    assertAlwaysTold((client, i) -> client.begin(true, ":method", "GET", ":scheme", "http"));
    assertEquals(0, begun.get());
  }

  @Test
  void requests_that_wait_and_are_taken_back_by_the_server_are_limited() throws Exception {
    server.post(
        "/slow",
        handler(
            true,
            false,
            (req, res) -> {
              begun.incrementAndGet();
              Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(50));
              return res.text("late");
            }));
    String[] slow = POST.clone();
    slow[5] = "/slow";
    assertAlwaysTold(
        (client, i) -> {
          int stream = client.begin(true, slow);
          client.send(WINDOW_UPDATE, 0, stream, new byte[4]);
        });
    assertTrue(begun.get() > 0);
  }

  @Test
  void who_floods_with_tls_is_told_too() throws Exception {
    Server secure = Server.create("127.0.0.1:0");
    secure.developmentTls();
    secure.all("/", handler((req, res) -> res.text("ok")));
    secure.listen();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        try (var client = RawHttp2Client.secure(secure.port())) {
          assertEquals(
              ENHANCE_YOUR_CALM,
              flood(
                  client,
                  5000,
                  (flooding, i) ->
                      flooding.send(WINDOW_UPDATE, 0, flooding.begin(false, POST), new byte[4])));
        }
      }
    } finally {
      secure.close();
    }
  }

  @Test
  void who_floods_while_the_server_drains_is_told_too() throws Exception {
    var isBegun = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    server.get(
        "/slow",
        handler(
            true,
            false,
            (req, res) -> {
              isBegun.countDown();
              mayEnd.await();
              return res.text("late");
            }));
    String[] slow = GET.clone();
    slow[5] = "/slow";
    try (var client = new RawHttp2Client(server.port())) {
      client.begin(true, slow);
      isBegun.await();
      server.close();
      client.goAway();
      assertEquals(
          ENHANCE_YOUR_CALM,
          flood(client, 5000, (flooding, i) -> flooding.send(PING, 0, 0, new byte[8])));
    } finally {
      mayEnd.countDown();
    }
  }

  @Test
  void updates_of_windows_are_limited() throws IOException {
    assertCalmed((client, i) -> client.update(0, 1));
    assertCalmed(client -> client.begin(false, POST), (client, i) -> client.update(1, 1));
  }

  @Test
  void updates_of_windows_that_the_server_has_filled_are_not() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    server.get(
        "/large",
        handler(
            true,
            false,
            (req, res) -> {
              for (int i = 0; i < 100; i++) {
                res.write(Body.of(Buffer.buffer(megabyte)));
              }
              return res.end();
            }));
    String[] large = GET.clone();
    large[5] = "/large";
    try (var client = new RawHttp2Client(server.port())) {
      assertEquals(100L << 20, client.download(client.begin(true, large)));
      assertEquals(200, client.get("/").status());
    }
  }

  @Test
  void resets_of_streams_that_are_over_are_limited() throws IOException {
    assertCalmed(
        client -> client.answer(client.begin(true, GET)),
        (client, i) -> client.send(RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8}));
  }

  @Test
  void a_head_for_a_stream_that_is_over_ends_the_connection() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      assertEquals(
          STREAM_CLOSED,
          flood(
              100,
              (client, i) -> {
                if (i == 0) {
                  client.answer(client.begin(true, GET));
                }
                client.send(HEADERS, END_STREAM | END_HEADERS, 1, RawHttp2Client.block(GET));
              }));
    }
    assertEquals(ROUNDS, begun.get());
  }

  @Test
  void acknowledgements_and_farewells_are_limited() throws IOException {
    assertCalmed((client, i) -> client.send(PING, ACK, 0, new byte[8]));
    assertCalmed((client, i) -> client.send(GOAWAY, 0, 0, new byte[8]));
  }

  @Test
  void pieces_of_a_body_with_nothing_but_padding_are_limited() throws IOException {
    byte[] padded = new byte[256];
    padded[0] = (byte) 255;
    assertCalmed(
        client -> client.begin(false, POST), (client, i) -> client.send(DATA, PADDED, 1, padded));
  }

  @Test
  void a_head_in_many_pieces_is_limited() throws IOException {
    // CVE-2024-27316.
    assertCalmed(
        (client, i) -> client.send(i == 0 ? HEADERS : CONTINUATION, END_STREAM, 1, new byte[0]));
  }

  @Test
  void a_head_in_large_pieces_is_limited() throws IOException {
    byte[] piece = new byte[16_000];
    long before = System.nanoTime();
    flood(5000, (client, i) -> client.send(i == 0 ? HEADERS : CONTINUATION, END_STREAM, 1, piece));
    assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(20));
  }

  @Test
  void a_head_in_some_pieces_is_read() throws IOException {
    try (var client = new RawHttp2Client(server.port())) {
      byte[] block = RawHttp2Client.block(GET);
      for (int i = 0; i < block.length; i += 8) {
        int length = Math.min(8, block.length - i);
        byte[] piece = new byte[length];
        System.arraycopy(block, i, piece, 0, length);
        boolean isLast = i + length == block.length;
        client.send(
            i == 0 ? HEADERS : CONTINUATION,
            (i == 0 ? END_STREAM : 0) | (isLast ? END_HEADERS : 0),
            1,
            piece);
      }
      assertEquals("ok 0", client.answer(1).body());
    }
  }

  @Test
  void a_head_that_does_not_end_has_the_time_of_a_head() throws IOException {
    try (var client = new RawHttp2Client(server.port())) {
      assertEquals(200, client.get("/").status());
      long before = System.nanoTime();
      client.send(HEADERS, END_STREAM, 3, new byte[0]);
      assertEquals(ENHANCE_YOUR_CALM, client.endReason());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
      assertTrue(millis >= 900 && millis < 20_000, () -> millis + " ms");
    }
  }

  @Test
  void a_frame_of_a_head_that_does_not_end_has_it_too() throws IOException {
    try (var client = new RawHttp2Client(server.port())) {
      assertEquals(200, client.get("/").status());
      client.sendBytes(new byte[] {0, 0, 100, HEADERS, END_HEADERS | END_STREAM, 0, 0, 0, 3, 0});
      assertEquals(ENHANCE_YOUR_CALM, client.endReason());
    }
  }

  @Test
  void a_client_that_is_busy_may_ping_with_each_request() throws IOException {
    try (var client = new RawHttp2Client(server.port())) {
      for (int i = 0; i < 2000; i++) {
        client.send(PING, 0, 0, "12345678".getBytes(StandardCharsets.US_ASCII));
        assertEquals(200, client.get("/").status());
      }
    }
  }

  @Test
  void an_expectation_other_than_100_continue_fails() throws IOException {
    try (var client = new RawHttp2Client(server.port())) {
      String[] fields = java.util.Arrays.copyOf(GET, GET.length + 2);
      fields[GET.length] = "expect";
      fields[GET.length + 1] = "200-maybe";
      assertEquals(417, client.ask(fields).status());
      fields[GET.length + 1] = "100-Continue";
      assertEquals(200, client.ask(fields).status());
    }
  }
}
