package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.wire.Wire;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StaticFilesTest {
  @TempDir
  @SuppressWarnings("NullAway") // Set by JUnit.
  private Path folder;

  private final Server server = Server.create("127.0.0.1:0");

  @BeforeEach
  void listen() throws IOException {
    Path root = Files.createDirectories(folder.resolve("static/sub/.hidden"));
    Path files = folder.resolve("static");
    Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.writeString(files.resolve("a.txt"), "0123456789");
    Files.writeString(files.resolve("a b é.html"), "<p>é</p>");
    Files.writeString(files.resolve("app.js"), "1");
    Files.writeString(files.resolve("pic.png"), "png");
    Files.writeString(files.resolve(".env"), "secret");
    Files.writeString(root.resolve("x.txt"), "secret");
    Files.writeString(files.resolve("sub/index.html"), "index of sub");
    Files.createSymbolicLink(files.resolve("out.txt"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(files.resolve("out"), folder);
    Files.createSymbolicLink(files.resolve("in.txt"), files.resolve("a.txt"));
    server.files("/public", files.toString());
    server.files("/missing", folder.resolve("nowhere").toString());
    server.get("/public/route", handler((req, res) -> "route"));
    server.listen();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_file_is_served_with_its_type() throws IOException {
    assertFile("/public/a.txt", "0123456789", "text/plain; charset=utf-8");
    assertFile("/public/a%20b%20%C3%A9.html", "<p>é</p>", "text/html; charset=utf-8");
    assertFile("/public/app.js", "1", "text/javascript; charset=utf-8");
    assertFile("/public/pic.png", "png", "image/png");
    assertFile("/public/in.txt", "0123456789", "text/plain; charset=utf-8");
    assertFile("/%70ublic/a.txt", "0123456789", "text/plain; charset=utf-8");
    assertFile("/public/a.txt?v=1", "0123456789", "text/plain; charset=utf-8");
  }

  private void assertFile(String path, String body, String type) throws IOException {
    Wire.Message answer = get(path);
    assertEquals(200, answer.status(), path);
    assertEquals(body, answer.body());
    assertEquals(type, answer.field("content-type"));
    assertEquals("nosniff", answer.field("x-content-type-options"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public/../secret.txt",
        "/public/%2e%2e/secret.txt",
        "/public/%2E%2E/secret.txt",
        "/public/.%2e/secret.txt",
        "/public/..%2fsecret.txt",
        "/public/..%2Fsecret.txt",
        "/public/%2e%2e%2fsecret.txt",
        "/public/sub%2findex.html",
        "/public/..%5csecret.txt",
        "/public/%252e%252e/secret.txt",
        "/public/%252e%252e%252fsecret.txt",
        "/public//a.txt",
        "/public/./a.txt",
        "/public/%2e/a.txt",
        "/public/a.txt/",
        "/public/.env",
        "/public/%2eenv",
        "/public/sub/.hidden/x.txt",
        "/public/out.txt",
        "/public/out/secret.txt",
        "/public/sub/../../secret.txt",
        "/public/nothing",
        "/public/",
        "/publica.txt",
        "/missing/a.txt"
      })
  void nothing_else_is_served(String path) throws IOException {
    Wire.Message answer = get(path);
    assertEquals(404, answer.status(), path);
    assertEquals("Not Found", answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/public/..\\secret.txt", "/public/%00", "/public/a.txt%00.html"})
  void a_path_that_others_may_read_otherwise_is_none(String path) throws IOException {
    assertEquals(400, get(path).status(), path);
  }

  @Test
  void a_directory_has_an_index() throws IOException {
    assertEquals("index of sub", get("/public/sub/").body());
    Wire.Message elsewhere = get("/public/sub?a=b");
    assertEquals(301, elsewhere.status());
    assertEquals("/public/sub/?a=b", elsewhere.field("location"));
  }

  @Test
  void a_client_that_knows_the_file_gets_304() throws IOException {
    setAge(folder.resolve("static/a.txt"), 3600);
    Wire.Message first = get("/public/a.txt");
    String tag = first.field("etag");
    String date = first.field("last-modified");
    assertTrue(tag.startsWith("\""), tag);
    for (String field :
        List.of(
            "If-None-Match: " + tag,
            "If-None-Match: W/" + tag,
            "If-None-Match: \"other\", " + tag,
            "If-None-Match: *",
            "If-Modified-Since: " + date)) {
      Wire.Message answer = get("/public/a.txt", field);
      assertEquals(304, answer.status(), field);
      assertEquals(tag, answer.field("etag"));
      assertEquals("", answer.body());
    }
    assertEquals(200, get("/public/a.txt", "If-None-Match: \"other\"").status());
    assertEquals(
        200, get("/public/a.txt", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT").status());
  }

  @Test
  void a_part_of_a_file_is_sent() throws IOException {
    assertPart("bytes=0-3", 206, "0123", "bytes 0-3/10");
    assertPart("bytes=4-", 206, "456789", "bytes 4-9/10");
    assertPart("bytes=-3", 206, "789", "bytes 7-9/10");
    assertPart("bytes=8-100", 206, "89", "bytes 8-9/10");
    assertPart("bytes=10-", 416, "Range Not Satisfiable", "bytes */10");
    assertPart("bytes=-0", 416, "Range Not Satisfiable", "bytes */10");
    assertPart("bytes=0-8,1-9", 200, "0123456789", "");
    assertPart("bytes=-", 200, "0123456789", "");
    assertPart("bytes=0-99999999999999999999", 206, "0123456789", "bytes 0-9/10");
    assertPart("bytes=5-4", 200, "0123456789", "");
    assertPart("lines=1-2", 200, "0123456789", "");
  }

  @Test
  void several_parts_of_a_file_are_sent_at_once() throws IOException {
    Wire.Message answer = get("/public/a.txt", "Range: bytes=0-1, 20-30, -2");
    assertEquals(206, answer.status());
    String type = answer.field("content-type");
    String boundary = "--" + type.substring("multipart/byteranges; boundary=".length());
    String head = "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ";
    assertEquals(
        boundary
            + head
            + "0-1/10\r\n\r\n01\r\n"
            + boundary
            + head
            + "8-9/10\r\n\r\n89\r\n"
            + boundary
            + "--\r\n",
        answer.body());
  }

  @Test
  void parts_of_a_large_file_are_sent() throws IOException {
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      large.append(i % 10);
    }
    Files.writeString(folder.resolve("static/large.txt"), large);
    Wire.Message half = get("/public/large.txt", "Range: bytes=3-79999");
    assertEquals("bytes 3-79999/100000", half.field("content-range"));
    assertEquals(large.substring(3, 80_000), half.body());
    assertEquals(large.toString(), get("/public/large.txt").body());
  }

  @Test
  void a_file_in_memory_is_read_again_when_it_has_changed() throws IOException {
    Path file = folder.resolve("static/page.txt");
    Files.writeString(file, "one");
    setAge(file, 3600);
    assertEquals("one", get("/public/page.txt").body());
    assertEquals("one", get("/public/page.txt").body());

    Files.writeString(file, "two");
    setAge(file, 1800);
    Wire.Message changed = get("/public/page.txt");
    assertEquals("two", changed.body());
    assertEquals(304, get("/public/page.txt", "If-None-Match: " + changed.field("etag")).status());

    Files.writeString(file, "three, and longer");
    setAge(file, 1800);
    assertEquals("three, and longer", get("/public/page.txt").body());

    Files.delete(file);
    assertEquals(404, get("/public/page.txt").status());
    Files.writeString(file, "four");
    assertEquals("four", get("/public/page.txt").body());
    Files.writeString(file, "five");
    assertEquals("five", get("/public/page.txt").body());
  }

  @Test
  void a_file_in_memory_is_not_served_when_a_link_takes_its_place() throws IOException {
    Path file = folder.resolve("static/page.txt");
    Path secret = folder.resolve("secret.txt");
    Files.writeString(file, "public");
    setAge(file, 3600);
    setAge(secret, 3600);
    assertEquals("public", get("/public/page.txt").body());
    Files.delete(file);
    Files.createSymbolicLink(file, secret);
    assertEquals(Files.size(secret), "public".length());
    assertEquals(404, get("/public/page.txt").status());
  }

  @Test
  void files_in_memory_answer_parts_and_head() throws IOException {
    setAge(folder.resolve("static/a.txt"), 3600);
    assertEquals("0123456789", get("/public/a.txt").body());
    assertPart("bytes=2-4", 206, "234", "bytes 2-4/10");
    try (Wire raw = Wire.to(server.port())) {
      raw.send("HEAD /public/a.txt HTTP/1.1\nHost: a\n\n");
      assertEquals("10", raw.read(true).field("content-length"));
      assertEquals("0123456789", raw.ask("GET /public/a.txt HTTP/1.1\nHost: a\n\n").body());
    }
  }

  private static void setAge(Path file, int seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  @Test
  void a_client_that_wants_another_version_gets_412() throws IOException {
    String date = get("/public/a.txt").field("last-modified");
    assertEquals(200, get("/public/a.txt", "If-Unmodified-Since: " + date).status());
    assertEquals(200, get("/public/a.txt", "If-Match: *").status());
    Wire.Message refused = get("/public/a.txt", "If-Match: \"other\"");
    assertEquals(412, refused.status());
    assertEquals("Precondition Failed", refused.body());
    assertEquals("", refused.field("etag"));
    String past = "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT";
    assertEquals(412, get("/public/a.txt", past).status());
  }

  private void assertPart(String range, int status, String body, String contentRange)
      throws IOException {
    Wire.Message answer = get("/public/a.txt", "Range: " + range);
    assertEquals(status, answer.status(), range);
    assertEquals(body, answer.body());
    assertEquals(contentRange, answer.field("content-range"));
  }

  @Test
  void a_range_of_an_older_version_is_the_whole_file() throws IOException {
    setAge(folder.resolve("static/a.txt"), 3600);
    String range = "Range: bytes=0-3\r\nIf-Range: ";
    Wire.Message first = get("/public/a.txt");
    String date = first.field("last-modified");
    String tag = first.field("etag");
    assertTrue(tag.startsWith("\""), tag);
    assertEquals(206, get("/public/a.txt", range + date).status());
    assertEquals(206, get("/public/a.txt", range + tag).status());
    assertEquals(200, get("/public/a.txt", range + "W/" + tag).status());
    assertEquals(200, get("/public/a.txt", range + "\"other\"").status());
    assertEquals(200, get("/public/a.txt", range + "Thu, 01 Jan 1970 00:00:00 GMT").status());
  }

  @Test
  void a_file_that_was_just_changed_has_no_version_that_is_certain() throws IOException {
    // Changed so lately that no time of this test makes it old.
    setAge(folder.resolve("static/a.txt"), -60);
    Wire.Message first = get("/public/a.txt");
    String tag = first.field("etag");
    assertTrue(tag.startsWith("W/\""), tag);
    String range = "Range: bytes=0-3\r\nIf-Range: ";
    assertEquals(200, get("/public/a.txt", range + tag).status());
    assertEquals(200, get("/public/a.txt", range + first.field("last-modified")).status());
    assertEquals(412, get("/public/a.txt", "If-Match: " + tag).status());
    assertEquals(304, get("/public/a.txt", "If-None-Match: " + tag).status());
  }

  @Test
  void if_match_wants_the_very_version() throws IOException {
    setAge(folder.resolve("static/a.txt"), 3600);
    String tag = get("/public/a.txt").field("etag");
    assertEquals(200, get("/public/a.txt", "If-Match: " + tag).status());
    assertEquals(200, get("/public/a.txt", "If-Match: \"a,b\", " + tag).status());
    assertEquals(412, get("/public/a.txt", "If-Match: W/" + tag).status());
    assertEquals(412, get("/public/a.txt", "If-Match: \"a," + tag.substring(1)).status());
    // Where there is a tag, the date does not count (RFC 9110, section 13.2.2).
    String past = "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT";
    assertEquals(200, get("/public/a.txt", "If-Match: " + tag + "\r\n" + past).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 2044 08:49:37 GMT",
        "Sunday, 06-Nov-44 08:49:37 GMT",
        "Sun Nov  6 08:49:37 2044"
      })
  void a_date_has_one_of_three_forms(String date) throws IOException {
    assertEquals(304, get("/public/a.txt", "If-Modified-Since: " + date).status());
    assertEquals(200, get("/public/a.txt", "If-Unmodified-Since: " + date).status());
  }

  @Test
  void a_year_of_two_digits_is_not_far_in_the_future() throws IOException {
    String past = "Sunday, 06-Nov-94 08:49:37 GMT";
    assertEquals(200, get("/public/a.txt", "If-Modified-Since: " + past).status());
  }

  @Test
  void head_has_the_fields_without_the_file() throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      raw.send("HEAD /public/a.txt HTTP/1.1\nHost: a\n\n");
      Wire.Message head = raw.read(true);
      assertEquals(200, head.status());
      assertEquals("10", head.field("content-length"));
      assertEquals("text/plain; charset=utf-8", head.field("content-type"));
      raw.send("HEAD /public/a.txt HTTP/1.1\nHost: a\n\n");
      assertEquals(200, raw.read(true).status());
    }
  }

  @Test
  void a_path_without_file_goes_on_to_the_next_function() throws IOException {
    assertEquals("route", get("/public/route").body());
    try (Wire raw = Wire.to(server.port())) {
      assertEquals(405, raw.ask("POST /public/a.txt HTTP/1.1\nHost: a\n\n").status());
    }
  }

  @Test
  void a_middleware_sees_the_status_of_a_file() throws IOException {
    List<Long> seen = new CopyOnWriteArrayList<>();
    Server other = Server.create("127.0.0.1:0");
    other.use(
        middleware(
            (req, res, next) -> {
              res.header("X-Before", "yes");
              next.call();
              seen.add(res.status());
              return null;
            }));
    other.files("/", folder.resolve("static").toString(), HashMapValue.of("max_age", 60L));
    other.listen();
    try (Wire raw = Wire.to(other.port())) {
      Wire.Message answer = raw.ask("GET /a.txt HTTP/1.1\nHost: a\n\n");
      assertEquals("0123456789", answer.body());
      assertEquals("yes", answer.field("x-before"));
      assertEquals("public, max-age=60", answer.field("cache-control"));
      assertEquals(416, raw.ask("GET /a.txt HTTP/1.1\nHost: a\nRange: bytes=99-\n\n").status());
      assertEquals(404, raw.ask("GET /b.txt HTTP/1.1\nHost: a\n\n").status());
      assertEquals(List.of(200L, 416L, 404L), seen);
    } finally {
      other.close();
    }
  }

  @Test
  void unknown_options_are_refused() {
    Failure failure =
        assertThrows(Failure.class, () -> server.files("/x", "x", HashMapValue.of("maxAge", 1L)));
    assertEquals("Unknown option of static: 'maxAge'", failure.message());
  }

  private Wire.Message get(String path, String... fields) throws IOException {
    try (Wire raw = Wire.to(server.port())) {
      String extra = fields.length == 0 ? "" : fields[0] + "\r\n";
      raw.sendBytes(
          ("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + extra + "\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      return raw.read();
    }
  }
}
