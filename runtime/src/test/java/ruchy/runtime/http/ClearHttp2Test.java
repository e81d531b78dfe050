package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.client.Client;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.wire.Wire;

/// HTTP/2 without TLS (RFC 9113, section 3.3), beside HTTP/1.1 on the same port.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClearHttp2Test {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 0x20;

  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private void listen() {
    server.all(
        "*", handler((req, res) -> res.text(req.method() + " " + req.url() + " " + req.text())));
    server.listen();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), (int) server.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /// The preface, empty settings and `GET /` for `a`.
  private static byte[] request() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(RawHttp2Client.frame(SETTINGS, 0, 0, new byte[0]));
    // GET, http and / are entries 2, 6 and 4 of HPACK's table; 1 is the name of the authority.
    byte[] fields = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'a'};
    out.writeBytes(RawHttp2Client.frame(HEADERS, END_STREAM | END_HEADERS, 1, fields));
    return out.toByteArray();
  }

  /// The text of the first stream, which must have an answer.
  private static String body(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    boolean hasHead = false;
    var body = new ByteArrayOutputStream();
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] content = in.readNBytes(length);
      if (type == HEADERS && stream == 1) {
        // Behind the priority comes entry 8 of HPACK's table, `:status 200`.
        assertEquals((byte) 0x88, content[(flags & PRIORITY) == 0 ? 0 : 5]);
        hasHead = true;
      }
      if (type == DATA) {
        body.writeBytes(content);
      }
      if (type == GOAWAY || (stream == 1 && (flags & END_STREAM) != 0)) {
        assertTrue(hasHead);
        return body.toString(StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void a_client_may_begin_with_http2() throws IOException {
    listen();
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request());
      assertEquals("GET / ", body(socket));
    }
  }

  @Test
  void its_first_bytes_may_come_one_by_one() throws IOException {
    listen();
    try (Socket socket = connect()) {
      for (byte each : request()) {
        socket.getOutputStream().write(each);
      }
      assertEquals("GET / ", body(socket));
    }
    try (Wire raw = Wire.to(server.port())) {
      // Like HTTP/2 up to the last byte.
      raw.send("P");
      raw.send("RI / HTTP/1.1\nHost: a\n\n");
      assertEquals("PRI / ", raw.read().body());
      assertEquals("GET /2 ", raw.ask("GET /2 HTTP/1.1\nHost: a\n\n").body());
    }
  }

  @Test
  void only_the_first_bytes_of_a_connection_can_be_http2() throws IOException {
    listen();
    try (Wire raw = Wire.to(server.port())) {
      assertEquals("GET /1 ", raw.ask("GET /1 HTTP/1.1\nHost: a\n\n").body());
      raw.sendBytes(request());
      assertEquals(505, raw.read().status());
      assertTrue(raw.isClosed());
    }
    try (Wire raw = Wire.to(server.port())) {
      raw.send("\n");
      raw.sendBytes(request());
      assertEquals(505, raw.read().status());
      assertTrue(raw.isClosed());
    }
  }

  @Test
  void what_only_looks_like_the_preface_is_refused() throws IOException {
    listen();
    for (String begin :
        new String[] {
          "PRI * HTTP/2.0\n\nSM\n\r",
          "PRI * HTTP/2.0\n\nsm\n\n",
          "PRI * HTTP/2.0\nHost: a\n\n",
          "PRI / HTTP/2.0\n\nSM\n\n",
          "GET / HTTP/2.0\n\n"
        }) {
      try (Wire raw = Wire.to(server.port())) {
        raw.send(begin + "GET /hidden HTTP/1.1\nHost: a\n\n");
        assertEquals(505, raw.read().status(), begin);
        assertTrue(raw.isClosed(), begin);
      }
    }
  }

  /// RFC 9113, section 3.1: the upgrade is no part of HTTP/2 any more; RFC 9110, section 7.8: a
  /// server may ignore `Upgrade`.
  @Test
  void who_asks_for_an_upgrade_is_answered_in_http1() throws Exception {
    listen();
    String upgrade =
        "Host: a\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n";
    try (Wire raw = Wire.to(server.port())) {
      Wire.Message answer = raw.ask("GET /1 HTTP/1.1\n" + upgrade + "\n");
      assertEquals("GET /1 ", answer.body());
      assertEquals("HTTP/1.1", answer.version());
      assertEquals(
          "POST /2 abc",
          raw.ask("POST /2 HTTP/1.1\n" + upgrade + "Content-Length: 3\n\nabc").body());
    }
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      URI address = URI.create("http://127.0.0.1:" + server.port() + "/a");
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).POST(BodyPublishers.ofString("Al")).build(),
              BodyHandlers.ofString());
      assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
      assertEquals("POST /a Al", answer.body());
    }
  }

  @Test
  void handlers_see_no_difference() {
    server.post(
        "/form",
        handler((req, res) -> res.status(201).json(HashMapValue.of("n", req.query("n", 1L)))));
    server.get("/pieces", handler(true, false, (req, res) -> res.write("one").end("two")));
    server.put(
        "/size",
        handler(
            true,
            false,
            (req, res) -> {
              long size = 0;
              for (var pieces = req.stream().cursor(); pieces.advance(); ) {
                size += ((ruchy.runtime.message.Body) pieces.value()).len();
              }
              return res.send(size);
            }));
    server.listen();
    Client client = Client.create(HashMapValue.of("http2", "only"));
    try {
      String url = "http://127.0.0.1:" + server.port();
      var made = client.post(url + "/form?n=7").body("Al").send();
      assertEquals(201, made.status());
      assertEquals("{\"n\":7}", made.text());
      assertEquals("onetwo", client.get(url + "/pieces").send().text());
      assertEquals("3000000", client.put(url + "/size").body("x".repeat(3_000_000)).send().text());
      assertEquals(404, client.get(url + "/no").send().status());
    } finally {
      client.close();
    }
  }

  @Test
  void a_server_may_be_without_http2() throws Exception {
    server.setHttp2(false);
    assertFalse(server.http2());
    listen();
    try (Wire raw = Wire.to(server.port())) {
      raw.sendBytes(request());
      assertEquals(505, raw.read().status());
      assertTrue(raw.isClosed());
    }
    assertThrows(Failure.class, () -> server.setHttp2(true));
    Server secure = Server.create("127.0.0.1:0").developmentTls();
    secure.setHttp2(false);
    secure.get("/", handler((req, res) -> res.text("hello")));
    secure.listen();
    try (HttpClient client = HttpClient.newBuilder().sslContext(Anybody.context()).build()) {
      URI address = URI.create("https://localhost:" + secure.port() + "/");
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
        assertEquals("hello", answer.body());
        secure.reloadTls();
      }
    } finally {
      secure.close();
    }
  }

  @Test
  void a_preface_that_stands_still_is_ended() throws IOException {
    server.setHeadTimeout(100);
    listen();
    try (Wire half = Wire.to(server.port())) {
      half.send("PRI * HTTP/2.0\n");
      assertEquals(408, half.read().status());
      assertTrue(half.isClosed());
    }
    try (Socket silent = connect()) {
      silent.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
      assertEnds(silent);
    }
  }

  @Test
  void one_that_stands_still_after_a_handshake_is_ended() throws Exception {
    server.developmentTls();
    server.setHeadTimeout(500);
    listen();
    try (var socket =
        (SSLSocket)
            Anybody.context().getSocketFactory().createSocket("127.0.0.1", (int) server.port())) {
      socket.setSoTimeout(20_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertEquals("h2", socket.getApplicationProtocol());
      assertEnds(socket);
    }
  }

  /// Reads what the server says of itself, and then the end.
  private static void assertEnds(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    assertThrows(
        EOFException.class,
        () -> {
          while (true) {
            var _ = in.readUnsignedByte();
          }
        });
  }
}
