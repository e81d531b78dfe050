package ruchy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTest {
  private static final long NANOS = 2_000_000;
  private static final String LINE = ": [0-9.]+ (ns|µs|ms|s) per call \\([0-9]+ calls?\\)";

  @TempDir private Path folder;
  private final FakeTerminal terminal = FakeTerminal.ofAPerson();

  private int bench(String program, String filter) throws IOException {
    var file = Files.writeString(folder.resolve("b.ruchy"), program).toString();
    return new BenchCommand(file, List.of(), filter, NANOS).perform(terminal.terminal());
  }

  @Test
  void each_bench_function_is_one_line() throws IOException {
    int status =
        bench(
            """
            let xs = [3, 1, 2]
            #[bench]
            fun sorting() { xs.sort() }
            mod inner {
                @bench
                fun quick() { 1 }
                fun other() { throw "not run" }
            }
            #[test]
            fun tested() { throw "not run" }
            fun main() { throw "not run" }
            """,
            "");
    var lines = terminal.output().lines().toList();
    assertEquals(0, status, terminal.errors());
    assertEquals(2, lines.size(), terminal.output());
    assertTrue(lines.get(0).matches("sorting" + LINE), lines.get(0));
    assertTrue(lines.get(1).matches("inner::quick" + LINE), lines.get(1));
  }

  @Test
  void a_call_that_takes_longer_than_the_time_is_one_call() throws IOException {
    assertEquals(0, bench("#[bench] fun slow() { sleep(5) }", ""));
    assertTrue(
        terminal.output().matches("slow: [0-9.]+ ms per call \\(1 call\\)\n"), terminal.output());
  }

  @Test
  void the_filter_chooses_by_name() throws IOException {
    assertEquals(0, bench("#[bench] fun ab() { 1 }\n#[bench] fun bc() { 2 }", "bc"));
    assertTrue(terminal.output().matches("bc" + LINE + "\n"), terminal.output());
  }

  @Test
  void an_error_is_told_and_fails() throws IOException {
    assertEquals(1, bench("#[bench] fun bad() { throw \"no\" }\n#[bench] fun ok() { 1 }", ""));
    assertTrue(terminal.errors().startsWith("bad: error: no\n  at "), terminal.errors());
    assertTrue(terminal.output().matches("ok" + LINE + "\n"), terminal.output());
  }

  @Test
  void a_file_without_bench_functions_or_with_errors_fails() throws IOException {
    assertEquals(1, bench("#[test] fun t() {}", ""));
    assertTrue(terminal.errors().startsWith("error: No bench functions found in "));
    assertEquals(1, bench("totl", ""));
    assertEquals(2, terminal.run("bench"));
    assertEquals(2, terminal.run("bench", "a", "b"));
  }
}
