package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file server as a process of its own, on a port that is free.
final class ServeCommandTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  @TempDir private Path folder;

  private Process serve(String... options) throws IOException {
    var command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
    command.addAll(RuchycProcess.ruchyc("serve", "site", "--port", "0"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String untilLine(BufferedReader lines, String start) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(start)) line = lines.readLine();
    return line == null ? "the output ended before: " + start : line;
  }

  @Test
  void files_are_served_with_types_and_index_until_the_process_is_told_to_end() throws Exception {
    Files.createDirectories(folder.resolve("site/sub/.git"));
    Files.writeString(folder.resolve("site/index.html"), "<p>home</p>");
    Files.writeString(folder.resolve("site/sub/a.json"), "{}");
    Files.writeString(folder.resolve("site/sub/.git/config"), "secret");
    var process = serve("--verbose", "--watch", "--pid-file", "server.pid");
    try (var lines = process.inputReader()) {
      var first = untilLine(lines, "Serving ");
      assertTrue(first.startsWith("Serving site at http://127.0.0.1:"), first);
      var url = first.substring(first.indexOf("http"));
      assertEquals(
          Long.toString(process.pid()), Files.readString(folder.resolve("server.pid")).strip());
      assertEquals("<p>home</p>", get(url + "/").body());
      var json = get(url + "/sub/a.json");
      assertTrue(json.headers().firstValue("content-type").orElse("").contains("json"));
      assertEquals(404, get(url + "/none").statusCode());
      assertEquals(404, get(url + "/sub/.git/config").statusCode());
      assertTrue(untilLine(lines, "GET /none 404 ").endsWith("ms"));
      Files.writeString(folder.resolve("site/index.html"), "<p>changed</p>");
      assertEquals("Changed: site/index.html", untilLine(lines, "Changed: "));
      assertEquals("<p>changed</p>", get(url + "/").body());
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
      assertFalse(Files.exists(folder.resolve("server.pid")));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void wrong_folders_and_ports_are_told() {
    var terminal = FakeTerminal.ofAPerson();
    assertEquals(1, terminal.run("serve", folder + "/none"));
    assertTrue(terminal.errors().contains("there is no such folder"), terminal.errors());
    assertEquals(2, terminal.run("serve", "--port", "70000"));
    assertEquals(2, terminal.run("serve", "a", "b"));
  }
}
