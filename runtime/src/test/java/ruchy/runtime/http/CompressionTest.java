package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.wire.Wire;

/// What `server.compress` does, and leaves alone.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompressionTest {
  private static final String LONG = "hello ".repeat(1000);

  private final Server server = Server.create("127.0.0.1:0");
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    server.close();
    client.shutdownNow();
  }

  private HttpResponse<byte[]> get(String path, String accept) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Accept-Encoding", accept)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static String field(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String plain(HttpResponse<byte[]> answer) throws IOException {
    InputStream bytes = new ByteArrayInputStream(answer.body());
    InputStream content =
        switch (field(answer, "content-encoding")) {
          case "gzip" -> new GZIPInputStream(bytes);
          case "deflate" -> new InflaterInputStream(bytes);
          default -> bytes;
        };
    return new String(content.readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          gzip, deflate, br     | gzip
          deflate               | deflate
          gzip;q=0.5, deflate   | deflate
          gzip;q=0, deflate;q=0 | ''
          *                     | gzip
          br                    | ''
          identity              | ''
          """)
  void the_client_chooses_the_coding(String accept, String coding) throws Exception {
    server.compress();
    server.get("/", handler((req, res) -> res.text(LONG)));
    server.listen();
    HttpResponse<byte[]> answer = get("/", accept);
    assertEquals(coding, field(answer, "content-encoding"));
    assertEquals("Accept-Encoding", field(answer, "vary"));
    assertEquals(LONG, plain(answer));
    assertEquals(Integer.toString(answer.body().length), field(answer, "content-length"));
  }

  @Test
  void what_gains_nothing_stays_as_it_is() throws Exception {
    server.compress();
    server.get("/small", handler((req, res) -> res.text("hello")));
    server.get("/image", handler((req, res) -> res.header("Content-Type", "image/png").send(LONG)));
    server.get("/coded", handler((req, res) -> res.header("Content-Encoding", "br").text(LONG)));
    server.get(
        "/fixed", handler((req, res) -> res.header("Cache-Control", "no-transform").text(LONG)));
    server.listen();
    for (String path : new String[] {"/small", "/image", "/fixed"}) {
      assertEquals("", field(get(path, "gzip"), "content-encoding"), path);
    }
    assertEquals("br", field(get("/coded", "gzip"), "content-encoding"));
    assertEquals("", field(get("/image", "gzip"), "vary"));
  }

  @Test
  void a_version_is_weak_when_it_has_two_forms() throws Exception {
    server.compress(HashMapValue.of("min", 1L, "level", 9L));
    server.get("/", handler((req, res) -> res.header("ETag", "\"a\"").text(LONG)));
    server.listen();
    assertEquals("W/\"a\"", field(get("/", "gzip"), "etag"));
    assertEquals("\"a\"", field(get("/", "br"), "etag"));
    try (var raw = Wire.to(server.port())) {
      Wire.Message known =
          raw.ask("GET / HTTP/1.1\nHost: x\nAccept-Encoding: gzip\nIf-None-Match: W/\"a\"\n\n");
      assertEquals(304, known.status());
      assertEquals("W/\"a\"", known.field("etag"));
      assertEquals("Accept-Encoding", known.field("vary"));
      assertFalse(known.has("content-encoding"));
    }
  }

  @Test
  void pieces_are_compressed_one_by_one() throws Exception {
    server.compress();
    server.get("/", handler(true, false, (req, res) -> res.write("one").write(LONG).end("two")));
    server.get(
        "/events",
        handler(
            true,
            false,
            (req, res) -> {
              res.events().send(LONG);
              return null;
            }));
    server.listen();
    HttpResponse<byte[]> answer = get("/", "gzip");
    assertEquals("gzip", field(answer, "content-encoding"));
    assertEquals("one" + LONG + "two", plain(answer));
    assertTrue(answer.body().length < 500);
    assertEquals("", field(get("/events", "gzip"), "content-encoding"));
  }

  @Test
  void files_of_any_size_are_compressed_and_their_parts_are_not() throws Exception {
    String large = LONG.repeat(50);
    Files.writeString(folder.resolve("small.txt"), LONG);
    Files.writeString(folder.resolve("large.txt"), large);
    server.compress();
    server.files("/", folder.toString());
    server.listen();
    assertEquals("gzip", field(get("/small.txt", "gzip"), "content-encoding"));
    assertEquals(LONG, plain(get("/small.txt", "gzip")));
    HttpResponse<byte[]> answer = get("/large.txt", "gzip");
    assertEquals("gzip", field(answer, "content-encoding"));
    assertEquals(large, plain(answer));
    try (Wire raw = Wire.to(server.port())) {
      raw.send("GET /large.txt HTTP/1.1\nHost: a\nAccept-Encoding: gzip\nRange: bytes=0-4\n\n");
      Wire.Message part = raw.read();
      assertEquals("hello", part.body());
      assertEquals("", part.field("content-encoding"));
    }
  }

  @Test
  void a_misspelt_option_is_an_error() {
    var options = HashMapValue.of("minimum", 1L);
    assertEquals(
        "Unknown option of compress: 'minimum'",
        assertThrows(Failure.class, () -> server.compress(options)).message());
  }
}
