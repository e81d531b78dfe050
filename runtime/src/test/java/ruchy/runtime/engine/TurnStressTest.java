package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs `TurnStress` by jcstress: in JVMs of its own, with different orders of compilation for each
/// thread. Ordinarily each of the four is run once in each of these; `-Dstress.mode=default` takes
/// its time (jcstress has `sanity`, `quick`, `default`, `tough`, `stress`).
final class TurnStressTest {
  private static final String MODE = System.getProperty("stress.mode", "sanity");

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void those_who_have_the_turn_see_all_that_was_done_before_and_nothing_half_done(
      @TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two threads need two processors");
    Path printed = folder.resolve("printed.txt");
    Process stress =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.openjdk.jcstress.Main",
                    "-t",
                    "TurnStress",
                    "-m",
                    MODE,
                    // There are dozens of JVMs: each is to start quickly.
                    "-jvmArgsPrepend",
                    "-XX:+UseSerialGC",
                    "-r",
                    folder.resolve("report").toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      int status = stress.waitFor();
      String text = Files.readString(printed);
      assertEquals(0, status, text);
      assertTrue(text.contains("All remaining tests: 4 matching test results"), text);
    } finally {
      stress.descendants().forEach(ProcessHandle::destroyForcibly);
      stress.destroyForcibly();
    }
  }
}
