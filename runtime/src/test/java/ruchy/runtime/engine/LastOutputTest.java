package ruchy.runtime.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What tasks have printed when a signal ends the process, or another task does (L 13.4, L 15.2).
/// Each line goes to standard output, which is collected, and then to standard error past `Output`:
/// whatever arrived there was printed before, so it must have left, wherever the end found the
/// threads.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LastOutputTest {
  /// `-Doutput.rounds=20` is the long form.
  private static final int ROUNDS = Integer.getInteger("output.rounds", 5);

  private static final String ENOUGH = "thread 1 line 2000";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"alone, 143", "open, 0", "exit, 3"})
  void nothing_that_was_printed_is_lost_at_the_end(String how, int status) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path out = folder.resolve("out.txt");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Printing.class.getName(),
                  how)
              .redirectOutput(out.toFile())
              .start();
      Set<String> told = new HashSet<>();
      try (var errors =
          new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
        String line;
        while ((line = errors.readLine()) != null) {
          told.add(line);
          if (line.equals(ENOUGH) && status != 3) {
            process.toHandle().destroy(); // `Process.destroy` would close the streams, too.
          }
        }
        assertEquals(status, process.waitFor());
      } finally {
        process.destroyForcibly();
      }
      assertTrue(told.contains(ENOUGH));
      told.removeAll(new HashSet<>(Files.readAllLines(out)));
      assertEquals(Set.of(), told);
    }
  }

  /// The program: threads that print until the end.
  static final class Printing {
    private Printing() {}

    public static void main(String[] args) {
      if (args[0].equals("open")) {
        Lifetime.opened((grace, whenDone) -> whenDone.run());
      }
      // Another hook takes its time, as that of a socket's file may.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> LockSupport.parkNanos(50_000_000)));
      for (int thread = 1; thread <= 3; thread++) {
        String name = "thread " + thread;
        new Thread(() -> print(name, args[0])).start();
      }
    }

    private static void print(String name, String how) {
      try (OutputStream past = new FileOutputStream(FileDescriptor.err)) {
        for (int i = 1; true; i++) {
          String line = name + " line " + i;
          Output.STANDARD.line(line);
          past.write((line + "\n").getBytes(UTF_8));
          if (line.equals(ENOUGH) && how.equals("exit")) {
            new Thread(() -> Lifetime.exit(3)).start();
          }
        }
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
