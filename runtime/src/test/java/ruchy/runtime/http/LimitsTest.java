package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Cursors;
import ruchy.runtime.wire.Wire;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {
  private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private void listen() {
    server.get("/", handler((req, res) -> "got"));
    server.post("/", handler((req, res) -> res.text("got " + req.text().length())));
    server.post("/unread", handler((req, res) -> res.text("not read")));
    server.listen();
  }

  private static String post(String path, int length) {
    String head = "POST " + path + " HTTP/1.1\nHost: a\nContent-Length: " + length + "\n\n";
    return head + "x".repeat(length);
  }

  @Test
  void a_body_beyond_what_the_server_may_hold_gets_503_until_another_request_is_answered()
      throws Exception {
    server.setMaxBuffered(20_000);
    var hasBegun = new CountDownLatch(1);
    var mayEnd = new AtomicReference<@Nullable Outcome<Boolean>>();
    server.post(
        "/held",
        handler(
            true,
            false,
            (req, res) -> {
              Bridge.<Boolean>await(
                  outcome -> {
                    mayEnd.set(outcome);
                    hasBegun.countDown();
                  });
              return res.text("held " + req.text().length());
            }));
    listen();
    try (Wire first = Wire.to(server.port());
        Wire second = Wire.to(server.port())) {
      first.send(post("/held", 15_000));
      hasBegun.await();
      Wire.Message refused = second.ask(post("/", 15_000));
      assertEquals("503 1", refused.status() + " " + refused.field("retry-after"));
      assertEquals("got 3000", second.ask(post("/", 3_000)).body());
      Objects.requireNonNull(mayEnd.get()).complete(true);
      assertEquals("held 15000", first.read().body());
      assertEquals("got 15000", second.ask(post("/", 15_000)).body());
      assertEquals("got 15000", first.ask(post("/", 15_000)).body());
    }
  }

  @Test
  void what_clients_have_sent_that_are_gone_does_not_count() throws Exception {
    server.setMaxBuffered(20_000);
    listen();
    try (Wire gone = Wire.to(server.port())) {
      gone.send(post("/", 15_000).replace("Length: 15", "Length: 16"));
    }
    int status;
    do {
      try (Wire raw = Wire.to(server.port())) {
        status = raw.ask(post("/", 15_000)).status();
      }
    } while (status == 503);
    assertEquals(200, status);
  }

  @Test
  void a_large_body_counts_only_as_far_as_nobody_has_taken_it() throws Exception {
    server.setMaxBody(10_000);
    server.setMaxBuffered(11_000);
    var areTaken = new CountDownLatch(1);
    server.post(
        "/streamed",
        handler(
            true,
            false,
            (req, res) -> {
              long length = 0;
              Cursor pieces = Objects.requireNonNull(Cursors.of(req.stream()));
              while (pieces.advance()) {
                length += ((Body) Objects.requireNonNull(pieces.value())).len();
                if (length == 15_000) {
                  areTaken.countDown();
                }
              }
              return res.text("streamed " + length);
            }));
    listen();
    try (Wire large = Wire.to(server.port());
        Wire other = Wire.to(server.port())) {
      large.send(
          "POST /streamed HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n"
              + Integer.toHexString(15_000)
              + "\n"
              + "x".repeat(15_000)
              + "\n");
      areTaken.await();
      assertEquals("got 9500", other.ask(post("/", 9_500)).body());
      large.send("1\nx\n0\n\n");
      assertEquals("streamed 15001", large.read().body());
    }
  }

  @Test
  void a_large_body_that_is_given_up_does_not_count() throws Exception {
    server.setMaxBody(10_000);
    server.setMaxBuffered(11_000);
    var isGivenUp = new CountDownLatch(1);
    var mayEnd = new AtomicReference<@Nullable Outcome<Boolean>>();
    server.post(
        "/given-up",
        handler(
            true,
            false,
            (req, res) -> {
              ((Body) Objects.requireNonNull(req.body())).drop();
              Bridge.<Boolean>await(
                  outcome -> {
                    mayEnd.set(outcome);
                    isGivenUp.countDown();
                  });
              return res.text("given up");
            }));
    listen();
    try (Wire large = Wire.to(server.port());
        Wire other = Wire.to(server.port())) {
      large.send(post("/given-up", 15_000));
      isGivenUp.await();
      int status;
      do {
        status = other.ask(post("/", 9_500)).status();
      } while (status == 503);
      assertEquals(200, status);
      Objects.requireNonNull(mayEnd.get()).complete(true);
      assertEquals("given up", large.read().body());
    }
  }

  @Test
  void a_body_in_chunks_is_counted_to_the_byte() throws Exception {
    server.setMaxBody(10);
    listen();
    String head = "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n";
    try (Wire raw = Wire.to(server.port())) {
      assertEquals("got 10", raw.ask(head + "a\n0123456789\n0\n\n").body());
      assertEquals("got 10", raw.ask(head + "9\n012345678\n1\n9\n0\n\n").body());
      assertEquals(413, raw.ask(head + "9\n012345678\n2\n9a\n0\n\n").status());
      assertEquals(413, raw.ask(head + "b\n0123456789a\n0\n\n").status());
      assertEquals(413, raw.ask(head + "ffff\n" + "x".repeat(65535) + "\n0\n\n").status());
    }
  }

  @Test
  void a_head_that_does_not_end_gets_408() throws Exception {
    server.setHeadTimeout(100);
    listen();
    try (Wire raw = Wire.to(server.port())) {
      raw.send("GET / HTTP/1.1\nHost: ");
      assertEquals(408, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void a_second_head_that_does_not_end_gets_408_too() throws Exception {
    server.setHeadTimeout(100);
    listen();
    try (Wire raw = Wire.to(server.port())) {
      raw.send(GET + "GET /");
      assertEquals("got", raw.read().body());
      assertEquals(408, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void an_idle_connection_is_closed() throws Exception {
    server.setIdleTimeout(100);
    listen();
    try (Wire raw = Wire.to(server.port())) {
      assertEquals("got", raw.ask(GET).body());
      assertTrue(raw.isClosed());
    }
    try (Wire raw = Wire.to(server.port())) {
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void a_body_that_stands_still_closes_the_connection() throws Exception {
    server.setBodyTimeout(100);
    listen();
    try (Wire raw = Wire.to(server.port())) {
      raw.send("POST / HTTP/1.1\nHost: a\nContent-Length: 10\n\nabc");
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void a_handler_may_take_longer_than_every_limit() throws Exception {
    server.setHeadTimeout(20);
    server.setIdleTimeout(20);
    server.setBodyTimeout(20);
    var limitsAreOver = new CountDownLatch(1);
    server.get(
        "/slow",
        handler(
            true,
            false,
            (req, res) -> {
              limitsAreOver.await();
              return "slow";
            }));
    listen();
    try (Wire slow = Wire.to(server.port());
        Wire idle = Wire.to(server.port())) {
      slow.send("GET /slow HTTP/1.1\nHost: a\n\n");
      for (int i = 0; i < 5; i++) {
        try (Wire other = Wire.to(server.port())) {
          assertTrue(other.isClosed());
        }
      }
      assertTrue(idle.isClosed());
      limitsAreOver.countDown();
      assertEquals("slow", slow.read().body());
    }
  }

  @Test
  void a_body_over_the_limit_is_413_and_the_connection_goes_on() throws Exception {
    server.setMaxBody(10);
    listen();
    try (Wire raw = Wire.to(server.port())) {
      String post = "POST / HTTP/1.1\nHost: a\n";
      assertEquals("got 10", raw.ask(post + "Content-Length: 10\n\n0123456789").body());
      assertEquals(413, raw.ask(post + "Content-Length: 11\n\n01234567890").status());
      assertEquals(
          413,
          raw.ask(post + "Transfer-Encoding: chunked\n\n6\n012345\n6\n012345\n0\n\n").status());
      assertEquals("got", raw.ask(GET).body());
    }
  }

  @Test
  void single_bytes_of_a_body_are_not_held_one_by_one() throws Exception {
    server.setMaxBody(1000);
    server.post(
        "/first",
        handler(true, false, (req, res) -> res.text(String.valueOf(req.stream().next().length()))));
    listen();
    try (Wire raw = Wire.to(server.port())) {
      String head = "POST /first HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n";
      String first = raw.ask(head + "1\na\n".repeat(2000) + "0\n\n").body();
      assertTrue(Integer.parseInt(first) > 1000, first);
    }
  }

  @Test
  void a_large_body_that_nobody_reads_is_thrown_away() throws Exception {
    server.setMaxBody(10);
    listen();
    try (Wire raw = Wire.to(server.port())) {
      String body = "x".repeat(3_000_000);
      raw.send("POST /unread HTTP/1.1\nHost: a\nContent-Length: " + body.length() + "\n\n");
      assertEquals("not read", raw.read().body());
      raw.send(body);
      assertEquals("got", raw.ask(GET).body());
    }
  }

  @Test
  void a_body_with_an_unknown_encoding_is_415_and_the_client_learns_the_known_ones()
      throws Exception {
    listen();
    server.post("/form", handler((req, res) -> res.text("got " + req.form().size())));
    try (Wire raw = Wire.to(server.port())) {
      String post = " HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Encoding: ";
      Wire.Message refused = raw.ask("POST /" + post + "br\n\nabc");
      assertEquals("415 gzip, deflate", refused.status() + " " + refused.field("accept-encoding"));
      assertEquals("got 3", raw.ask("POST /" + post + "identity\n\nabc").body());
      String parts = "gzip\nContent-Type: multipart/form-data; boundary=b\n\nabc";
      assertEquals(415, raw.ask("POST /form" + post + parts).status());
    }
  }

  @Test
  void a_compressed_body_counts_with_what_it_becomes() throws Exception {
    server.setMaxBody(50_000);
    server.post("/form", handler((req, res) -> res.text("form " + req.form().get("a"))));
    server.post("/raw", handler((req, res) -> res.text("raw " + req.body())));
    listen();
    assertEquals("200 got 40000", posted("/", "x".repeat(40_000), true));
    assertEquals("200 got 50000", posted("/", "x".repeat(50_000), true));
    assertTrue(posted("/", "x".repeat(50_001), true).startsWith("413 "));
    assertEquals("200 form b c", posted("/form", "a=b+c", true));
    assertTrue(posted("/", "no gzip", false).startsWith("400 "));
    assertEquals("200 raw no gzip", posted("/raw", "no gzip", false));
  }

  private String posted(String path, String text, boolean isCompressed) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (isCompressed) {
      var compressed = new ByteArrayOutputStream();
      try (var out = new GZIPOutputStream(compressed)) {
        out.write(bytes);
      }
      bytes = compressed.toByteArray();
    }
    try (Wire raw = Wire.to(server.port())) {
      raw.send(
          "POST %s HTTP/1.1\nHost: a\nContent-Type: application/x-www-form-urlencoded\n"
                  .formatted(path)
              + "Content-Encoding: gzip\nContent-Length: "
              + bytes.length
              + "\n\n");
      raw.sendBytes(bytes);
      Wire.Message answer = raw.read();
      return answer.status() + " " + answer.body();
    }
  }

  @Test
  void who_expects_100_gets_it_before_the_body() throws Exception {
    listen();
    try (Wire raw = Wire.to(server.port())) {
      raw.send("POST / HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: 100-continue\n\n");
      assertEquals(100, raw.read().status());
      raw.send("abc");
      assertEquals("got 3", raw.read().body());
    }
    try (Wire raw = Wire.to(server.port())) {
      raw.send("POST / HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: a-miracle\n\n");
      assertEquals(417, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void limits_of_a_program_count() throws Exception {
    server.setMaxHead(200);
    server.setMaxLine(100);
    server.setMaxFields(3);
    listen();
    try (Wire raw = Wire.to(server.port())) {
      assertEquals(414, raw.ask("GET /" + "a".repeat(100) + " HTTP/1.1\nHost: a\n\n").status());
    }
    try (Wire raw = Wire.to(server.port())) {
      assertEquals(431, raw.ask("GET / HTTP/1.1\nHost: " + "a".repeat(200) + "\n\n").status());
    }
    try (Wire raw = Wire.to(server.port())) {
      assertEquals(431, raw.ask("GET / HTTP/1.1\nHost: a\nA: b\nA: b\nA: b\n\n").status());
    }
    assertThrows(Failure.class, () -> server.setMaxFields(0));
    Failure late = assertThrows(Failure.class, () -> server.setMaxBody(1));
    assertEquals("server.max_body is set before listen()", late.message());
  }
}
