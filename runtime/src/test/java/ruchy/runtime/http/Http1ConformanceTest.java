package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// What RFC 9110 and RFC 9112 say of requests and their answers, rule by rule and each with its
/// section: dialogues to be read. `SmugglingTest` tries the spellings of what must be refused.
///
/// A line that begins with `#` names a section and its rule. The following lines are sent, each
/// with CRLF; one that ends with `|` without it, and `\0`, `\n` and `\r` are such characters. A
/// line that begins with `<` is what must come then: an answer as `STATUS BODY`, with `[name:
/// value]` for a field that it has and `[-name]` for one that it must not have; `HEAD` before the
/// status says that no body follows. Or `open`, when another request is answered on the connection,
/// or `closed`.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http1ConformanceTest {
  private static final Server SERVER = Server.create("127.0.0.1:0");

  private static final String MESSAGES =
      """
      # 9112/2.2 A server skips empty lines before a request


      GET /a HTTP/1.1
      Host: x

      < 200 GET /a
      < open

      # 9112/2.2 A line ends with CRLF, not with LF alone
      GET /a HTTP/1.1\\nHost: x

      < 400
      < closed

      # 9112/2.2 A CR stands only before LF
      GET /a HTTP/1.1
      Host: x
      X: a\\rb

      < 400
      < closed

      # 9112/2.2 No space stands before the first field
      GET /a HTTP/1.1
       Host: x

      < 400
      < closed

      # 9112/2.3 Version 1.1 is spoken
      GET /a HTTP/1.1
      Host: x

      < 200 GET /a
      < open

      # 9112/2.3 Version 1.0 is spoken, and answered with the server's own version
      GET /a HTTP/1.0

      < 200 GET /a
      < closed

      # 9112/2.3 The name of the protocol is in capitals
      GET /a http/1.1
      Host: x

      < 400
      < closed

      # 9112/2.3 A version has two numbers
      GET /a HTTP/1
      Host: x

      < 400
      < closed

      # 9110/15.6.6 A major version that is not spoken is told apart
      GET /a HTTP/2.0
      Host: x

      < 505 [connection: close]
      < closed

      # 9112/2.3 A request without version, of HTTP/0.9, is malformed
      GET /a

      < 400
      < closed
      """;

  private static final String REQUEST_LINES =
      """
      # 9112/3 One space parts method, target and version: a space before the method
       GET /a HTTP/1.1
      Host: x

      < 400
      < closed

      # 9112/3 One space parts them: a space in the target
      GET /a b HTTP/1.1
      Host: x

      < 400
      < closed

      # 9112/3 One space parts them: something behind the version
      GET /a HTTP/1.1 x
      Host: x

      < 400
      < closed

      # 9112/3 A request line has a target
      GET HTTP/1.1
      Host: x

      < 400
      < closed

      # 9112/3.1 A method is a token of any letters
      PURGE /a HTTP/1.1
      Host: x

      < 200 PURGE /a
      < open

      # 9112/3.1 A method is a token
      G@T /a HTTP/1.1
      Host: x

      < 400
      < closed

      # 9110/9.1 A method is case-sensitive
      get /only-get HTTP/1.1
      Host: x

      < 405 [allow: GET, HEAD, OPTIONS]
      < open

      # 9110/15.5.6 A method that a path has not is 405, and the answer names those that it has
      DELETE /only-get HTTP/1.1
      Host: x

      < 405 [allow: GET, HEAD, OPTIONS]
      < open

      # 9110/9.3.7 OPTIONS tells the methods of a path
      OPTIONS /only-get HTTP/1.1
      Host: x

      < 204 [allow: GET, HEAD, OPTIONS] [-content-length]
      < open

      # 9110/9.3.2 HEAD is answered as GET, without the body
      HEAD /only-get HTTP/1.1
      Host: x

      < HEAD 200 [content-length: 5] [content-type: text/plain; charset=utf-8]
      < open

      # 9110/9.3.6 CONNECT is for proxies
      CONNECT x:80 HTTP/1.1
      Host: x:80

      < 501
      < closed

      # 9110/15.5.15 A target that is too long is 414
      GET /LONG HTTP/1.1
      Host: x

      < 414
      < closed
      """;

  private static final String TARGETS =
      """
      # 9112/3.2.1 The origin form is a path with or without query
      GET /a?b=c&d HTTP/1.1
      Host: x

      < 200 GET /a?b=c&d
      < open

      # 9112/3.2.1 A path begins with a slash
      GET a HTTP/1.1
      Host: x

      < 400
      < closed

      # 9112/3.2 A target has no fragment
      GET /a#b HTTP/1.1
      Host: x

      < 400
      < closed

      # 9112/3.2 A target has no control characters
      GET /a\\0b HTTP/1.1
      Host: x

      < 400
      < closed

      # 9110/4.2.3 Escapes in a path are those of a byte each
      GET /a%2 HTTP/1.1
      Host: x

      < 400
      < open

      # 9112/3.2.2 A server takes the absolute form too
      GET http://x/a?b HTTP/1.1
      Host: x

      < 200 GET /a?b
      < open

      # 9112/3.2.2 The host of an absolute target counts, not that of the field
      GET http://y:81/host HTTP/1.1
      Host: x

      < 200 y:81
      < open

      # 9112/3.2.2 An absolute target without path is that of /
      GET http://x HTTP/1.1
      Host: x

      < 200 GET /
      < open

      # 9110/4.2 The scheme is of any case
      GET HTTP://x/a HTTP/1.1
      Host: x

      < 200 GET /a
      < open

      # 9110/4.2.1 An address of http has a host
      GET http:///a HTTP/1.1
      Host: x

      < 400
      < closed

      # 9110/4.2.4 An address of http has no user information
      GET http://u@x/a HTTP/1.1
      Host: x

      < 400
      < closed

      # 9112/3.2.2 Another scheme is not this server's
      GET ftp://x/a HTTP/1.1
      Host: x

      < 400
      < closed

      # 9112/3.2.3 The authority form is for CONNECT alone
      GET x:80 HTTP/1.1
      Host: x:80

      < 400
      < closed

      # 9112/3.2.4 The asterisk form asks OPTIONS about the whole server
      OPTIONS * HTTP/1.1
      Host: x

      < 204 [-content-length]
      < open

      # 9112/3.2.4 The asterisk form is for OPTIONS alone
      GET * HTTP/1.1
      Host: x

      < 400
      < closed
      """;

  private static final String HOSTS =
      """
      # 9112/3.2 A request of HTTP/1.1 has a Host
      GET /a HTTP/1.1

      < 400
      < closed

      # 9112/3.2 It has no more than one
      GET /a HTTP/1.1
      Host: x
      Host: x

      < 400
      < closed

      # 9112/3.2 One of HTTP/1.0 may be without
      GET /a HTTP/1.0

      < 200 GET /a
      < closed

      # 9112/3.2 One of HTTP/1.0 has no more than one either
      GET /a HTTP/1.0
      Host: x
      Host: y

      < 400
      < closed

      # 9112/3.2 A malformed Host is refused, also before a target in absolute form
      GET http://x/a HTTP/1.1
      Host: x/y

      < 400
      < closed

      # 9112/3.2 A Host may be empty
      GET /host HTTP/1.1
      Host:

      < 200
      < open

      # 9110/7.2 A Host has a name, an address in brackets, and a port
      GET /host HTTP/1.1
      Host: [::1]:80

      < 200 [::1]:80
      < open
      """;

  private static final String FIELDS =
      """
      # 9110/5.1 Names of fields are of any case
      GET /field HTTP/1.1
      hOST: x
      x: a

      < 200 a
      < open

      # 9112/5.1 Spaces and tabs around a value are no part of it
      GET /field HTTP/1.1
      Host: x
      X: \\t a b\\t\s

      < 200 a b
      < open

      # 9112/5.1 No space stands between name and colon
      GET /field HTTP/1.1
      Host: x
      X : a

      < 400
      < closed

      # 9112/5.2 Folded lines are refused
      GET /field HTTP/1.1
      Host: x
      X: a
       b

      < 400
      < closed

      # 9110/5.1 A field has a name
      GET /field HTTP/1.1
      Host: x
      : a

      < 400
      < closed

      # 9112/5 A field has a colon
      GET /field HTTP/1.1
      Host: x
      X

      < 400
      < closed

      # 9110/5.5 A value may be empty
      GET /field HTTP/1.1
      Host: x
      X:

      < 200
      < open

      # 9110/5.5 A value has no NUL
      GET /field HTTP/1.1
      Host: x
      X: a\\0

      < 400
      < closed

      # 9110/5.3 The lines of a list are one list
      GET /field HTTP/1.1
      Host: x
      X: a
      Y: c
      x: b

      < 200 a, b
      < open

      # 9110/5.4 Fields that are too large for the server are refused (RFC 6585, section 5)
      GET /a HTTP/1.1
      Host: x
      X: LONG

      < 431
      < closed

      # 9110/6.6.1 An answer has a Date
      GET /a HTTP/1.1
      Host: x

      < 200 GET /a [date: *]
      < open
      """;

  private static final String BODIES =
      """
      # 9112/6.3 A body has the length that is told
      POST /a HTTP/1.1
      Host: x
      Content-Length: 5

      hello|
      < 200 POST /a hello
      < open

      # 9112/6.3 Without length and coding there is no body
      POST /a HTTP/1.1
      Host: x

      < 200 POST /a
      < open

      # 9110/9.3.1 A body of GET is read, so that it is not taken for a request
      GET /a HTTP/1.1
      Host: x
      Content-Length: 5

      hello|
      < 200 GET /a hello
      < open

      # 9110/8.6 A length is of digits alone
      POST /a HTTP/1.1
      Host: x
      Content-Length: +5

      hello|
      < 400
      < closed

      # 9112/6.3 Lengths that differ are refused
      POST /a HTTP/1.1
      Host: x
      Content-Length: 5
      Content-Length: 6

      hello|
      < 400
      < closed

      # 9112/6.3 A body that ends before its length is no request
      POST /a HTTP/1.1
      Host: x
      Content-Length: 5

      hel|
      < nothing

      # 9112/6.1 The coding chunked is known, in any case
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: Chunked

      5
      hello
      6;name=value;other="a b"
       world
      0

      < 200 POST /a hello world
      < open

      # 9112/6.1 Another coding is not implemented
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: gzip, chunked

      0

      < 501
      < closed

      # 9112/6.3 A coding that does not end with chunked tells no length
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: chunked, gzip

      < 400
      < closed

      # 9112/6.1 Coding and length together are refused
      POST /a HTTP/1.1
      Host: x
      Content-Length: 3
      Transfer-Encoding: chunked

      0

      < 400
      < closed

      # 9112/6.1 HTTP/1.0 has no codings
      POST /a HTTP/1.0
      Transfer-Encoding: chunked

      0

      < 400
      < closed

      # 9112/7.1 The size of a chunk is hexadecimal
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: chunked

      00A
      0123456789
      a
      0123456789
      0

      < 200 POST /a 01234567890123456789
      < open

      # 9112/7.1 A chunk has its size
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: chunked

      3
      hello
      0

      < 400
      < closed

      # 9112/7.1 A size is a number
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: chunked

      x
      hello
      0

      < 400
      < closed

      # 9112/7.1 A size that no server could count to is refused
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: chunked

      fffffffffffffffff
      hello
      < 400
      < closed

      # 9112/7.1.2 Trailers are no header fields
      POST /field HTTP/1.1
      Host: x
      X: a
      Transfer-Encoding: chunked

      5
      hello
      0
      X: b
      Host: y
      Content-Length: 7

      < 200 a
      < open

      # 9112/7.1.2 Malformed trailers are refused
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: chunked

      0
      X : b

      < 400
      < closed

      # 9110/15.5.14 What a function wants as a whole has a limit
      POST /a HTTP/1.1
      Host: x
      Content-Length: 2000

      TWO_THOUSAND|
      < 413
      < open
      """;

  private static final String ANSWERS =
      """
      # 9110/15.3.5 204 has neither body nor length
      GET /empty HTTP/1.1
      Host: x

      < 204 [-content-length] [-transfer-encoding]
      < open

      # 9110/15.4.5 304 has no body
      GET /same HTTP/1.1
      Host: x

      < HEAD 304 [etag: "a"] [-transfer-encoding]
      < open

      # 9112/6.1 An answer without known length is chunked
      GET /pieces HTTP/1.1
      Host: x

      < 200 onetwothree [transfer-encoding: chunked] [-content-length]
      < open

      # 9112/6.1 One of HTTP/1.0 is not: it ends with the connection
      GET /pieces HTTP/1.0

      < HEAD 200 [-transfer-encoding] [-content-length]
      < onetwothree|

      # 9112/6.3 An answer to HEAD has no pieces
      HEAD /pieces HTTP/1.1
      Host: x

      < HEAD 200
      < open

      # 9110/10.1.1 Who expects 100 gets it before the body is sent
      POST /a HTTP/1.1
      Host: x
      Content-Length: 5
      Expect: 100-Continue

      < 100
      hello|
      < 200 POST /a hello
      < open

      # 9110/10.1.1 Also for chunks
      POST /a HTTP/1.1
      Host: x
      Transfer-Encoding: chunked
      Expect: 100-continue

      < 100
      5
      hello
      0

      < 200 POST /a hello
      < open

      # 9110/10.1.1 Without a body there is nothing to go on with
      GET /a HTTP/1.1
      Host: x
      Expect: 100-continue

      < 200 GET /a
      < open

      # 9110/10.1.1 HTTP/1.0 does not know the expectation
      POST /a HTTP/1.0
      Content-Length: 5
      Expect: 100-continue

      hello|
      < 200 POST /a hello
      < closed

      # 9110/10.1.1 There are no other expectations
      POST /a HTTP/1.1
      Host: x
      Content-Length: 5
      Expect: 200-maybe

      < 417
      < closed

      # 9110/7.8 An upgrade to what the server does not speak is ignored
      GET /a HTTP/1.1
      Host: x
      Connection: Upgrade, HTTP2-Settings
      Upgrade: h2c, foo/2
      HTTP2-Settings: AAMAAABkAAQAAP__

      < 200 GET /a [-upgrade]
      < open
      """;

  private static final String CONNECTIONS =
      """
      # 9112/9.3 A connection of HTTP/1.1 stays open
      GET /a HTTP/1.1
      Host: x

      < 200 GET /a [-connection]
      < open

      # 9112/9.6 It ends where the client says so, and the answer says so too
      GET /a HTTP/1.1
      Host: x
      Connection: close

      < 200 GET /a [connection: close]
      < closed

      # 9110/7.6.1 Options are a list, of any case and in several lines
      GET /a HTTP/1.1
      Host: x
      Connection: foo
      Connection: bar,\\tClose

      < 200 GET /a [connection: close]
      < closed

      # 9112/9.6 Nothing behind the last request is read
      GET /a HTTP/1.1
      Host: x
      Connection: close

      GET /never HTTP/1.1
      Host: x

      < 200 GET /a [connection: close]
      < closed

      # 9112/9.3 A connection of HTTP/1.0 ends
      GET /a HTTP/1.0

      < 200 GET /a
      < closed

      # 9112/9.3 It stays open where the client asks for it
      GET /a HTTP/1.0
      Connection: keep-alive

      < 200 GET /a [connection: keep-alive]
      < open

      # 9112/9.3.2 Requests that do not wait for answers are answered in their order
      GET /1 HTTP/1.1
      Host: x

      HEAD /only-get HTTP/1.1
      Host: x

      POST /2 HTTP/1.1
      Host: x
      Content-Length: 3

      abcGET /pieces HTTP/1.1
      Host: x

      POST /3 HTTP/1.1
      Host: x
      Transfer-Encoding: chunked

      3
      abc
      0

      GET /4 HTTP/1.1
      Host: x

      < 200 GET /1
      < HEAD 200 [content-length: 5]
      < 200 POST /2 abc
      < 200 onetwothree
      < 200 POST /3 abc
      < 200 GET /4
      < open

      # 9112/9.3.2 One that is refused is answered after those before it
      GET /1 HTTP/1.1
      Host: x

      GET /2 HTTP/1.1

      GET /3 HTTP/1.1
      Host: x

      < 200 GET /1
      < 400 [connection: close]
      < closed
      """;

  @BeforeAll
  static void listen() {
    SERVER.maxBody("/", 1000);
    SERVER.get("/only-get", handler((req, res) -> res.text("hello")));
    SERVER.get("/empty", handler((req, res) -> res.status(204).send()));
    SERVER.get("/same", handler((req, res) -> res.status(304).header("ETag", "\"a\"").send()));
    SERVER.get(
        "/pieces", handler(true, false, (req, res) -> res.write("one").write("two").end("three")));
    SERVER.all("/field", handler((req, res) -> res.text(req.header("X"))));
    SERVER.all("/host", handler((req, res) -> res.text(req.header("Host"))));
    for (String path : List.of("/", "/a", "/1", "/2", "/3", "/4", "/next")) {
      SERVER.all(
          path,
          handler(
              (req, res) -> res.text((req.method() + " " + req.url() + " " + req.text()).strip())));
    }
    SERVER.listen();
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @TestFactory
  Stream<DynamicTest> messages() {
    return cases(MESSAGES);
  }

  @TestFactory
  Stream<DynamicTest> request_lines() {
    return cases(REQUEST_LINES);
  }

  @TestFactory
  Stream<DynamicTest> targets() {
    return cases(TARGETS);
  }

  @TestFactory
  Stream<DynamicTest> hosts() {
    return cases(HOSTS);
  }

  @TestFactory
  Stream<DynamicTest> fields() {
    return cases(FIELDS);
  }

  @TestFactory
  Stream<DynamicTest> bodies() {
    return cases(BODIES);
  }

  @TestFactory
  Stream<DynamicTest> answers() {
    return cases(ANSWERS);
  }

  @TestFactory
  Stream<DynamicTest> connections() {
    return cases(CONNECTIONS);
  }

  private static Stream<DynamicTest> cases(String table) {
    List<DynamicTest> cases = new ArrayList<>();
    String name = "";
    List<String> lines = new ArrayList<>();
    for (String line : (table + "# ").split("\n", -1)) {
      if (!line.startsWith("# ")) {
        lines.add(line);
        continue;
      }
      if (!name.isEmpty()) {
        List<String> dialogue = List.copyOf(lines);
        cases.add(dynamicTest("RFC " + name, () -> talk(dialogue)));
      }
      name = line.substring(2);
      lines.clear();
    }
    assertFalse(cases.isEmpty());
    return cases.stream();
  }

  private static void talk(List<String> dialogue) throws IOException {
    var sent = new StringBuilder();
    boolean isChecked = false;
    try (var client = new RawClient(SERVER)) {
      for (String line : dialogue) {
        if (line.startsWith("< ")) {
          client.sendBytes(
              sent.toString()
                  .replace("\n", "\r\n")
                  .replace('\f', '\n')
                  .getBytes(StandardCharsets.ISO_8859_1));
          sent.setLength(0);
          expect(client, line.substring(2));
          isChecked = true;
        } else if (line.endsWith("|")) {
          sent.append(meant(line.substring(0, line.length() - 1)));
        } else {
          sent.append(meant(line)).append('\n');
        }
      }
    }
    assertTrue(isChecked && sent.toString().isBlank(), "no dialogue");
  }

  /// `\n` stands for CRLF in what is sent, so a bare LF has a letter of its own here.
  private static String meant(String line) {
    return line.replace("\\n", "\f")
        .replace("\\0", "\0")
        .replace("\\r", "\r")
        .replace("\\t", "\t")
        .replace("LONG", "x".repeat(20_000))
        .replace("TWO_THOUSAND", "x".repeat(2_000));
  }

  private static void expect(RawClient client, String expected) throws IOException {
    switch (expected) {
      case "open" -> {
        client.send("GET /next HTTP/1.1\nHost: x\n\n");
        assertEquals("GET /next", client.answer().body(), "the connection is not in order");
      }
      case "closed" -> assertTrue(client.isClosed(), "the connection stays open");
      case "nothing" -> {
        client.endOutput();
        assertTrue(client.isClosed(), "an answer came");
      }
      case String rest when rest.endsWith("|") ->
          assertEquals(rest.substring(0, rest.length() - 1), client.rest());
      default -> expectAnswer(client, expected);
    }
  }

  private static void expectAnswer(RawClient client, String expected) throws IOException {
    String[] parts = expected.split(" \\[(?=-?[a-z-]+(: |\\]))", -1);
    boolean hasNoBody = parts[0].startsWith("HEAD ");
    String[] wanted = parts[0].substring(hasNoBody ? 5 : 0).split(" ", 2);
    RawClient.Answer answer = client.answer(hasNoBody);
    assertEquals(wanted[0], Integer.toString(answer.status()), answer::toString);
    String text =
        answer.field("transfer-encoding").equals("chunked") && !hasNoBody
            ? client.chunks()
            : answer.body();
    if (wanted.length > 1 || answer.status() == 200) {
      assertEquals(wanted.length > 1 ? wanted[1] : "", text);
    }
    for (int i = 1; i < parts.length; i++) {
      String field = parts[i].substring(0, parts[i].length() - 1);
      if (field.startsWith("-")) {
        assertFalse(answer.has(field.substring(1)), () -> field + " in " + answer);
      } else {
        String[] nameAndValue = field.split(": ", 2);
        assertTrue(answer.has(nameAndValue[0]), () -> field + " is not in " + answer);
        if (!nameAndValue[1].equals("*")) {
          assertEquals(
              nameAndValue[1],
              answer.field(nameAndValue[0]),
              () -> nameAndValue[0].toUpperCase(Locale.ROOT));
        }
      }
    }
  }
}
