package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A class of the tests that runs as a program, in a JVM of its own with the class path of the
/// tests.
public final class OwnJvm {
  private static final int LIMIT_SECONDS = 60;

  private OwnJvm() {}

  /// How a program has ended, and what it has printed.
  public record End(int status, String output, String errors) {}

  /// The command that runs the class; its JVM starts quickly, and needs little.
  ///
  /// @param options of the JVM
  public static List<String> command(Class<?> program, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Starts the class.
  public static Process start(Class<?> program, String... arguments) throws IOException {
    return new ProcessBuilder(command(program, List.of(), arguments)).start();
  }

  /// Runs the class, without anything on its standard input, to its end.
  public static End run(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    return end(start(program, arguments));
  }

  /// Waits for the end of a program that prints less than a pipe holds to its standard error.
  public static End end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
    return new End(process.exitValue(), output, errors);
  }
}
