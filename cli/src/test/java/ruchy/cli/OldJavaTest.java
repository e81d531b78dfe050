package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;
import ruchy.launcher.Javas;

/// A built server behind a Java that is too old for it.
final class OldJavaTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"TERM,0", "INT,130"})
  void who_signals_both_processes_signals_the_program_once(String signal, int status)
      throws Exception {
    // A session of its own has a process group of its own, and the first process gives it its
    // number.
    var process = start("setsid", java(), "-jar", build());
    try {
      var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      assertEquals("listening", output.readLine());
      new ProcessBuilder("kill", "-" + signal, "--", "-" + process.pid()).start().waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not end");
      assertEquals(status, process.exitValue());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void a_program_is_told_the_name_of_its_jar() throws Exception {
    var program = Files.writeString(folder.resolve("name.ruchy"), "println(args())").toString();
    var terminal = FakeTerminal.ofAPerson();
    assertEquals(0, terminal.run("build", program), terminal.errors());
    var process = start(java(), "-jar", "name.jar", "x");
    assertEquals(
        "[\"name.jar\", \"x\"]\n", new String(process.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, process.waitFor());
  }

  private Process start(String... command) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("RUCHY_JAVA_HOME", Javas.THIS.toString());
    builder.redirectError(folder.resolve("errors").toFile());
    return builder.start();
  }

  private String build() throws Exception {
    var program =
        Files.writeString(
            folder.resolve("server.ruchy"),
            """
            let server = http::Server::new("127.0.0.1:0")
            server.get("/", |req, res| { res.text("ok") })
            server.listen()
            println("listening")
            """);
    var terminal = FakeTerminal.ofAPerson();
    assertEquals(0, terminal.run("build", program.toString()), terminal.errors());
    return folder.resolve("server.jar").toString();
  }

  private static String java() throws Exception {
    return Javas.older()
        .orElseThrow(() -> new TestAbortedException("this machine has no Java older than 25"))
        .resolve("bin/java")
        .toString();
  }
}
