package ruchy.cli;

import java.util.Locale;
import java.util.StringJoiner;
import ruchy.cli.TestResult.Outcome;

/// For tools: one JSON object on standard output, at the end.
final class TestJsonReport implements TestReport {
  private final Terminal terminal;

  TestJsonReport(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void notCompiled(TestFile file) {}

  @Override
  public void withoutTests(TestFile file) {}

  @Override
  public void warned(TestFile file) {
    ProblemReport.neverRun(file.compilation(), terminal);
  }

  @Override
  public void tested(TestResult result) {}

  @Override
  public void end(TestSummary summary) {
    var tests = new StringJoiner(",\n", "[\n", "\n]");
    tests.setEmptyValue("[]");
    for (TestResult result : summary.results()) tests.add(test(result));
    var errors = new StringJoiner(",", "[", "]");
    for (TestFile file : summary.notCompiled()) {
      var message = ProblemReport.firstError(file.compilation());
      errors.add(
          "{\"file\":"
              + JsonText.quote(file.name())
              + ",\"message\":"
              + JsonText.quote(message)
              + "}");
    }
    terminal.print(
        "{\"success\":"
            + summary.isSuccess()
            + ",\"total\":"
            + summary.results().size()
            + ",\"passed\":"
            + summary.count(Outcome.PASSED)
            + ",\"failed\":"
            + summary.count(Outcome.FAILED)
            + ",\"ignored\":"
            + summary.count(Outcome.IGNORED)
            + ",\"duration_ms\":"
            + millis(summary.seconds())
            + ",\"errors\":"
            + errors
            + ",\"tests\":"
            + tests
            + "}");
  }

  private static String test(TestResult result) {
    var text = new StringBuilder("{\"file\":").append(JsonText.quote(result.file()));
    text.append(",\"name\":").append(JsonText.quote(result.name()));
    text.append(",\"status\":\"").append(result.outcome().name().toLowerCase(Locale.ROOT));
    text.append("\",\"duration_ms\":").append(millis(result.seconds()));
    if (result.outcome() == Outcome.FAILED) {
      var stack = new StringJoiner(",", "[", "]");
      for (String line : result.stack()) stack.add(JsonText.quote(line));
      if (result.timedOut()) text.append(",\"timed_out\":true");
      text.append(",\"message\":").append(JsonText.quote(result.message()));
      text.append(",\"stack\":").append(stack);
      text.append(",\"output\":").append(JsonText.quote(result.output()));
    }
    return text.append('}').toString();
  }

  private static String millis(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds * 1000);
  }
}
