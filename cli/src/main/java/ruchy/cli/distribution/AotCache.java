package ruchy.cli.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An ahead-of-time cache of the command: what a training run has loaded, ready to be mapped into
/// the next JVM. It fits the JDK and the jars that it was trained with, and no others; a JVM that
/// it does not fit ignores it.
record AotCache(Path file) {
  boolean exists() {
    return Files.exists(file);
  }

  /// Trains the cache. Without it `ruchyc` starts slower and works the same, so a failure is told
  /// and otherwise ignored.
  void write(TrainingRun training) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    if (!training.succeeds("-XX:AOTCacheOutput=" + file)) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(Path.of(file + ".config"));
    } else if (!exists()) {
      System.err.println("The JVM wrote no " + file + "; ruchyc starts more slowly without it.");
    }
  }
}
