package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The HTTP client of the book, its text unchanged, with the names that it leaves to the reader in
/// a second file, and its hosts on loopback.
final class HttpClientTest {
  private static final String DATA = "{\"items\":[\"a\",\"b\",\"c\"],\"page\":1}";
  private static final String HELPERS =
      """
      let token = "t0ken"
      fun process_data(data) { println(f"Processed {data.items.len()} items of page {data.page}") }
      """;

  @ParameterizedTest
  @EnumSource(Way.class)
  void it_asks_posts_and_downloads(Way way, @TempDir Path folder) throws Exception {
    var file = new byte[5_000_000];
    new Random(1).nextBytes(file);
    try (var internet =
            new Internet(
                folder,
                request ->
                    switch (request.url()) {
                      case "https://example.com/big-file.zip" ->
                          Internet.Answer.of(200, "ETag: \"1\"\n", file);
                      case "https://api.example.com/users" ->
                          Internet.Answer.of(201, "", request.body().getBytes(UTF_8));
                      default -> Internet.Answer.json(DATA);
                    },
                "example.com",
                "api.example.com");
        var program = start(way, folder, internet)) {
      assertEquals(0, program.status(), program::errors);
      assertEquals("", program.errors());
      var output = program.output();
      assertTrue(output.startsWith("Got 3 items\nProcessed 3 items of page 1\n"), output);
      assertTrue(output.endsWith("\nDownloading: 100%\n"), output);
      assertArrayEquals(file, Files.readAllBytes(folder.resolve("downloads/file.zip")));
      var requests = internet.requests();
      assertEquals(
          List.of(
              "GET https://api.example.com/data",
              "POST https://api.example.com/users",
              "GET https://api.example.com/data?page=1&limit=100",
              "GET https://example.com/big-file.zip"),
          requests.stream().map(each -> each.method() + " " + each.url()).toList());
      assertEquals("{\"name\":\"Alice\",\"email\":\"alice@example.com\"}", requests.get(1).body());
      assertEquals("application/json", requests.get(1).field("content-type"));
      assertEquals("Bearer t0ken", requests.get(2).field("authorization"));
      assertEquals("Ruchy/1.0", requests.get(2).field("user-agent"));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void an_error_status_is_an_answer_and_a_missing_file_an_error(Way way, @TempDir Path folder)
      throws Exception {
    try (var internet =
            new Internet(
                folder,
                request ->
                    switch (request.url()) {
                      case "https://api.example.com/data" -> Internet.Answer.json(DATA);
                      case "https://api.example.com/users" -> Internet.Answer.text(409, "taken");
                      default -> Internet.Answer.text(404, "nothing here");
                    },
                "example.com",
                "api.example.com");
        var program = start(way, folder, internet)) {
      assertEquals(1, program.status());
      assertEquals("Got 3 items\nError: 404 - nothing here\n", program.output());
      var errors = program.errors();
      assertTrue(
          errors.startsWith(
              "error: Cannot download: 404 Not Found (GET https://example.com/big-file.zip)\n"),
          errors);
      assertTrue(errors.endsWith("http_client.ruchy:33:1 in top level"), errors);
      assertTrue(Files.notExists(folder.resolve("downloads/file.zip")));
    }
  }

  @Test
  void a_certificate_of_another_host_is_not_accepted(@TempDir Path folder) throws Exception {
    try (var internet = new Internet(folder, request -> Internet.Answer.json(DATA), "example.com");
        var program = start(Way.RUN, folder, internet)) {
      assertEquals(1, program.status());
      var errors = program.errors();
      assertTrue(
          errors.matches(
              "(?s)error: Cannot connect to api\\.example\\.com:443 through the proxy"
                  + " 127\\.0\\.0\\.1:\\d+: TLS: the certificate is not accepted: .*"),
          errors);
    }
  }

  private static ProgramProcess start(Way way, Path folder, Internet internet) throws Exception {
    var helpers = Files.writeString(folder.resolve("helpers.ruchy"), HELPERS);
    var program = Examples.FOLDER.resolve("http_client.ruchy");
    return way.start(program, folder, internet.variables(), "--prelude", helpers.toString());
  }
}
