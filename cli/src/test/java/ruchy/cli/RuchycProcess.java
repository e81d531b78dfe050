package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
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
    var classPath = System.getProperty("java.class.path");
    var command = new ArrayList<>(List.of("-cp", classPath, "ruchy.cli.Ruchyc"));
    command.addAll(Arrays.asList(args));
    return java(input, command);
  }

  /// Runs a jar with arguments.
  Result jar(String jar, String... args) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("-jar", jar));
    command.addAll(Arrays.asList(args));
    return java("", command);
  }

  /// Runs `java` with these arguments.
  Result java(String input, List<String> arguments) throws IOException, InterruptedException {
    var in = Files.writeString(Files.createTempFile("ruchyc", ".in"), input);
    var out = Files.createTempFile("ruchyc", ".out");
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
      return new Result(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      process.destroyForcibly();
      for (Path file : List.of(in, out, err)) Files.delete(file);
    }
  }
}
