package ruchy.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Launch;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.OwnJvm;
import ruchy.runtime.failure.Failure;

/// How programs with tasks and timers end (L 12.2, 13.3). Each program is a process of its own.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProgramEndTest {
  /// The programs that the tests run.
  static final class Programs {
    private static Object kept = "nothing yet";

    private Programs() {}

    public static void main(String[] args) {
      Launch.run(() -> program(args[0]), args);
    }

    private static void program(String name) {
      switch (name) {
        case "fails unseen" -> {
          Task task = (Task) Tasks.spawn(Body.of(Programs::lost), false, "test.ruchy:1:1");
          kept = task;
          while (!task.isFinished()) {
            Bridge.sleep(0);
          }
          Output.STANDARD.line("main ends");
        }
        case "leaves a task" -> {
          kept = Tasks.spawn(Body.of(Programs::sleep), false, "test.ruchy:1:1");
          Output.STANDARD.line("main ends");
        }
        case "leaves a timer" -> {
          kept = TaskGlobals.setTimeout(Body.of(Programs::tick), 20L);
          Output.STANDARD.line("main ends");
        }
        default -> throw new IllegalStateException(name);
      }
    }

    private static Object lost() {
      throw Failure.of("lost");
    }

    private static Object sleep() {
      Bridge.sleep(TimeUnit.HOURS.toNanos(1));
      return kept;
    }

    private static Object tick() {
      Output.STANDARD.line("tick");
      return kept;
    }
  }

  private static OwnJvm.End run(String program) throws Exception {
    return OwnJvm.run(Programs.class, program);
  }

  @Test
  void an_error_that_nobody_awaited_is_printed_at_the_end() throws Exception {
    String told = "error in spawned task: lost\n  spawned at test.ruchy:1:1\n";
    assertEquals(new OwnJvm.End(0, "main ends\n", told), run("fails unseen"));
  }

  @Test
  void an_error_that_nobody_awaited_comes_after_all_output() throws Exception {
    var together =
        new ProcessBuilder(OwnJvm.command(Programs.class, List.of(), "fails unseen"))
            .redirectErrorStream(true)
            .start();
    assertEquals(
        new OwnJvm.End(
            0, "main ends\nerror in spawned task: lost\n  spawned at test.ruchy:1:1\n", ""),
        OwnJvm.end(together));
  }

  @Test
  void a_task_does_not_keep_the_program_alive() throws Exception {
    assertEquals(new OwnJvm.End(0, "main ends\n", ""), run("leaves a task"));
  }

  @Test
  void a_timer_keeps_the_program_alive_until_its_call() throws Exception {
    assertEquals(new OwnJvm.End(0, "main ends\ntick\n", ""), run("leaves a timer"));
  }
}
