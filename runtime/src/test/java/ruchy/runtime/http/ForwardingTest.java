package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static ruchy.runtime.http.Handlers.handler;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.client.ClientModule;
import ruchy.runtime.client.ClientRequest;
import ruchy.runtime.client.ClientResponse;
import ruchy.runtime.message.Body;
import ruchy.runtime.wire.Wire;

/// What arrives at both ends when a handler passes a request on to another server, and its answer
/// back, as programs write it.
@Timeout(60)
class ForwardingTest {
  /// No text in any character set.
  private static final byte[] BYTES = {0, (byte) 0xff, (byte) 0xfe, 13, 10, (byte) 0xc3, 0};

  private static final Server BACKEND = Server.create("127.0.0.1:0");
  private static final Server FRONT = Server.create("127.0.0.1:0");

  @BeforeAll
  static void listen() {
    BACKEND.all(
        "/echo", handler((req, res) -> res.header("X-Seen", req.method()).send(req.body())));
    BACKEND.get(
        "/packed",
        handler(
            (req, res) ->
                res.header("Content-Encoding", "gzip")
                    .send(Body.of(Buffer.buffer(gzip("hello"))))));
    BACKEND.get("/none", handler((req, res) -> res.status(204).send()));
    BACKEND.get("/same", handler((req, res) -> res.status(304).header("ETag", "\"1\"").send()));
    BACKEND.get("/text", handler((req, res) -> res.text("hello")));
    BACKEND.get(
        "/cookies",
        handler(
            (req, res) ->
                res.cookie("a", "1")
                    .cookie("b", "2")
                    .header("Connection", "X-Hop")
                    .header("X-Hop", "1")
                    .send()));
    BACKEND.listen();
    FRONT.all("*", handler(true, false, ForwardingTest::forward));
    FRONT.listen();
  }

  @AfterAll
  static void close() {
    FRONT.close();
    BACKEND.close();
  }

  private static Response forward(Request req, Response res) {
    ClientResponse answer =
        ClientModule.request("http://127.0.0.1:" + BACKEND.port() + req.path())
            .method(req.method())
            .headers(req.headers())
            .body(req.body())
            .send();
    return res.status(answer.status()).headers(answer.headers()).send(answer.body());
  }

  @Test
  void bodies_of_any_bytes_pass_through() {
    ClientResponse answer =
        ClientModule.post(front("/echo")).body(Body.of(Buffer.buffer(BYTES))).send();
    assertEquals(200, answer.status());
    assertArrayEquals(BYTES, assertInstanceOf(Body.class, answer.body()).bytes().getBytes());
    assertEquals("POST", answer.header("X-Seen"));
  }

  @Test
  void a_compressed_answer_stays_as_the_client_wants_it() throws IOException {
    ClientRequest unseen = ClientModule.get(front("/packed"));
    assertEquals("hello", unseen.text());
    assertNull(unseen.header("Content-Encoding"));
    ClientRequest asked = ClientModule.get(front("/packed")).header("Accept-Encoding", "gzip");
    assertEquals("gzip", asked.header("Content-Encoding"));
    assertArrayEquals(gzip("hello"), assertInstanceOf(Body.class, asked.body()).bytes().getBytes());
  }

  @Test
  void an_answer_to_head_tells_the_length_of_get() throws IOException {
    try (var client = Wire.to(FRONT.port())) {
      client.send("HEAD /text HTTP/1.1\nHost: x\n\n");
      Wire.Message head = client.read(true);
      assertEquals(200, head.status());
      assertEquals("5", head.field("content-length"));
      assertEquals("hello", client.ask("GET /text HTTP/1.1\nHost: x\n\n").body());
    }
  }

  @Test
  void a_backend_that_fails_or_hangs_is_answered_for_as_a_gateway_does() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String hanging = "http://127.0.0.1:" + silent.getLocalPort() + "/";
      Server front = Server.create("127.0.0.1:0");
      front.get("/refused", handler(true, false, (req, res) -> passed(NOBODY, req)));
      front.get("/hanging", handler(true, false, (req, res) -> passed(hanging, req)));
      front.get("/own", handler(true, false, (req, res) -> ClientModule.get(NOBODY).text()));
      front.get("/seen", handler(true, false, (req, res) -> passed(NOBODY, req)));
      front.use(
          "/seen",
          Handlers.onError((error, req, res, next) -> res.text("was to be " + res.status())));
      front.listen();
      String url = "http://127.0.0.1:" + front.port();
      assertEquals(502, ClientModule.get(url + "/refused").status());
      assertEquals(504, ClientModule.get(url + "/hanging").status());
      // Who asks another server for its own purposes is no gateway.
      assertEquals(500, ClientModule.get(url + "/own").status());
      ClientRequest seen = ClientModule.get(url + "/seen");
      assertEquals("was to be 502", seen.text());
      front.close();
    }
  }

  private static final String NOBODY = "http://127.0.0.1:1/";

  private static String passed(String url, Request req) {
    return ClientModule.request(url).headers(req.headers()).timeout(300).text();
  }

  @Test
  void answers_without_body_stay_so() throws IOException {
    try (var client = Wire.to(FRONT.port())) {
      Wire.Message none = client.ask("GET /none HTTP/1.1\nHost: x\n\n");
      assertEquals(204, none.status());
      assertEquals("", none.field("content-length") + none.field("transfer-encoding"));
      Wire.Message same = client.ask("GET /same HTTP/1.1\nHost: x\n\n");
      assertEquals(304, same.status());
      assertEquals("\"1\"", same.field("etag"));
      assertEquals("hello", client.ask("GET /text HTTP/1.1\nHost: x\n\n").body());
    }
  }

  @Test
  void fields_that_occur_twice_do_so_again_and_those_of_the_connection_end_with_it()
      throws IOException {
    try (var client = Wire.to(FRONT.port())) {
      Wire.Message answer = client.ask("GET /cookies HTTP/1.1\nHost: x\n\n");
      List<String> cookies =
          answer.fields().stream()
              .filter(f -> f.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie:"))
              .toList();
      assertEquals(2, cookies.size(), answer::toString);
      assertEquals("", answer.field("x-hop"));
    }
  }

  private static String front(String path) {
    return "http://127.0.0.1:" + FRONT.port() + path;
  }

  private static byte[] gzip(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
