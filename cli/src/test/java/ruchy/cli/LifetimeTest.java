package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.cli.RuchycProcess.Result;

/// How programs run from start to end (L 13), and what becomes of the errors of tasks (L 12.2).
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(CONCURRENT)
final class LifetimeTest {
  @TempDir private Path folder;

  @Test
  void modules_run_first_then_preludes_then_the_program_then_main() throws Exception {
    write("part.ruchy", "println(\"module\")\npub fun f() { 1 }");
    write("before.ruchy", "println(\"prelude\")");
    write(
        "app.ruchy", "use part::f\nprintln(\"top level\", f())\nfun main() { println(\"main\") }");
    assertEquals(
        new Result(0, "module\nprelude\ntop level 1\nmain\n", ""),
        ruchyc().run("run", "--prelude", "before.ruchy", "app.ruchy"));
  }

  @Test
  void the_file_of_a_socket_goes_with_its_program() throws Exception {
    String path = folder.resolve("gone.sock").toString();
    var result =
        run("net::UnixListener::bind(\"" + path + "\"); println(file_exists(\"" + path + "\"))");
    assertEquals(new Result(0, "true\n", ""), result);
    assertTrue(Files.notExists(folder.resolve("gone.sock")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "fun main() { println(1) } main() println(2)¦12¦0",
        "fun main(n = 7) { println(n) }¦7¦0",
        "println(1); return; println(2)¦1¦0",
        "async fun main() { sleep(1); println(5) }¦5¦0",
        "fun main() { println(1); exit(3) }¦1¦3",
        "exit(); println(1)¦¦0",
        "spawn { sleep(10000); println(1) } println(2)¦2¦0",
        "set_timeout(|| println(1), 5); println(2)¦21¦0",
        "let t = set_interval(|| println(1), 5); t.cancel(); println(2)¦2¦0"
      })
  void a_program_ends_when_it_is_done(String program, String printed, int status) throws Exception {
    var result = run(program);
    var output = printed == null ? "" : printed;
    assertEquals(
        new Result(status, output, ""),
        new Result(result.status(), result.output().replace("\n", ""), result.errors()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fun main() { Err(\"bad\") }|error: bad",
        "async fun main() { sleep(1); Err({code: 2}) }|error: {code: 2}",
        "fun main() { return Err([1, \"a\"]) }|error: [1, \"a\"]"
      })
  void an_error_that_main_returns_ends_the_program_with_status_1(String program, String error)
      throws Exception {
    assertEquals(new Result(1, "", error + "\n"), run(program));
  }

  @Test
  void an_error_that_leaves_an_async_main_ends_the_program_too() throws Exception {
    var result = run("async fun main() {\n    throw \"bad\"\n}");
    assertEquals(new Result(1, "", "error: bad\n  at app.ruchy:2:5 in task in main\n"), result);
  }

  @Test
  void main_must_not_need_arguments() throws Exception {
    var result = run("fun main(n) { println(n) }");
    assertEquals(1, result.status());
    assertTrue(
        result
            .errors()
            .startsWith("error: Function expects 1 arguments, got 0\n  at app.ruchy:1:5"),
        result.errors());
  }

  @Test
  void the_error_of_a_task_that_nobody_holds_is_told_at_once() throws Exception {
    var result =
        run(
            """
            fun work(n) { [1, 2][n] }
            spawn {
                work(5)
            }
            sleep(20)
            println("goes on")
            """);
    assertEquals(
        new Result(
            0,
            "goes on\n",
            """
            error in spawned task: Index 5 out of bounds for array of length 2
              at app.ruchy:1:15 in work
              at app.ruchy:3:5 in task in top level
              spawned at app.ruchy:2:1
            """),
        result);
  }

  @Test
  void the_error_of_a_task_that_nobody_awaited_is_told_at_the_end() throws Exception {
    var result =
        run(
            """
            let kept = async { throw "kept" }
            let awaited = async { throw "awaited" }
            try { await awaited } catch e { println(e) }
            sleep(5)
            println("last")
            """);
    assertEquals(
        new Result(
            0,
            "awaited\nlast\n",
            """
            error in spawned task: kept
              at app.ruchy:1:20 in task in top level
              spawned at app.ruchy:1:12
            """),
        result);
  }

  @Test
  void the_arguments_after_the_file_belong_to_the_program() throws Exception {
    write("app.ruchy", "println(args(), env_args() == env::args())");
    assertEquals(
        new Result(0, "[\"app.ruchy\", \"-x\", \"--help\", \"a b\"] true\n", ""),
        ruchyc().run("run", "app.ruchy", "-x", "--help", "a b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void a_signal_ends_a_program_that_only_waits_at_once(String signal) throws Exception {
    assertEquals(signal.equals("TERM") ? 143 : 130, statusAfter(signal, "sleep(60000)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void a_signal_closes_what_keeps_a_program_alive(String signal) throws Exception {
    assertEquals(signal.equals("TERM") ? 0 : 130, statusAfter(signal, "set_interval(|| 1, 1000)"));
  }

  /// The exit status of a program that gets the signal after it has said that it is ready.
  private int statusAfter(String signal, String program) throws Exception {
    write("app.ruchy", "println(\"ready\")\n" + program);
    var command = new ArrayList<>(RuchycProcess.ruchyc("app.ruchy"));
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try (var output = process.inputReader()) {
      // `println` to a pipe is sent at the next blocking point: the program waits from then on.
      assertEquals("ready", output.readLine());
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "did not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Result run(String program) throws Exception {
    write("app.ruchy", program);
    return ruchyc().run("app.ruchy");
  }

  private RuchycProcess ruchyc() {
    return new RuchycProcess(folder);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
