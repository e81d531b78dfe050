package ruchy.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What a reader of the results must know of the machine.
public final class Machine {
  private Machine() {}

  /// One line: processor, system, Java, time.
  public static String description() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown processor");
    return String.format(
        "%d x %s, %s %s, Java %s, %s UTC, load average %s",
        Runtime.getRuntime().availableProcessors(),
        model,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version(),
        LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES),
        Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  /// The first line that a command prints, such as its version; "not there" when it cannot be run.
  public static String firstLineOf(String... command) throws InterruptedException {
    try {
      String output = EndedProcess.of(List.of(command)).output();
      return output.lines().findFirst().orElse("").strip();
    } catch (IOException missing) {
      return "not there";
    }
  }
}
