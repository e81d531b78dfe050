package ruchy.cli;

import java.util.Locale;
import ruchy.cli.TestResult.Outcome;

/// For people: a sign for each test as soon as it is known, then the failures and the counts.
final class TestTextReport implements TestReport {
  private final Terminal terminal;
  private final boolean verbose;

  /// Whether signs stand in a line that has not ended.
  private boolean isInLine;

  TestTextReport(Terminal terminal, boolean verbose) {
    this.terminal = terminal;
    this.verbose = verbose;
  }

  @Override
  public void notCompiled(TestFile file) {
    endLine();
    ProblemReport.errors(file.compilation(), terminal);
  }

  @Override
  public void withoutTests(TestFile file) {
    endLine();
    terminal.print("No test functions found in " + file.name());
  }

  @Override
  public void warned(TestFile file) {
    if (ProblemReport.hasNeverRun(file.compilation())) endLine();
    ProblemReport.neverRun(file.compilation(), terminal);
  }

  @Override
  public void tested(TestResult result) {
    if (verbose) {
      var millis = String.format(Locale.ROOT, "%.1f ms", result.seconds() * 1000);
      terminal.print(
          switch (result.outcome()) {
            case PASSED -> "test " + name(result) + " ... ok (" + millis + ")";
            case FAILED -> "test " + name(result) + " ... FAILED (" + millis + ")";
            case IGNORED -> "test " + name(result) + " ... ignored";
          });
      return;
    }
    switch (result.outcome()) {
      case PASSED -> sign(".");
      case FAILED -> sign("F");
      case IGNORED -> {}
    }
  }

  private void sign(String sign) {
    terminal.printPart(sign);
    isInLine = true;
  }

  private void endLine() {
    if (isInLine) terminal.print("");
    isInLine = false;
  }

  private static String name(TestResult result) {
    return result.file() + " " + result.name();
  }

  @Override
  public void end(TestSummary summary) {
    endLine();
    for (TestResult result : summary.results()) {
      if (result.outcome() == Outcome.FAILED) failure(result);
    }
    var text = new StringBuilder();
    if (!summary.results().isEmpty()) text.append('\n');
    text.append("Total: ").append(summary.results().size()).append('\n');
    text.append("Passed: ").append(summary.count(Outcome.PASSED)).append('\n');
    text.append("Failed: ").append(summary.count(Outcome.FAILED)).append('\n');
    text.append("Ignored: ").append(summary.count(Outcome.IGNORED)).append('\n');
    text.append(String.format(Locale.ROOT, "Duration: %.2fs", summary.seconds()));
    if (summary.isSuccess()) text.append("\n\n✅ All tests passed!");
    terminal.print(text.toString());
    for (TestFile file : summary.notCompiled()) {
      terminal.complain("error: the tests of " + file.name() + " were not run: it has errors");
    }
  }

  private void failure(TestResult result) {
    var text = new StringBuilder("\n✗ ").append(name(result)).append('\n');
    text.append(indented(result.message(), "  "));
    for (String line : result.stack()) text.append("    at ").append(line).append('\n');
    if (!result.output().isEmpty()) {
      text.append("  It printed:\n").append(indented(result.output(), "    "));
    }
    terminal.print(text.toString().stripTrailing());
  }

  private static String indented(String text, String by) {
    var lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(by).append(line).append('\n'));
    return lines.toString();
  }
}
