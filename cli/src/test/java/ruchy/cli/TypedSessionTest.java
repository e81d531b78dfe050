package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// Sessions that a person types (L 20.3), each on a pseudo terminal of its own. What is waited for
/// is never part of what is typed, which the terminal shows too.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(CONCURRENT)
final class TypedSessionTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final String CTRL_C = "\u0003";
  private static final long LIMIT_SECONDS = 60;

  @TempDir private Path folder;

  @BeforeAll
  static void needs_pseudo_terminals() {
    assumeTrue(Files.isExecutable(SCRIPT), "no script(1) here");
  }

  /// A session, and what its terminal has shown so far.
  private final class Session implements AutoCloseable {
    private final Process process;
    private final StringBuilder shown = new StringBuilder();
    private int seen;

    Session() throws IOException, InterruptedException {
      var java = Path.of(System.getProperty("java.home"), "bin", "java");
      var builder =
          new ProcessBuilder(
              SCRIPT.toString(),
              "-qfec",
              "stty cols 80 rows 24; exec "
                  + java
                  + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
                  + " -Druchy.detect="
                  + Boolean.getBoolean("ruchy.detect")
                  + " ruchy.cli.Ruchyc repl",
              "/dev/null");
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.environment().put("TERM", "xterm");
      builder.directory(folder.toFile()).redirectErrorStream(true);
      process = builder.start();
      Thread.ofPlatform().daemon().start(this::read);
      await("ruchy> ");
      type("let x = 4 * 10\n");
      await("40");
    }

    private void read() {
      try (InputStream in = process.getInputStream()) {
        byte[] bytes = new byte[4096];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          synchronized (shown) {
            shown.append(new String(bytes, 0, count, UTF_8));
            shown.notifyAll();
          }
        }
      } catch (IOException closed) {
        // The test has ended, or waits in vain and tells what it has seen.
      }
    }

    void type(String text) throws IOException {
      process.getOutputStream().write(text.getBytes(UTF_8));
      process.getOutputStream().flush();
    }

    /// Waits until the terminal shows the text, after what was waited for before.
    void await(String text) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      synchronized (shown) {
        int at;
        while ((at = shown.indexOf(text, seen)) < 0) {
          long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (left <= 0) fail("waited for " + text + " in vain:\n" + shown);
          shown.wait(left);
        }
        seen = at + text.length();
      }
    }

    /// Types an entry whose value is 42, which nothing else shows.
    void answers() throws IOException, InterruptedException {
      type("x + 2\n");
      await("42");
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void ctrl_c_stops_what_runs_and_the_session_goes_on() throws Exception {
    try (var session = new Session()) {
      session.type("println('be' + 'gun'); loop { }\n");
      session.await("begun");
      session.type(CTRL_C);
      session.await("error: Interrupted");
      session.await("at <entry 2>:1:24 in top level");
      session.answers();
      session.type("fun f(n) { while true { n += 1 } }; println('sta' + 'rted'); f(1)\n");
      session.await("started");
      session.type(CTRL_C);
      session.await("error: Interrupted");
      session.await("in f");
      session.answers();
      session.type("exit\n");
      assertTrue(session.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
      assertEquals(0, session.process.exitValue());
    }
  }

  @Test
  void ctrl_c_ends_a_wait_and_no_catch_keeps_the_entry_alive() throws Exception {
    try (var session = new Session()) {
      session.type("println('wai' + 'ting'); sleep(100000)\n");
      session.await("waiting");
      session.type(CTRL_C);
      session.await("error: Interrupted");
      session.answers();
      session.type("println('try' + 'ing'); loop { try { sleep(100000) } catch e { } }\n");
      session.await("trying");
      session.type(CTRL_C);
      session.await("error: Interrupted");
      session.answers();
    }
  }

  @Test
  void ctrl_c_ends_a_wait_for_a_line_and_what_is_typed_then_is_the_next_entry() throws Exception {
    try (var session = new Session()) {
      session.type("let given = input('na' + 'me: ')\n");
      session.await("name: ");
      session.type("a line\n");
      session.type("given.to_upper()\n");
      session.await("\"A LINE\"");
      session.type("given = input('ag' + 'ain: ')\n");
      session.await("again: ");
      session.type(CTRL_C);
      session.await("error: Interrupted");
      session.answers();
      session.type("given = input('on' + 'ce more: ')\n");
      session.await("once more: ");
      session.type("another\n");
      session.type("given.to_upper()\n");
      session.await("\"ANOTHER\"");
      session.answers();
    }
  }

  @Test
  void ctrl_c_drops_the_line_that_is_typed() throws Exception {
    try (var session = new Session()) {
      session.type("x = [1,\n");
      session.await("ruchy... ");
      session.type("2" + CTRL_C);
      session.await("ruchy> ");
      session.answers();
    }
  }

  @Test
  void ctrl_c_closes_no_server() throws Exception {
    try (var session = new Session()) {
      session.type("let s = http::serve(0, |q, r| r.text('still ' + 'there')); nil\n");
      session.type("println('ser' + 'ving'); sleep(100000)\n");
      session.await("serving");
      session.type(CTRL_C);
      session.await("error: Interrupted");
      session.type("http::get(f\"http://127.0.0.1:{s.port}/\").text()\n");
      session.await("\"still there\"");
      session.answers();
    }
  }
}
