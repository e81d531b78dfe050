package ruchy.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folder with the programs.
final class Examples {
  static final Path FOLDER = Path.of(System.getProperty("ruchy.root"), "examples");

  private Examples() {}

  /// The programs beside which their whole output stands, in a file with the ending `.out`.
  static List<Path> withOutput() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".ruchy"))
          .filter(file -> Files.exists(output(file)))
          .sorted()
          .toList();
    }
  }

  static Path output(Path program) {
    return program.resolveSibling(program.getFileName().toString().replace(".ruchy", ".out"));
  }
}
