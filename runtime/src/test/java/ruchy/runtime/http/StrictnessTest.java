package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.wire.Wire;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrictnessTest {
  private static final String HOST = "Host: a\n";

  private final Server server = Server.create("127.0.0.1:0");

  @BeforeEach
  void listen() {
    server.all(
        "*", handler((req, res) -> res.text(req.method() + " " + req.url() + " " + req.text())));
    server.listen();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_proper_request_is_answered() throws IOException {
    assertAnswered("GET /a?b=c HTTP/1.1\n" + HOST + "\n", "GET /a?b=c ");
    assertAnswered("GET / HTTP/1.0\n\n", "GET / ");
    assertAnswered("GET http://other/x?y HTTP/1.1\n" + HOST + "\n", "GET /x?y ");
    assertAnswered("\n\nGET / HTTP/1.1\n" + HOST + "\n", "GET / ");
    assertAnswered("POST / HTTP/1.1\n" + HOST + "Content-Length: 3\n\nabc", "POST / abc");
    assertAnswered(
        "POST / HTTP/1.1\n" + HOST + "Transfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n",
        "POST / abcde");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a:80",
        "127.0.0.1:8080",
        "[::1]",
        "[::1]:80",
        "",
        "xn--bcher-kva.example",
        "a_b:1"
      })
  void a_host_may_be(String host) throws IOException {
    assertAnswered("GET / HTTP/1.1\nHost: " + host + "\n\n", "GET / ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a/b",
        "user@a",
        "a:b",
        "[::1",
        "[g]",
        "a:123456",
        "a,b c",
        "\"a\"",
        "a\\b"
      })
  void a_host_may_not_be(String host) throws IOException {
    assertRefused(400, "GET / HTTP/1.1\nHost: " + host + "\n\n");
  }

  @Test
  void a_request_has_exactly_one_host() throws IOException {
    assertRefused(400, "GET / HTTP/1.1\n\n");
    assertRefused(400, "GET / HTTP/1.1\nHost: a\nHost: a\n\n");
    assertRefused(400, "GET / HTTP/1.0\nHost: a\nHost: b\n\n");
  }

  @Test
  void only_versions_1_1_and_1_0_are_spoken() throws IOException {
    assertRefused(505, "GET / HTTP/9.9\n" + HOST + "\n");
    assertRefused(505, "GET / HTTP/2.0\n" + HOST + "\n");
    assertRefused(505, "GET / HTTP/0.9\n" + HOST + "\n");
    assertAnswered("GET / HTTP/1.2\n" + HOST + "\n", "GET / ");
    assertRefused(400, "GET / HTTP/1.10\n" + HOST + "\n");
    assertRefused(400, "GET / HTTP/x\n" + HOST + "\n");
    assertRefused(400, "GET / FTP/1.1\n" + HOST + "\n");
    assertRefused(400, "GET /\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "gzip, chunked",
        "chunked, gzip",
        "identity",
        "xchunked",
        "chunked;q=1",
        "chunked, chunked",
        ""
      })
  void a_transfer_coding_other_than_chunked_is_refused(String coding) throws IOException {
    Wire.Message answer =
        refused("POST / HTTP/1.1\n" + HOST + "Transfer-Encoding: " + coding + "\n\n0\n\n");
    assertTrue(answer.status() == 501 || answer.status() == 400, coding + ": " + answer);
  }

  @Test
  void a_body_has_one_clear_length() throws IOException {
    String post = "POST / HTTP/1.1\n" + HOST;
    assertRefused(400, post + "Content-Length: 3\nContent-Length: 4\n\nabcd");
    assertRefused(400, post + "Content-Length: 3, 4\n\nabcd");
    assertRefused(400, post + "Content-Length: +3\n\nabc");
    assertRefused(400, post + "Content-Length: -1\n\n");
    assertRefused(400, post + "Content-Length: 0x3\n\nabc");
    assertRefused(400, post + "Content-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n");
    assertRefused(400, "POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n");
    assertRefused(501, post + "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n");
  }

  @Test
  void folded_and_malformed_fields_are_refused() throws IOException {
    String get = "GET / HTTP/1.1\n" + HOST;
    assertRefused(400, get + "A: b\n c\n\n");
    assertRefused(400, get + "A: b\n\tc\n\n");
    assertRefused(400, "GET / HTTP/1.1\n Host: a\n\n");
    assertRefused(400, get + "A : b\n\n");
    assertRefused(400, get + "A\n\n");
    assertRefused(400, get + ": b\n\n");
    assertRefused(400, get + "A\u0000: b\n\n");
    assertRefused(400, get + "A: b\u0000c\n\n");
    assertRefused(400, get + "A(b): c\n\n");
  }

  @Test
  void a_field_that_is_folded_at_the_edge_of_a_packet_is_refused() throws Exception {
    try (Wire raw = Wire.to(server.port())) {
      raw.send("GET / HTTP/1.1\n" + HOST);
      raw.send("A: b\n");
      raw.send(" c\n\n");
      assertEquals(400, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void an_empty_line_before_a_request_may_come_in_two_packets() throws Exception {
    String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Wire raw = Wire.to(server.port())) {
      raw.sendBytes((get + "\r").getBytes(StandardCharsets.US_ASCII));
      assertEquals(200, raw.read().status());
      raw.sendBytes(("\n" + get + "\r\n\r").getBytes(StandardCharsets.US_ASCII));
      assertEquals(200, raw.read().status());
      raw.sendBytes(("\n" + get).getBytes(StandardCharsets.US_ASCII));
      assertEquals(200, raw.read().status());
    }
  }

  @Test
  void a_bare_line_feed_ends_no_line() throws Exception {
    try (Wire raw = Wire.to(server.port())) {
      raw.sendBytes("GET / HTTP/1.1\nHost: a\n\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals(400, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\u0000b", "/a\u0001", "/\u007f", "/\u00e9", "a", "a/b", "*", "/a#b"})
  void a_target_may_not_be(String target) throws IOException {
    assertRefused(400, "GET " + target + " HTTP/1.1\n" + HOST + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%4", "/%zz", "/%ff", "/%C3"})
  void a_path_with_malformed_escapes_is_400(String path) throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      assertEquals(400, raw.ask("GET " + path + " HTTP/1.1\n" + HOST + "\n").status());
    }
  }

  @Test
  void methods_are_tokens_and_connect_is_for_proxies() throws IOException {
    assertAnswered("PURGE /x HTTP/1.1\n" + HOST + "\n", "PURGE /x ");
    assertRefused(400, "G@T / HTTP/1.1\n" + HOST + "\n");
    assertRefused(501, "CONNECT a:80 HTTP/1.1\n" + HOST + "\n");
  }

  @Test
  void heads_have_limits() throws IOException {
    String get = "GET / HTTP/1.1\n" + HOST;
    assertRefused(414, "GET /" + "a".repeat(9000) + " HTTP/1.1\n" + HOST + "\n");
    assertRefused(431, get + "A: " + "b".repeat(20_000) + "\n\n");
    assertRefused(431, get + "A: b\n".repeat(100) + "\n");
    assertAnswered(get + "A: b\n".repeat(99) + "\n", "GET / ");
    assertAnswered(
        "GET /" + "a".repeat(8000) + " HTTP/1.1\n" + HOST + "\n", "GET /" + "a".repeat(8000) + " ");
  }

  @Test
  void malformed_chunks_are_answered_with_400_and_end_the_connection() throws IOException {
    String post = "POST / HTTP/1.1\n" + HOST + "Transfer-Encoding: chunked\n\n";
    for (String chunks :
        new String[] {"x\nabc\n0\n\n", "3\nabcd\n0\n\n", "-1\n\n", "fffffffff\na\n"}) {
      assertRefused(400, post + chunks);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "close",
        "Close",
        "close, x",
        "x, close",
        "keep-alive,CLOSE",
        "x ,\tclose",
        "x\nConnection: close",
        "a, b\nConnection: c, close"
      })
  void a_client_says_among_other_options_that_it_wants_no_more(String options) throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      raw.send("GET /1 HTTP/1.1\n" + HOST + "Connection: " + options + "\n\n");
      raw.send("GET /2 HTTP/1.1\n" + HOST + "\n");
      Wire.Message answer = raw.read();
      assertEquals("GET /1 ", answer.body());
      assertEquals("close", answer.field("connection"));
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void an_option_that_only_looks_like_close_keeps_the_connection() throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      raw.send("GET /1 HTTP/1.1\n" + HOST + "Connection: closed, x\n\n");
      assertEquals("GET /1 ", raw.read().body());
      assertEquals("GET /2 ", raw.ask("GET /2 HTTP/1.1\n" + HOST + "\n").body());
    }
  }

  @Test
  void what_follows_a_refused_request_is_not_read() throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      raw.send("GET / HTTP/1.1\n\nGET /smuggled HTTP/1.1\n" + HOST + "\n");
      assertEquals(400, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void a_refused_request_waits_for_those_before_it() throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      raw.send("GET /1 HTTP/1.1\n" + HOST + "\nGET /2 HTTP/1.1\n" + HOST + "\nGET /3 HTTP/9.9\n\n");
      assertEquals("GET /1 ", raw.read().body());
      assertEquals("GET /2 ", raw.read().body());
      assertEquals(505, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  private void assertAnswered(String request, String expected) throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      Wire.Message answer = raw.ask(request);
      assertEquals(200, answer.status(), request);
      assertEquals(expected, answer.body());
    }
  }

  private void assertRefused(int status, String request) throws IOException {
    assertEquals(status, refused(request).status(), request);
  }

  private Wire.Message refused(String request) throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      Wire.Message answer = raw.ask(request);
      // Both are right for one of HTTP/1.0 (RFC 9110, section 2.5).
      assertTrue(
          answer.version().equals("HTTP/1.1") || request.contains(" HTTP/1.0\n"), answer.version());
      assertEquals("close", answer.field("connection"), request);
      assertTrue(raw.isClosed(), request);
      return answer;
    }
  }
}
