package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Programs whose memory is full to the last byte, and in which nothing asks for more: each runs in
/// a JVM of its own.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MemoryWatchTest {
  /// Fills the memory from a task and waits, as everything else does.
  static final class Full {
    private static Object @Nullable [] kept;

    public static void main(String[] args) {
      Launch.run(() -> program(args[0]), args);
    }

    private static void program(String name) {
      Output.STANDARD.line("begun");
      LoopThreads.free(() -> fill(name)).start();
      while (true) {
        LockSupport.park();
      }
    }

    private static void fill(String name) {
      try {
        while (true) {
          kept = new Object[] {kept};
        }
      } catch (OutOfMemoryError full) {
        if (name.equals("lets go")) {
          kept = null;
          Output.STANDARD.line("on");
          Lifetime.exit(0);
        }
      }
      while (true) {
        LockSupport.park();
      }
    }
  }

  private static OwnJvm.End run(String name) throws Exception {
    var options = List.of("-Xmx16m", "--add-opens=java.base/java.lang=ALL-UNNAMED");
    Process process = new ProcessBuilder(OwnJvm.command(Full.class, options, name)).start();
    try {
      return OwnJvm.end(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_program_that_cannot_go_on_says_so_and_ends() throws Exception {
    OwnJvm.End end = run("keeps");
    assertEquals(1, end.status(), end.toString());
    assertEquals("begun\n", end.output());
    assertTrue(
        end.errors().startsWith("error: Out of memory: the program needs more than the "),
        end.errors());
  }

  @Test
  void a_program_that_gives_back_what_filled_the_memory_goes_on() throws Exception {
    assertEquals(new OwnJvm.End(0, "begun\non\n", ""), run("lets go"));
  }
}
