package ruchy.cli;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ruchy.cli.RuchycProcess.Result;

/// Programs that need more memory than there is: a JVM with a small heap runs them.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class OutOfMemoryTest {
  private static final String FILL =
      """
      fun fill() {
          let xs = []
          loop { xs.push(f"number {xs.len()}") }
      }
      """;

  /// How the message begins; the rest tells how much memory there is.
  private static final String MESSAGE = "Out of memory: the program needs more than the ";

  private static final String CATCHING =
      FILL
          + """
          let kept = []
          for i in 0..3 {
              try { fill() } catch (e: MemoryError) { kept.push(e.type) }
          }
          println(kept)
          try { loop { kept.push("abc" + kept.len().to_s()) } } catch e { println(e.message) }
          """;

  private static final String NOT_CATCHING = FILL + "println(1)\nfill()\n";

  private static final String IN_TASKS =
      FILL
          + """
          let task = async { fill() }
          try { await task } catch e { println(e.type) }
          let unseen = spawn { fill() }
          while !unseen.is_finished() { sleep(1) }
          println("on")
          """;

  private static final String IN_HANDLERS =
      FILL
          + """
          let server = http::Server::new("127.0.0.1:0")
          server.get("/fill", |req, res| fill())
          server.get("/", |req, res| "fine")
          server.listen()
          let url = f"http://127.0.0.1:{server.port}"
          println(http::get(url + "/fill").status)
          println(http::get(url + "/").text())
          server.close()
          """;

  private static final String ENTRIES = FILL + "fill()\n6 * 7\n";

  private static final Map<String, Future<Result>> RESULTS = new HashMap<>();

  @TempDir
  @SuppressWarnings("NullAway") // Set by JUnit.
  private static Path folder;

  /// Each of the programs needs seconds, and one processor: two of them run at the same time.
  @BeforeAll
  static void start() {
    ExecutorService two = Executors.newFixedThreadPool(2);
    for (String program : List.of(CATCHING, NOT_CATCHING, IN_TASKS, IN_HANDLERS)) {
      RESULTS.put(program, two.submit(() -> run(program)));
    }
    RESULTS.put(ENTRIES, two.submit(() -> withSmallHeap(folder, ENTRIES, "repl")));
    two.shutdown();
  }

  private static Result result(String program) throws Exception {
    return requireNonNull(RESULTS.get(program)).get();
  }

  @Test
  void it_is_an_error_that_can_be_caught_as_often_as_it_happens() throws Exception {
    Result result = result(CATCHING);
    String types = String.join(", ", Collections.nCopies(3, "\"MemoryError\""));
    assertTrue(result.output().startsWith("[" + types + "]\n" + MESSAGE), result.toString());
    assertEquals("", result.errors());
    assertEquals(0, result.status());
  }

  @Test
  void one_that_nobody_catches_is_reported_with_its_place() throws Exception {
    Result result = result(NOT_CATCHING);
    assertEquals(1, result.status());
    assertEquals("1\n", result.output());
    List<String> lines = result.errors().lines().toList();
    assertTrue(lines.get(0).startsWith("error: " + MESSAGE), result.errors());
    assertTrue(lines.get(1).matches("  at app\\.ruchy:[23]:\\d+ in fill"), result.errors());
    assertEquals("  at app.ruchy:6:1 in top level", lines.get(2));
    assertEquals(3, lines.size());
  }

  @Test
  void a_task_without_memory_fails_and_the_program_goes_on() throws Exception {
    Result result = result(IN_TASKS);
    assertEquals(0, result.status());
    assertEquals("MemoryError\non\n", result.output());
    List<String> lines = result.errors().lines().toList();
    assertTrue(lines.get(0).startsWith("error in spawned task: " + MESSAGE), result.errors());
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.startsWith("  at app.ruchy:") || line.startsWith("  spawned at"), line);
    }
  }

  @Test
  void a_handler_without_memory_answers_500_and_the_server_goes_on() throws Exception {
    Result result = result(IN_HANDLERS);
    assertEquals("500\nfine\n", result.output(), result::toString);
    String said = "error in handler: " + MESSAGE + "\\d+ MB that it has\n  at app.ruchy:[23]:";
    assertTrue(Pattern.compile(said).matcher(result.errors()).find(), result.errors());
  }

  @Test
  void a_session_goes_on() throws Exception {
    Result result = result(ENTRIES);
    assertTrue(result.output().contains("42"), result.output());
    assertTrue(result.errors().contains("error: " + MESSAGE), result.errors());
  }

  private static Result run(String program) throws Exception {
    Path own = Files.createTempDirectory(folder, "program");
    Files.writeString(own.resolve("app.ruchy"), program);
    return withSmallHeap(own, "", "run", "app.ruchy");
  }

  private static Result withSmallHeap(Path own, String input, String... args) throws Exception {
    var command = new ArrayList<>(List.of("-Xmx40m"));
    command.addAll(RuchycProcess.ruchyc(args));
    return new RuchycProcess(own).java(input, command);
  }
}
