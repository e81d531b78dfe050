package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// Forms with files, as they leave.
@Timeout(60)
class MultipartTest {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=(\\S+)");

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @TempDir private Path folder;
  private RawServer server;

  /// Notes each request: its content type and body with `BOUNDARY` in place of that, and that its
  /// length is told.
  @BeforeEach
  void listen() throws IOException {
    server =
        new RawServer(
            connection -> {
              var found = BOUNDARY.matcher(connection.field("content-type"));
              assertTrue(found.find(), connection.request());
              assertFalse(connection.request().contains("transfer-encoding"));
              String text = new String(connection.body(), StandardCharsets.UTF_8);
              seen.add(
                  (connection.field("content-type") + "\n" + text)
                      .replace(found.group(1), "BOUNDARY"));
              connection.answer("200 OK", Integer.toString(connection.body().length));
            });
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private ClientRequest post() {
    return ClientModule.post(server.url("/"));
  }

  private static Failure raises(Runnable action) {
    return assertThrows(Failure.class, action::run);
  }

  @Test
  void fields_and_files_leave_in_order_with_names_that_end_nothing() throws Exception {
    post()
        .form(HashMapValue.of("a\"b\r\n", "x\"y", "n", ListValue.of(1L, 2L), "none", null))
        .formFile("photo", file("cat.png", "meow"))
        .formFile(
            "other", file("b.txt", ""), HashMapValue.of("name", "x\";\r\n y=ü", "type", "a/b"))
        .form(HashMapValue.of("last", "l"))
        .send();
    assertEquals(
        """
        multipart/form-data; boundary=BOUNDARY
        --BOUNDARY
        Content-Disposition: form-data; name="a%22b%0D%0A"

        x"y
        --BOUNDARY
        Content-Disposition: form-data; name="n"

        1
        --BOUNDARY
        Content-Disposition: form-data; name="n"

        2
        --BOUNDARY
        Content-Disposition: form-data; name="photo"; filename="cat.png"
        Content-Type: image/png

        meow
        --BOUNDARY
        Content-Disposition: form-data; name="other"; filename="x%22;%0D%0A y=ü"
        Content-Type: a/b


        --BOUNDARY
        Content-Disposition: form-data; name="last"

        l
        --BOUNDARY--
        """,
        seen.take().replace("\r\n", "\n"));
  }

  @Test
  void the_bytes_are_those_of_curl() throws Exception {
    String strange = file("we\"ird ü.dat", "\0\n");
    String large = file("large.html", "0123456789abcdef".repeat(20_000));
    String quoted = "\"" + strange.replace("\"", "\\\"") + "\"";
    List<String> command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null"));
    command.addAll(List.of("-H", "Expect:", "-F", "a\"b=x y", "-F", "f=@" + quoted));
    command.addAll(List.of("-F", "g=@" + large, server.url("/")));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    post().form(HashMapValue.of("a\"b", "x y")).formFile("f", strange).formFile("g", large).send();
    assertEquals(seen.take(), seen.take());
  }

  @Test
  void a_body_that_is_set_later_takes_the_place_of_the_form() throws Exception {
    String path = file("cat.png", "meow");
    var request = post().form(HashMapValue.of("a", 1L)).formFile("photo", path);
    request.body(null).formFile("only", path).send();
    assertEquals(2, seen.take().split("--BOUNDARY(?!-)", -1).length);
  }

  @Test
  void a_file_that_cannot_be_read_and_options_that_are_wrong_are_told() throws IOException {
    String missing = folder.resolve("none.txt").toString();
    Failure failure = raises(() -> post().formFile("photo", missing));
    assertTrue(failure.matchesType("IoError"));
    assertEquals("Cannot read " + missing + ": no such file or directory", failure.message());
    String path = file("cat.png", "meow");
    assertEquals(
        "Unknown option of form_file: 'nam'",
        raises(() -> post().formFile("photo", path, HashMapValue.of("nam", "x"))).message());
    assertEquals(
        "Not a media type: \"a/b\r\nX: y\"",
        raises(() -> post().formFile("photo", path, HashMapValue.of("type", "a/b\r\nX: y")))
            .message());
  }

  @Test
  void a_file_that_becomes_shorter_is_told() throws IOException {
    String path = file("cat.png", "meow");
    var request = post().formFile("photo", path);
    Files.writeString(Path.of(path), "m");
    assertTrue(raises(request::send).message().contains("cat.png has become shorter"));
  }
}
