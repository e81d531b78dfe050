package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `ruchyc`, or a jar that it has built, as a process of its own in a folder, to its end.
final class RuchycProcess {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final int LIMIT_SECONDS = 120;

  private final Path folder;

  /// How a process ended and what it wrote.
  record Result(int status, String output, String errors) {}

  RuchycProcess(Path folder) {
    this.folder = folder;
  }

  /// Runs a command line with nothing on standard input.
  Result run(String... args) throws IOException, InterruptedException {
    return runWithInput("", args);
  }

  Result runWithInput(String input, String... args) throws IOException, InterruptedException {
    return java(input, ruchyc(args));
  }

  /// Runs a command line whose standard output goes to a file or device, and is not looked at.
  Result runInto(String output, String... args) throws IOException, InterruptedException {
    return java("", ruchyc(args), Path.of(output));
  }

  /// What follows `java` and its own options for a command line: with the detector of shared state
  /// if the tests run under it.
  static List<String> ruchyc(String... args) {
    var classPath = System.getProperty("java.class.path");
    var detector = "-Druchy.detect=" + Boolean.getBoolean("ruchy.detect");
    var command = new ArrayList<>(List.of(detector, "-cp", classPath, "ruchy.cli.Ruchyc"));
    command.addAll(Arrays.asList(args));
    return command;
  }

  /// Runs a jar with arguments.
  Result jar(String jar, String... args) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("-jar", jar));
    command.addAll(Arrays.asList(args));
    return java("", command);
  }

  /// Runs `java` with these arguments.
  Result java(String input, List<String> arguments) throws IOException, InterruptedException {
    var out = Files.createTempFile("ruchyc", ".out");
    try {
      var result = java(input, arguments, out);
      return new Result(result.status(), Files.readString(out, UTF_8), result.errors());
    } finally {
      Files.delete(out);
    }
  }

  private Result java(String input, List<String> arguments, Path out)
      throws IOException, InterruptedException {
    var in = Files.writeString(Files.createTempFile("ruchyc", ".in"), input);
    var err = Files.createTempFile("ruchyc", ".err");
    var command =
        new ArrayList<>(List.of(JAVA.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "did not end: " + command);
      var errors = Files.readString(err, UTF_8);
      assertFalse(errors.contains("detector: "), errors);
      return new Result(process.exitValue(), "", errors);
    } finally {
      process.destroyForcibly();
      for (Path file : List.of(in, err)) Files.delete(file);
    }
  }
}
