package ruchy.cli;

import org.jspecify.annotations.Nullable;

/// Tells people or tools what comes of tests. Files and their results come in order.
sealed interface TestReport permits TestTextReport, TestJsonReport, TestJunitReport {
  /// The value of `--format`.
  enum Format {
    TEXT,
    JSON,
    JUNIT;

    static @Nullable Format named(String name) {
      return switch (name) {
        case "text" -> TEXT;
        case "json" -> JSON;
        case "junit" -> JUNIT;
        default -> null;
      };
    }

    TestReport report(Terminal terminal, boolean verbose) {
      return switch (this) {
        case TEXT -> new TestTextReport(terminal, verbose);
        case JSON -> new TestJsonReport(terminal);
        case JUNIT -> new TestJunitReport(terminal);
      };
    }
  }

  /// The file has errors.
  void notCompiled(TestFile file);

  void withoutTests(TestFile file);

  /// Functions of the file that are marked as tests and never run, if there are any; before what
  /// comes of its tests.
  void warned(TestFile file);

  void tested(TestResult result);

  /// All is known.
  void end(TestSummary summary);
}
