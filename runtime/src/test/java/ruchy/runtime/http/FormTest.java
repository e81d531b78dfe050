package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// Forms as browsers send them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FormTest {
  private static final String MULTIPART = "multipart/form-data; boundary=xx";

  private final Server server = Server.create("127.0.0.1:0");

  @TempDir private Path folder;
  private Path kept;
  private Path saved;

  @BeforeEach
  void folders() throws IOException {
    kept = Files.createDirectory(folder.resolve("kept"));
    saved = Files.createDirectory(folder.resolve("saved"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private MapValue options() {
    return HashMapValue.of("folder", kept.toString());
  }

  private Wire.Message post(String type, String body, Handlers.Two handler) throws IOException {
    server.post("/", handler(true, false, handler));
    server.listen();
    return send(type, body);
  }

  private Wire.Message send(String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (Wire client = Wire.to(server.port())) {
      client.send(
          "POST / HTTP/1.1\nHost: a\nContent-Type: "
              + type
              + "\nContent-Length: "
              + bytes.length
              + "\n\n");
      client.sendBytes(bytes);
      return client.read();
    }
  }

  private static String part(String head, String content) {
    return "--xx\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n";
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void fields_of_a_form_are_texts_and_lists() throws IOException {
    Wire.Message answer =
        post(
            "application/x-www-form-urlencoded",
            "name=Al+B%C3%A9&tag=a&tag=b&empty=",
            (req, res) -> res.json(req.form()));
    assertEquals("{\"name\":\"Al Bé\",\"tag\":[\"a\",\"b\"],\"empty\":\"\"}", answer.body());
  }

  @Test
  void fields_and_files_of_several_parts_are_read() throws IOException {
    String body =
        part("name=\"title\"", "Grüße")
            + part("name=\"tag\"", "a")
            + part("name=\"tag\"", "b")
            + part("name=\"photo\"; filename=\"../dir/é.txt\"", "hello")
            + part("name=\"none\"; filename=\"\"", "")
            + "--xx--\r\n";
    Wire.Message answer =
        post(
            MULTIPART,
            body,
            (req, res) -> {
              Upload file = Objects.requireNonNull(req.file("photo"));
              file.save(saved.resolve("a").toString());
              return res.json(
                  ListValue.of(
                      req.form(), (long) req.files().size(), file.filename(), file.text()));
            });
    assertEquals(
        "[{\"title\":\"Grüße\",\"tag\":[\"a\",\"b\"]},1,\"é.txt\",\"hello\"]", answer.body());
    assertEquals("hello", Files.readString(saved.resolve("a")));
  }

  @Test
  void large_files_are_on_disk_while_the_request_lasts() throws Exception {
    String large = "x".repeat(3_000_000);
    BlockingQueue<String> later = new LinkedBlockingQueue<>();
    BlockingQueue<Upload> uploads = new LinkedBlockingQueue<>();
    String body =
        part("name=\"a\"; filename=\"a\"", large)
            + part("name=\"b\"; filename=\"b\"", large)
            + "--xx--\r\n";
    Wire.Message answer =
        post(
            MULTIPART,
            body,
            (req, res) -> {
              req.form(options());
              Upload file = Objects.requireNonNull(req.file("b"));
              uploads.add(file);
              later.add(names(kept).size() + " files");
              file.save(saved.resolve("b").toString());
              return res.send(file.size());
            });
    assertEquals("3000000", answer.body());
    assertEquals("2 files", later.take());
    assertEquals(List.of("b"), names(saved));
    assertEquals(3_000_000, Files.size(saved.resolve("b")));
    // The next request of the server finds them gone: the first one is over.
    send("text/plain", "");
    assertEquals(List.of(), names(kept));
    Upload gone = uploads.take();
    try {
      gone.text();
    } catch (Failure failure) {
      assertEquals("The uploaded file b was kept during its request only", failure.message());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max_files  | 1    | The form has more than 1 files
          max_file   | 9    | A part of the form is larger than 9 bytes
          max_field  | 2    | The field 'title' is larger than 2 bytes
          max_total  | 100  | The body is larger than 100 bytes
          """)
  void what_is_over_a_limit_is_refused_and_removed(String name, long limit, String message)
      throws IOException {
    MapValue options = options();
    options.put("max_field", 5L);
    options.put(name, limit);
    String large = "x".repeat(100_000);
    Wire.Message answer =
        post(
            MULTIPART,
            part("name=\"title\"", "abc")
                + part("name=\"a\"; filename=\"a\"", large)
                + part("name=\"b\"; filename=\"b\"", large)
                + "--xx--\r\n",
            (req, res) -> res.json(req.form(options)));
    assertEquals(413, answer.status());
    assertEquals("Content Too Large: " + message, answer.body());
    assertEquals(List.of(), names(kept));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 1_000, 100_000})
  void a_file_is_bounded_by_its_own_limit_where_a_field_may_be_larger(int limit)
      throws IOException {
    MapValue options = options();
    options.put("max_file", (long) limit);
    Wire.Message answer =
        post(
            MULTIPART,
            part("name=\"a\"; filename=\"a\"", "x".repeat(limit))
                + part("name=\"b\"; filename=\"b\"", "x".repeat(limit + 1))
                + "--xx--\r\n",
            (req, res) -> res.json(req.form(options)));
    assertEquals(
        "Content Too Large: A part of the form is larger than " + limit + " bytes", answer.body());
    assertEquals(List.of(), names(kept));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          multipart/form-data              | a      | 400 | The form has no boundary
          multipart/form-data; boundary=xx | --xx\\r\\nContent-Disposition: form-data; name="a"; filename="b"\\r\\n\\r\\nhalf | 400 | The form ends in the middle of a part
          application/json                 | {}     | 415 | The request has no form, but application/json
          """)
  void what_is_no_form_is_refused(String type, String body, int status, String message)
      throws IOException {
    Wire.Message answer =
        post(
            type,
            body.replace("\\r\\n", "\r\n"),
            (req, res) -> {
              try {
                return res.json(req.form(options()));
              } catch (Failure failure) {
                res.header("X-Message", failure.message());
                throw failure;
              }
            });
    assertEquals(status, answer.status());
    assertEquals(message, answer.field("x-message"));
    assertEquals(List.of(), names(kept));
  }

  @Test
  void a_client_that_goes_leaves_no_files() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    server.post(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              try {
                req.form(options());
              } catch (Failure failure) {
                seen.add(failure.message() + names(kept));
              }
              return res.send();
            }));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      client.send(
          "POST / HTTP/1.1\nHost: a\nContent-Type: " + MULTIPART + "\nContent-Length: 9000000\n\n");
      client.send(part("name=\"a\"; filename=\"a\"", "x".repeat(2_000_000)).replace("\r", ""));
    }
    assertEquals("The client has closed the connection in the middle of the body[]", seen.take());
  }

  @Test
  void an_unknown_option_is_an_error() throws IOException {
    server.post(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              try {
                return res.json(req.form(HashMapValue.of("max_size", 1L)));
              } catch (Failure failure) {
                return res.text(failure.message());
              }
            }));
    server.listen();
    assertEquals("Unknown option of form: 'max_size'", send(MULTIPART, "--xx--\r\n").body());
  }
}
