package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.client.ClientModule;
import ruchy.runtime.client.ClientResponse;
import ruchy.runtime.proxy.ProxyModule;
import ruchy.runtime.wire.Wire;

/// Requests that two servers in a row may read differently (RFC 9112): each is either refused, and
/// nothing that follows on its connection is read, or read in the one way that there is.
@Timeout(120)
class SmugglingTest {
  private static final Server SERVER = Server.create("127.0.0.1:0");
  private static final Server PROXY = Server.create("127.0.0.1:0");
  private static final Server FORWARDING = Server.create("127.0.0.1:0");
  private static final AtomicInteger HIDDEN = new AtomicInteger();

  /// What follows each case, and must be an answer of its own or never be read.
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final String HIDE = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

  @BeforeAll
  static void listen() {
    SERVER.get("/next", handler((req, res) -> res.text("next")));
    SERVER.all(
        "/hidden",
        handler(
            (req, res) -> {
              HIDDEN.incrementAndGet();
              return res.text("hidden");
            }));
    SERVER.all("*", handler((req, res) -> res.text("<" + req.text() + ">")));
    SERVER.listen();
    String url = "http://127.0.0.1:" + SERVER.port();
    PROXY.all("*", ProxyModule.proxy(url));
    PROXY.listen();
    FORWARDING.all("*", handler(true, false, (req, res) -> forward(url, req, res)));
    FORWARDING.listen();
  }

  /// As programs pass requests on without `http::proxy`.
  private static Response forward(String url, Request req, Response res) {
    ClientResponse answer =
        ClientModule.request(url + req.path())
            .method(req.method())
            .headers(req.headers())
            .body(req.body())
            .send();
    return res.status(answer.status()).headers(answer.headers()).send(answer.body());
  }

  @AfterAll
  static void close() {
    PROXY.close();
    FORWARDING.close();
    SERVER.close();
  }

  /// A request with `bytes` as they are.
  ///
  /// @param body what the function has read, when the request is taken; null when it must be
  ///   refused
  private record Case(String name, String bytes, String body) {}

  private static final String REFUSED = "refused";

  private final List<Case> cases = new ArrayList<>();

  private void refuse(String name, String bytes) {
    cases.add(new Case(name, bytes, REFUSED));
  }

  private void take(String name, String bytes, String body) {
    cases.add(new Case(name, bytes, "<" + body + ">"));
  }

