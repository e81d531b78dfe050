package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;

/// The end of a program as its parent process sees it (L 11.3, 13.4, 15.2). Each program is a
/// process of its own.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaunchTest {
  private static OwnJvm.End run(String program) throws IOException, InterruptedException {
    return OwnJvm.run(Programs.class, program);
  }

  /// The programs that the tests run.
  static final class Programs {
    private Programs() {}

    public static void main(String[] args) {
      Launch.run(() -> program(args[0]), args);
    }

    private static void program(String name) {
      Output.STANDARD.line("Grüße");
      switch (name) {
        case "returns" -> Launch.printResult("[1, \"a\"]");
        case "raises" -> throw Failure.of("no luck");
        case "err" -> Launch.endOfMain(Options.err(ListValue.of(1L, "ä")));
        case "ok" -> Launch.endOfMain(Options.ok(1L));
        case "needs" -> throw new OutOfMemoryError("Java heap space");
        case "breaks" -> throw new NoSuchFieldError("x");
        case "mistakes" -> throw new ClassCastException("x");
        case "exits" -> Lifetime.exit(7);
        case "sleeps" -> Bridge.sleep(TimeUnit.HOURS.toNanos(1));
        case "floods" -> flood();
        case "computes" -> compute();
        default -> throw new IllegalStateException(name);
      }
    }

    /// Tells on standard error that the line is printed, and never waits.
    private static void compute() {
      Output.ERROR.line("ready");
      while (true) {
        Thread.onSpinWait();
      }
    }

    private static void flood() {
      while (true) {
        Output.STANDARD.line("and so on");
      }
    }
  }

  @Test
  void a_program_that_returns_has_written_everything_and_ends_with_0() throws Exception {
    assertEquals(new OwnJvm.End(0, "Grüße\n[1, \"a\"]\n", ""), run("returns"));
  }

  @Test
  void an_uncaught_error_is_reported_after_the_output_with_status_1() throws Exception {
    OwnJvm.End end = run("raises");
    assertEquals(1, end.status());
    assertEquals("Grüße\n", end.output());
    assertTrue(end.errors().startsWith("error: no luck\n"), end.errors());
  }

  @Test
  void a_program_that_needs_more_memory_than_there_is_says_so() throws Exception {
    OwnJvm.End end = run("needs");
    assertEquals(1, end.status());
    assertTrue(end.errors().startsWith("error: Out of memory: the program needs more than the "));
  }

  @Test
  void a_fault_of_the_compiler_is_told_as_such_with_status_70() throws Exception {
    assertEquals(
        new OwnJvm.End(70, "Grüße\n", "error: internal error: java.lang.NoSuchFieldError: x\n"),
        run("breaks"));
  }

  @Test
  void a_value_of_another_kind_than_the_compiler_knew_ends_with_status_70() throws Exception {
    OwnJvm.End end = run("mistakes");
    assertEquals(70, end.status());
    assertEquals("Grüße\n", end.output());
    assertTrue(
        end.errors().startsWith("error: Internal error of ruchyc, not of the program: "),
        end.errors());
  }

  @Test
  void main_returning_err_reports_it_with_status_1() throws Exception {
    assertEquals(new OwnJvm.End(1, "Grüße\n", "error: [1, \"ä\"]\n"), run("err"));
  }

  @Test
  void main_returning_ok_is_a_normal_end() throws Exception {
    assertEquals(new OwnJvm.End(0, "Grüße\n", ""), run("ok"));
  }

  @Test
  void exit_writes_the_output_and_gives_the_status() throws Exception {
    assertEquals(new OwnJvm.End(7, "Grüße\n", ""), run("exits"));
  }

  @Test
  void what_was_printed_before_a_wait_can_be_read_during_it() throws Exception {
    Process process = OwnJvm.start(Programs.class, "sleeps");
    try {
      byte[] line =
          process.getInputStream().readNBytes("Grüße\n".getBytes(StandardCharsets.UTF_8).length);
      assertEquals("Grüße\n", new String(line, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_signal_loses_nothing_of_what_was_printed() throws Exception {
    Process process = OwnJvm.start(Programs.class, "computes");
    assertEquals('r', process.getErrorStream().read());
    process.toHandle().destroy();
    OwnJvm.End end = OwnJvm.end(process);
    assertEquals("Grüße\n", end.output());
    assertEquals(143, end.status());
  }

  @Test
  void a_reader_who_does_not_read_keeps_no_program_alive() throws Exception {
    Process process = OwnJvm.start(Programs.class, "floods");
    assertEquals('G', process.getInputStream().read());
    process.toHandle().destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(143, process.exitValue());
  }

  @Test
  void a_program_whose_reader_has_gone_ends_quietly() throws Exception {
    Process process = OwnJvm.start(Programs.class, "floods");
    assertEquals('G', process.getInputStream().read());
    process.getInputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(141, process.exitValue());
    assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
