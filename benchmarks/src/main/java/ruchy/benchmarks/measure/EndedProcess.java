package ruchy.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A process that was run to its end.
///
/// @param output what it wrote to standard output and standard error
public record EndedProcess(int status, String output) {
  /// Runs the command; raises IOException when it cannot be started.
  public static EndedProcess of(List<String> command) throws IOException, InterruptedException {
    return of(command, Map.of());
  }

  /// As `of`, with variables beside those of this process.
  public static EndedProcess of(List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new EndedProcess(process.waitFor(), output);
  }

  /// As `of`; raises IllegalStateException with the output when the status is not 0.
  public static EndedProcess successful(List<String> command)
      throws IOException, InterruptedException {
    return successful(command, Map.of());
  }

  /// As `successful`, with variables beside those of this process.
  public static EndedProcess successful(List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    EndedProcess ended = of(command, variables);
    if (ended.status != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + ended.status + ":\n" + ended.output);
    }
    return ended;
  }
}