  private static String shown(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(
          c > ' ' && c < 0x7f ? String.valueOf(c) : String.format(Locale.ROOT, "\\x%02x", (int) c));
    }
    return out.toString();
  }

  private static String post(String fields, String body) {
    return "POST /a HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + body;
  }

  private static String chunked(String body) {
    return post("Transfer-Encoding: chunked\r\n", body);
  }

  private static String get(String line) {
    return "GET /a HTTP/1.1\r\nHost: x\r\n" + line + "\r\n\r\n";
  }

  @TestFactory
  Stream<DynamicTest> each_request_is_refused_or_read_in_one_way() {
    return tests(SERVER);
  }

  @TestFactory
  Stream<DynamicTest> also_through_a_proxy() {
    return tests(PROXY);
  }

  @TestFactory
  Stream<DynamicTest> also_through_a_handler_that_passes_requests_on() {
    return tests(FORWARDING);
  }

  private Stream<DynamicTest> tests(Server server) {
    lengths();
    codings();
    chunks();
    names();
    values();
    hosts();
    lines();
    assertTrue(cases.size() > 220, () -> cases.size() + " cases");
    return cases.stream().map(each -> dynamicTest(each.name(), () -> check(server, each)));
  }

  private static void check(Server server, Case each) throws IOException {
    HIDDEN.set(0);
    try (var client = Wire.to(server.port())) {
      client.sendBytes((each.bytes() + NEXT).getBytes(StandardCharsets.ISO_8859_1));
      Wire.Message answer = client.read();
      if (each.body().equals(REFUSED)) {
        assertTrue(answer.status() >= 400 && answer.status() < 600, answer::toString);
        assertTrue(client.isClosed(), "the connection stays open");
      } else {
        assertEquals(200, answer.status(), answer::toString);
        assertEquals(each.body(), answer.body());
        assertEquals("next", client.read().body());
      }
    }
    assertEquals(0, HIDDEN.get(), "a hidden request was read");
  }

  private void lengths() {
    take("length 5", post("Content-Length: 5\r\n", "hello"), "hello");
    take("length with leading zeros", post("Content-Length: 005\r\n", "hello"), "hello");
    take("spaces around a length", post("Content-Length:  \t5 \t\r\n", "hello"), "hello");
    take("length 0", post("Content-Length: 0\r\n", ""), "");
    for (String wrong :
        List.of(
            "+5",
            "-5",
            "-0",
            "5 5",
            "5,5",
            "5, 6",
            "0x5",
            "5;",
            "5.0",
            "1e1",
            "5a",
            "a5",
            "\"5\"",
            "99999999999999999999",
            "9223372036854775808",
            "5\u00a0",
            "\u00b2",
            "")) {
      refuse("length " + shown(wrong), post("Content-Length: " + wrong + "\r\n", HIDE));
    }
    refuse("length twice", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello" + HIDE));
    refuse("two lengths", post("Content-Length: 0\r\nContent-Length: 5\r\n", HIDE));
    refuse("two lengths in two cases", post("content-length: 5\r\nCONTENT-LENGTH: 0\r\n", HIDE));
  }

  private void codings() {
    take("chunked", chunked("5\r\nhello\r\n0\r\n\r\n"), "hello");
    take(
        "chunked in capitals",
        post("TRANSFER-ENCODING: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        "hello");
    for (String wrong :
        List.of(
            "identity",
            "gzip",
            "xchunked",
            "chunkedx",
            "chunk",
            "gzip, chunked",
            "chunked, gzip",
            "chunked, chunked",
            "chunked, identity",
            "chunked;q=1",
            "\"chunked\"",
            "chunked,",
            ",chunked",
            "chu\tnked",
            "chunked\u000b",
            "\u000bchunked",
            "chunked\u0000",
            "chunked\u00a0",
            "")) {
      refuse("coding " + shown(wrong), post("Transfer-Encoding: " + wrong + "\r\n", HIDE));
    }
    refuse(
        "coding twice",
        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + HIDE));
    refuse(
        "coding twice, one of them another",
        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n" + HIDE));
    refuse(
        "coding of a request of HTTP/1.0",
        "POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDE);
    refuse("space before the colon of a coding", post("Transfer-Encoding : chunked\r\n", HIDE));
    refuse("space before the colon of a length", post("Content-Length : 5\r\n", HIDE));
    refuse("folded coding", post("Transfer-Encoding:\r\n chunked\r\n", HIDE));
    refuse("folded length", post("Content-Length:\r\n\t5\r\n", HIDE));
    refuse("field before the first one folded", "GET / HTTP/1.1\r\n X: y\r\nHost: x\r\n\r\n");
    refuse(
        "length and coding",
        post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    refuse(
        "coding and length",
        post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"));
  }

  private void chunks() {
    take("two chunks", chunked("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), "abcde");
    take("size with zeros before it", chunked("0005\r\nhello\r\n00\r\n\r\n"), "hello");
    take(
        "size in hexadecimal",
        chunked("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"),
        "01234567890123456789");
    take("extension", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n"), "hello");
    take("extension in quotes", chunked("5;a=\"b c\"\r\nhello\r\n0\r\n\r\n"), "hello");
    take("trailer", chunked("5\r\nhello\r\n0\r\nX: y\r\n\r\n"), "hello");
    take("trailer of a length", chunked("5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n"), "hello");
    take("spaces around an extension", chunked("5 ; a = b ;c\r\nhello\r\n0\r\n\r\n"), "hello");
    take("quote in an extension", chunked("5;a=\"\\\"\"\r\nhello\r\n0\r\n\r\n"), "hello");
    take("no chunk but the last", chunked("0\r\n\r\n"), "");
    for (String wrong :
        List.of(
            "5\u0000",
            "5a 5",
            "5 ",
            " 5",
            "5\t",
            "5\u000b",
            "5;",
            "5;;a",
            "5;a=",
            "5;a b",
            "5;=b",
            "5;a=\"b",
            "5;a=\"b\"c",
            "5;a\u0000",
            "5;a=b\rc",
            "5\r",
            "5;" + "a".repeat(2000))) {
      refuse("line " + shown(wrong), chunked(wrong + "\r\nhello\r\n0\r\n\r\n" + HIDE));
      refuse("last line " + shown(wrong), chunked("0" + wrong.substring(1) + "\r\n\r\n" + HIDE));
    }
    refuse("bare LF after a size", chunked("5\nhello\r\n0\r\n\r\n" + HIDE));
    refuse("bare LF after a chunk", chunked("5\r\nhello\n0\r\n\r\n" + HIDE));
    refuse("bare LF after the last size", chunked("5\r\nhello\r\n0\n\r\n" + HIDE));
    refuse("bare LF at the end", chunked("5\r\nhello\r\n0\r\n\n" + HIDE));
    refuse("bare CR at the end", chunked("5\r\nhello\r\n0\r\n\r" + HIDE));
    for (String wrong :
        List.of(
            "X", ": y", "X : y", " X: y", "X: y\u0000", "X\u0000: y", "X: y\r z", "X\u00e9: y")) {
      refuse("trailer " + shown(wrong), chunked("5\r\nhello\r\n0\r\n" + wrong + "\r\n\r\n" + HIDE));
    }
    refuse("a long trailer", chunked("0\r\nX: " + "a".repeat(20_000) + "\r\n\r\n" + HIDE));
    refuse("many trailers", chunked("0\r\n" + "X: y\r\n".repeat(150) + "\r\n" + HIDE));
    for (String wrong :
        List.of(
            "+5",
            "-5",
            "0x5",
            "5_",
            "g",
            "",
            ".",
            "5.",
            "5,",
            "ffffffffffffffffff",
            "80000000",
            "\u00005",
            "five")) {
      refuse("size " + shown(wrong), chunked(wrong + "\r\nhello\r\n0\r\n\r\n" + HIDE));
    }
    refuse("no line end after a chunk", chunked("5\r\nhelloX0\r\n\r\n" + HIDE));
    refuse("chunk longer than its size", chunked("3\r\nhello\r\n0\r\n\r\n" + HIDE));
  }

  private void names() {
    take("name of all characters that one may have", get("!#$%&'*+-.^_`|~09azAZ: 1"), "");
    for (char c = 0; c <= 0x7f; c++) {
      boolean isOfToken =
          Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0 || c == ':';
      if (!isOfToken && c != '\n' && c != '\r') {
        refuse("name with " + shown("" + c), get("X" + c + "Y: 1"));
      }
    }
    refuse("name with \\xe9", get("X\u00e9: 1"));
    refuse("space before the colon", get("X : 1"));
    refuse("no name", get(": 1"));
    refuse("no colon", get("X"));
  }

  private void values() {
    take("tab in a value", get("X: a\tb"), "");
    take("empty value", get("X:"), "");
    take("bytes above 127 in a value", get("X: \u00e9\u00ff"), "");
    for (char c = 0; c < ' '; c++) {
      if (c != '\t' && c != '\r' && c != '\n') {
        refuse("value with " + shown("" + c), get("X: a" + c + "b"));
      }
    }
    refuse("value with \\x7f", get("X: a\u007fb"));
    refuse("value with a bare CR", get("X: a\rY: b"));
    refuse("folded value", get("X: a\r\n b"));
    refuse("value folded with a tab", get("X: a\r\n\tb"));
  }

  private void hosts() {
    for (String good : List.of("x", "x:80", "[::1]", "[::1]:80", "a-b.c", "127.0.0.1:1", "x:")) {
      take("host " + good, "GET /a HTTP/1.1\r\nHost: " + good + "\r\n\r\n", "");
    }
    for (String wrong :
        List.of(
            "x y", "x/y", "x@y", "x\\y", "x:y", "[::1", "[x]", "[:::]", "x\u0000", "x?y", "x#y",
            "x:65536", "x%", "x%4", "x%zz", "x:8 0", "[::1]8")) {
      refuse("host " + shown(wrong), "GET /a HTTP/1.1\r\nHost: " + wrong + "\r\n\r\n");
    }
    refuse("no host", "GET /a HTTP/1.1\r\n\r\n");
    refuse("two hosts", "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
    refuse("the same host twice", "GET /a HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n");
  }

  private void lines() {
    take("empty lines before a request", "\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n", "");
    take("a later minor version", "GET /a HTTP/1.2\r\nHost: x\r\n\r\n", "");
    take("absolute form", "GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n", "");
    for (String wrong :
        List.of(
            "GET",
            "GET /a",
            "GET  /a HTTP/1.1x",
            "/a HTTP/1.1",
            " GET /a HTTP/1.1",
            "GET /a HTTP/1.1 x",
            "GET /a b HTTP/1.1",
            "GET a HTTP/1.1",
            "GET /a http/1.1",
            "GET /a HTTP/1",
            "GET /a HTTP/1.",
            "GET /a HTTP/.1",
            "GET  /a HTTP/1.1",
            "GET /a  HTTP/1.1",
            "GET\t/a HTTP/1.1",
            "GET /a\tHTTP/1.1",
            "GET /a\u000b HTTP/1.1",
            "GET /a HTTP/1.1 ",
            "GET /a\rHTTP/1.1",
            "\u0001GET /a HTTP/1.1",
            "\nGET /a HTTP/1.1",
            "\rGET /a HTTP/1.1",
            "GET /a HTTP/2.0",
            "GET /a HTTP/0.9",
            "GET /a HTTP/11.1",
            "GET /a HTTP/1.10",
            "GET /a HTTPS/1.1",
            "GET /a HTTP1.1",
            "GET /a\u0000 HTTP/1.1",
            "GET /\u007f HTTP/1.1",
            "GET /\u00e9 HTTP/1.1",
            "GET /a#b HTTP/1.1",
            "GET * HTTP/1.1",
            "GET ftp://x/a HTTP/1.1",
            "GET x:80 HTTP/1.1",
            "CONNECT x:80 HTTP/1.1",
            "CONNECT /a HTTP/1.1",
            "G\u0000T /a HTTP/1.1",
            "G(T /a HTTP/1.1",
            "G,T /a HTTP/1.1",
            "G\"T /a HTTP/1.1",
            "G{T /a HTTP/1.1",
            "GE\u00c9T /a HTTP/1.1",
            "PRI * HTTP/2.0")) {
      refuse("line " + shown(wrong), wrong + "\r\nHost: x\r\n\r\n");
    }
    refuse("a long line", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    refuse("a long field", get("X: " + "a".repeat(20_000)));
    refuse("many fields", get("X: y\r\n".repeat(150) + "Z: z"));
  }
}
