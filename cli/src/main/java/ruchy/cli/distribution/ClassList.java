package ruchy.cli.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The list of what a program of a kind loads, from which `ruchyc build --aot` makes start-up
/// caches without running the program. It is a text of the JVM: a class a line, and lines that
/// begin with `@` about lambdas.
record ClassList(Path file) {
  /// What only the command that ran the training has.
  private static final Pattern OF_THE_COMMAND =
      Pattern.compile("(^|\\s)(ruchy/(cli|compiler|program)|picocli|org/objectweb/asm)/");

  boolean exists() {
    return Files.exists(file);
  }

  /// Trains the list; without it start-up caches hold less.
  void write(TrainingRun training) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    var all = Files.createTempFile("ruchyc-classes", ".list");
    try {
      if (training.succeeds("-XX:DumpLoadedClassList=" + all)) {
        Files.write(file, ofPrograms(Files.readAllLines(all)));
      }
    } finally {
      Files.deleteIfExists(all);
    }
  }

  /// The lines that hold for programs too.
  static List<String> ofPrograms(List<String> lines) {
    return lines.stream().filter(line -> !OF_THE_COMMAND.matcher(line).find()).toList();
  }
}
