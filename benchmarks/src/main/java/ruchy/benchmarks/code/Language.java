package ruchy.benchmarks.code;

import java.util.Arrays;
import java.util.List;

/// The languages beside Java in which the programs are written too.
enum Language {
  NODE("Node", "node", ".js"),
  BUN("Bun", "bun", ".js"),
  GO("Go", "go", ".go"),
  PYTHON("Python", "python3", ".py");

  private final String title;
  private final String command;
  private final String ending;

  Language(String title, String command, String ending) {
    this.title = title;
    this.command = command;
    this.ending = ending;
  }

  /// The names on the command line.
  static List<String> texts() {
    return Arrays.stream(values()).map(Language::text).toList();
  }

  String text() {
    return this == PYTHON ? "python" : command;
  }

  String title() {
    return title;
  }

  String command() {
    return command;
  }

  /// How the names of the files end.
  String ending() {
    return ending;
  }

  /// Whether processes are measured from nothing to their end, several times.
  boolean isMeasuredWhole() {
    return this != PYTHON;
  }
}
