package ruchy.runtime.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which requests become WebSockets, and what the others are told.
final class HandshakeTest {
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  private final Server server = Server.create("127.0.0.1:0");

  @BeforeEach
  void listens() {
    server.onConnection(
        Functions.onConnection(
            socket -> socket.on("message", Functions.function((data, none) -> socket.send(data)))));
  }

  @AfterEach
  void closes() {
    server.close();
  }

  private String ask(String request) throws IOException {
    server.listen();
    try (var peer = new RawPeer((int) server.port())) {
      return peer.ask(request);
    }
  }

  @Test
  void the_answer_has_the_key_of_the_standard() throws IOException {
    String answer = ask(RawPeer.request("/"));
    assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("upgrade: websocket\r\n"), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("connection: upgrade\r\n"), answer);
    assertTrue(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), answer);
    assertFalse(answer.toLowerCase(Locale.ROOT).contains("sec-websocket-extensions"), answer);
    assertFalse(answer.toLowerCase(Locale.ROOT).contains("sec-websocket-protocol"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY, 101",
    "GET, 'Connection: keep-alive, Upgrade|Upgrade: WebSocket|Sec-WebSocket-Version: 13|KEY', 101",
    "GET, Upgrade: websocket|Sec-WebSocket-Version: 13|KEY, 426",
    "GET, Connection: Upgrade|Sec-WebSocket-Version: 13|KEY, 426",
    "GET, Connection: Upgrade|Upgrade: h2c|Sec-WebSocket-Version: 13|KEY, 426",
    "GET, Connection: Upgrade|Upgrade: websocket|KEY, 426",
    "GET, Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 8|KEY, 426",
    "GET, Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13, 400",
    "GET, Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY|KEY, 400",
    "GET, Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: abc,"
        + " 400",
    "GET, Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key:"
        + " dGhlIHNhbXBsZSBub25jZSE=, 400",
    "POST, Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|KEY, 405",
    "GET, Accept: */*, 426",
  })
  void other_requests_get_an_error(String method, String fields, int status) throws IOException {
    String lines = fields.replace("KEY", KEY).replace("|", "\n");
    String answer = ask(method + " / HTTP/1.1\nHost: localhost\n" + lines + "\n\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    if (status == 426) {
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("sec-websocket-version: 13\r\n"), answer);
    }
  }

  @Test
  void version_1_0_of_http_has_no_websockets() throws IOException {
    String answer = ask(RawPeer.request("/").replace("HTTP/1.1", "HTTP/1.0"));
    assertTrue(answer.contains(" 505 "), answer);
  }

  @Test
  void the_connection_goes_on_after_a_refusal_and_reads_what_followed_it() throws IOException {
    server.origins("https://a.example");
    server.listen();
    try (var peer = new RawPeer((int) server.port())) {
      String refused = RawPeer.request("/", "Origin: https://b.example");
      peer.send(
          (refused + RawPeer.request("/", "Origin: https://a.example"))
              .replace("\n", "\r\n")
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      assertTrue(peer.head().startsWith("HTTP/1.1 403 "));
      String next = peer.head();
      assertTrue(next.contains("HTTP/1.1 101 "), next);
      peer.text("hello");
      assertEquals("hello", peer.read().text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, 101",
    "https://b.example, 403",
    "http://a.example, 403",
    "null, 403",
  })
  void pages_of_other_origins_are_refused(String origin, int status) throws IOException {
    server.origins("https://a.example");
    String answer = ask(RawPeer.request("/", "Origin: " + origin));
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "chat.v2, chat.v2",
    "'chat.v1, chat.v2', chat.v1",
    "'other, chat.v2', chat.v2",
    "other, ",
  })
  void the_client_s_first_sub_protocol_that_is_known_is_chosen(String offered, String chosen)
      throws IOException {
    server.protocols("chat.v2", "chat.v1");
    String answer =
        ask(RawPeer.request("/", "Sec-WebSocket-Protocol: " + offered)).toLowerCase(Locale.ROOT);
    assertTrue(answer.startsWith("http/1.1 101 "), answer);
    if (chosen == null) {
      assertFalse(answer.contains("sec-websocket-protocol"), answer);
    } else {
      assertTrue(answer.contains("sec-websocket-protocol: " + chosen + "\r\n"), answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, true",
    "permessage-deflate; client_max_window_bits, true",
    "permessage-deflate; client_max_window_bits=10, true",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover, true",
    "permessage-deflate; server_max_window_bits=15, true",
    "permessage-deflate; server_max_window_bits=10, false",
    "'permessage-deflate; server_max_window_bits=10, permessage-deflate', true",
    "permessage-deflate; client_max_window_bits=7, false",
    "permessage-deflate; unknown, false",
    "permessage-deflate; client_max_window_bits; client_max_window_bits, false",
    "x-webkit-deflate-frame, false",
  })
  void compression_is_agreed_on_when_it_can_be_done(String offered, boolean isAgreed)
      throws IOException {
    server.compress();
    String answer =
        ask(RawPeer.request("/", "Sec-WebSocket-Extensions: " + offered)).toLowerCase(Locale.ROOT);
    assertTrue(answer.startsWith("http/1.1 101 "), answer);
    assertEquals(
        isAgreed,
        answer.contains(
            "sec-websocket-extensions: permessage-deflate; server_no_context_takeover;"
                + " client_no_context_takeover\r\n"),
        answer);
  }

  @Test
  void no_more_than_max_connections_are_accepted() throws IOException {
    server.setMaxConnections(1);
    server.listen();
    try (var first = RawPeer.connected(server);
        var second = new RawPeer((int) server.port())) {
      String answer = second.ask(RawPeer.request("/"));
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
      first.text("on");
      assertEquals("on", first.read().text());
    }
  }

  @Test
  void an_http_server_has_both_at_one_port() throws IOException {
    var http = ruchy.runtime.http.Server.create("127.0.0.1:0");
    Server chat = Server.at(http, "/chat/:room");
    chat.onConnection(
        Functions.onConnection(
            socket ->
                socket.send(
                    socket.request().param("room") + " " + socket.request().query("user"))));
    http.listen();
    try (var peer = new RawPeer((int) http.port());
        var other = new RawPeer((int) http.port())) {
      assertTrue(peer.ask(RawPeer.request("/chat/a?user=al")).startsWith("HTTP/1.1 101 "));
      assertEquals("a al", peer.read().text());
      assertTrue(other.ask(RawPeer.request("/else")).startsWith("HTTP/1.1 404 "));
    } finally {
      http.close();
    }
  }
}
