package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// Bytes, files, cookies and statuses that functions send.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SendingTest {
  private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

  private final Server server = Server.create("127.0.0.1:0");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  private Wire.Message answer(Handlers.Two body) throws IOException {
    return answer(GET, body);
  }

  private Wire.Message answer(String request, Handlers.Two body) throws IOException {
    server.all("/", handler(true, false, body));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      raw.send(request);
      return raw.read(request.startsWith("HEAD"));
    }
  }

  @Test
  void a_list_of_bytes_is_sent_as_it_is() throws IOException {
    byte[] bytes = {'a', 'b'};
    Wire.Message answer = answer((req, res) -> res.send(Bytes.list(bytes)));
    assertEquals("ab", answer.body());
    assertEquals("application/octet-stream", answer.field("content-type"));
  }

  @Test
  void every_cookie_is_sent() throws IOException {
    Wire.Message answer =
        answer(
            (req, res) -> {
              res.header("Set-Cookie", "a=1").header("set-cookie", ListValue.of("b=2", "c=3"));
              return res.headers(HashMapValue.of("Set-Cookie", "d=4")).send();
            });
    assertEquals(
        List.of("a=1", "b=2", "c=3", "d=4"),
        answer.fields().stream()
            .filter(field -> field.startsWith("set-cookie:"))
            .map(field -> field.substring(12))
            .toList());
  }

  @Test
  void a_signed_cookie_counts_under_its_own_name_alone() throws IOException {
    server.setSecret("0123456789abcdef");
    server.get(
        "/set",
        handler((req, res) -> res.cookie("user", "a b.c", HashMapValue.of("signed", true)).send()));
    server.get("/read", handler((req, res) -> res.json(req.signedCookie("user"))));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      String set = raw.ask("GET /set HTTP/1.1\nHost: a\n\n").field("set-cookie");
      String pair = set.substring(0, set.indexOf(';'));
      String value = pair.substring("user=".length());
      assertEquals("\"a b.c\"", read(raw, pair));
      assertEquals("null", read(raw, "user=A" + value.substring(1)));
      assertEquals("null", read(raw, "user=" + value.substring(0, value.length() - 1)));
      assertEquals("null", read(raw, "user=a%20b.c"));
      assertEquals("null", read(raw, "other=" + value));
      server.get("/other", handler((req, res) -> res.json(req.signedCookie("other"))));
      assertEquals(
          "null", raw.ask("GET /other HTTP/1.1\nHost: a\nCookie: other=" + value + "\n\n").body());
    }
  }

  private static String read(Wire raw, String cookie) throws IOException {
    return raw.ask("GET /read HTTP/1.1\nHost: a\nCookie: " + cookie + "\n\n").body();
  }

  @Test
  void an_unknown_option_of_a_cookie_is_an_error() throws IOException {
    assertEquals(
        "Unknown option of cookie: 'domian'",
        answer((req, res) -> error(() -> res.cookie("a", "b", HashMapValue.of("domian", "c"))))
            .body());
  }

  @Test
  void the_coding_of_a_transfer_is_the_servers_own() throws IOException {
    Wire.Message answer =
        answer((req, res) -> error(() -> res.header("Transfer-Encoding", "chunked")));
    assertEquals("The server itself sets Transfer-Encoding", answer.body());
    assertEquals("", answer.field("transfer-encoding"));
  }

  private static String error(Runnable action) {
    try {
      action.run();
      return "no error";
    } catch (Failure failure) {
      return failure.message();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "413, Content Too Large",
    "414, URI Too Long",
    "416, Range Not Satisfiable",
    "422, Unprocessable Content",
    "404, Not Found"
  })
  void reasons_are_those_of_the_standard(int status, String reason) throws IOException {
    server.get("/", handler((req, res) -> res.status(status).send()));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      Wire.Message answer = raw.ask(GET);
      assertEquals(status, answer.status());
      assertEquals(reason, answer.reason());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, 404, Not Found: gone",
    "503, 503, Service Unavailable",
    "200, 500, Internal Server Error",
    "600, 500, Internal Server Error"
  })
  void a_thrown_value_may_name_the_status(long status, int sent, String body) throws IOException {
    Wire.Message answer =
        answer(
            (req, res) -> {
              throw Failure.of(HashMapValue.of("status", status, "message", "gone"));
            });
    assertEquals(sent, answer.status());
    assertEquals(body, answer.body());
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void a_file_is_sent_with_its_type_and_version() throws IOException {
    String path = file("a.txt", "Grüße");
    Wire.Message answer = answer((req, res) -> res.sendFile(path));
    assertEquals("Grüße", answer.body());
    assertEquals("text/plain; charset=utf-8", answer.field("content-type"));
    try (Wire raw = Wire.to(server.port())) {
      String known = "If-None-Match: " + answer.field("etag") + "\n\n";
      assertEquals(304, raw.ask("GET / HTTP/1.1\nHost: a\n" + known).status());
      raw.send("HEAD / HTTP/1.1\nHost: a\n\n");
      Wire.Message head = raw.read(true);
      assertEquals("7", head.field("content-length"));
      assertEquals("text/plain; charset=utf-8", head.field("content-type"));
      assertEquals("Grüße", raw.ask(GET).body());
    }
  }

  @Test
  void a_download_has_a_name() throws IOException {
    String path = file("7f3a.pdf", "pdf");
    Wire.Message answer = answer((req, res) -> res.download(path, "Über \"uns\".pdf"));
    assertEquals("pdf", answer.body());
    assertEquals("application/pdf", answer.field("content-type"));
    assertEquals(
        "attachment; filename=\"__ber _uns_.pdf\"; filename*=UTF-8''%C3%9Cber%20%22uns%22.pdf",
        answer.field("content-disposition"));
  }

  @ParameterizedTest
  @CsvSource({"7f3a.pdf, 200", "../outside.pdf, 404", ".hidden, 404"})
  void a_download_stays_below_its_root(String name, int status) throws IOException {
    Files.createDirectories(folder.resolve("root"));
    file("outside.pdf", "outside");
    file("root/.hidden", "hidden");
    file("root/7f3a.pdf", "pdf");
    MapValue options = HashMapValue.of("root", folder.resolve("root").toString(), "max_age", 60L);
    Wire.Message answer = answer((req, res) -> res.download(name, "report.pdf", options));
    assertEquals(status, answer.status());
    assertEquals(
        status == 200 ? "attachment; filename=\"report.pdf\"" : "",
        answer.field("content-disposition"));
    assertEquals(status == 200 ? "public, max-age=60" : "", answer.field("cache-control"));
  }

  @Test
  void an_unknown_option_of_a_download_is_an_error() throws IOException {
    Wire.Message answer =
        answer(
            (req, res) -> {
              try {
                return res.download("a", "b", HashMapValue.of("rot", "."));
              } catch (Failure failure) {
                return res.text(failure.message());
              }
            });
    assertEquals("Unknown option of download: 'rot'", answer.body());
  }

  @Test
  void a_missing_file_is_404_without_its_name() throws IOException {
    Wire.Message answer =
        answer((req, res) -> res.sendFile(folder.resolve("secret-name").toString()));
    assertEquals(404, answer.status());
    assertEquals("Not Found", answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside.txt", "/../outside.txt", ".hidden", "no", "sub"})
  void nothing_outside_of_the_root_is_sent(String name) throws IOException {
    Files.createDirectories(folder.resolve("root/sub"));
    file("outside.txt", "outside");
    file("root/.hidden", "hidden");
    MapValue options = HashMapValue.of("root", folder.resolve("root").toString());
    assertEquals(404, answer((req, res) -> res.sendFile(name, options)).status());
  }

  /// Sends a file of which nothing can be read any more when it is to be sent, and something else
  /// after that.
  private Wire.Message answerUnreadable(String field, Handlers.Two instead) throws IOException {
    Path file = Path.of(file("a.bin", "x".repeat(200_000)));
    return answer(
        "GET / HTTP/1.1\nHost: a\n" + field + "\n",
        (req, res) -> {
          res.beforeHead(head -> becomeSocket(file));
          try {
            return res.sendFile(file.toString());
          } catch (Failure failure) {
            assertTrue(failure.message().startsWith("Cannot read the file: "), failure.message());
            assertFalse(failure.message().contains("a.bin"), failure.message());
            return instead.call(req, res);
          }
        });
  }

  /// A socket is there, and may be read by who looks at its mode, but cannot be opened.
  private static void becomeSocket(Path file) {
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Files.delete(file);
      socket.bind(UnixDomainSocketAddress.of(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void assertNothingOfFile(String body, Wire.Message answer) {
    assertEquals(body, answer.body());
    assertEquals(body.length() + "", answer.field("content-length"));
    assertEquals("text/plain; charset=utf-8", answer.field("content-type"));
    for (String name :
        List.of("etag", "last-modified", "content-range", "accept-ranges", "cache-control")) {
      assertEquals("", answer.field(name), name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Range: bytes=0-99\n", "Range: bytes=0-9,20-29\n", "Range: bytes=100-99999\n"})
  void what_comes_instead_of_a_file_that_cannot_be_read_has_nothing_of_it(String field)
      throws IOException {
    Wire.Message answer = answerUnreadable(field, (req, res) -> res.text("fallback"));
    assertEquals(200, answer.status());
    assertNothingOfFile("fallback", answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Range: bytes=0-99\n", "Range: bytes=100-99999\n"})
  void an_error_about_a_file_that_cannot_be_read_has_nothing_of_it(String field)
      throws IOException {
    Wire.Message answer =
        answerUnreadable(
            field,
            (req, res) -> {
              throw Failure.ioError("no luck");
            });
    assertEquals(500, answer.status());
    assertNothingOfFile("Internal Server Error", answer);
  }

  @Test
  void a_file_below_the_root_is_sent() throws IOException {
    Files.createDirectories(folder.resolve("root/sub"));
    file("root/sub/a.json", "{}");
    MapValue options = HashMapValue.of("root", folder.resolve("root").toString(), "max_age", 60L);
    Wire.Message answer = answer((req, res) -> res.sendFile("sub/a.json", options));
    assertEquals("{}", answer.body());
    assertEquals("public, max-age=60", answer.field("cache-control"));
    assertEquals("application/json; charset=utf-8", answer.field("content-type"));
  }
}
