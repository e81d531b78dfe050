package ruchy.cli.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// An ahead-of-time cache of the command: what a training run has loaded, ready to be mapped into
/// the next JVM. It fits the JDK and the jars that it was trained with, and no others; a JVM that
/// it does not fit ignores it.
final class AotCache {
  private static final int TRAINING_MINUTES = 3;

  private final Path file;
  private final String training;

  /// @param training what the cache is trained on, in the words of `ruchy.cli.Training`
  AotCache(Path file, String training) {
    this.file = file;
    this.training = training;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /// Trains the cache on `ruchy.cli.Training`. Without a cache `ruchyc` starts slower and works the
  /// same, so a failure is told and otherwise ignored.
  void train(List<Path> jars) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    var log = Files.createTempFile("ruchyc-training", ".log");
    try {
      var process =
          new ProcessBuilder(command(jars))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        tell("it did not end within " + TRAINING_MINUTES + " minutes", log);
      } else if (process.exitValue() != 0) {
        tell("it ended with status " + process.exitValue(), log);
      } else if (!exists()) {
        tell("the JVM wrote no cache", log);
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  /// The flags are those of the script `ruchyc`: a cache trained with other modules opened, or with
  /// another class path, would not fit.
  private List<String> command(List<Path> jars) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:AOTCacheOutput=" + file,
        // Profiles of the training would have the JIT compile at the start what is used once.
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-AOTRecordTraining",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Djdk.reflect.useNativeAccessorOnly=true",
        "-classpath",
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
        "ruchy.cli.Training",
        training);
  }

  private void tell(String reason, Path log) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(Path.of(file + ".config"));
    System.err.println("The training of ruchyc's start-up cache failed: " + reason + ". Its end:");
    try (var lines = Files.lines(log)) {
      var told = lines.filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS")).toList();
      told.subList(Math.max(0, told.size() - 20), told.size()).forEach(System.err::println);
    }
    System.err.println("ruchyc works without the cache, and starts more slowly.");
  }
}
