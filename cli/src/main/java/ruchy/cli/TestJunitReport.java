package ruchy.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ruchy.cli.TestResult.Outcome;

/// For build servers: the XML that JUnit's reports made common, on standard output at the end. A
/// file is a suite.
final class TestJunitReport implements TestReport {
  private final Terminal terminal;

  TestJunitReport(Terminal terminal) {
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
    var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    attribute("tests", summary.results().size(), text);
    attribute("failures", summary.count(Outcome.FAILED), text);
    attribute("errors", summary.notCompiled().size(), text);
    attribute("skipped", summary.count(Outcome.IGNORED), text);
    attribute("time", seconds(summary.seconds()), text);
    text.append(">\n");
    Map<String, List<TestResult>> suites = new LinkedHashMap<>();
    for (TestResult result : summary.results()) {
      suites.computeIfAbsent(result.file(), _ -> new ArrayList<>()).add(result);
    }
    suites.forEach((file, results) -> suite(file, results, text));
    for (TestFile file : summary.notCompiled()) notCompiledSuite(file, text);
    terminal.print(text.append("</testsuites>").toString());
  }

  private static void suite(String file, List<TestResult> results, StringBuilder text) {
    text.append("  <testsuite");
    attribute("name", file, text);
    attribute("tests", results.size(), text);
    attribute("failures", count(results, Outcome.FAILED), text);
    attribute("errors", 0, text);
    attribute("skipped", count(results, Outcome.IGNORED), text);
    attribute("time", seconds(results.stream().mapToDouble(TestResult::seconds).sum()), text);
    text.append(">\n");
    for (TestResult result : results) test(result, text);
    text.append("  </testsuite>\n");
  }

  private static void test(TestResult result, StringBuilder text) {
    text.append("    <testcase");
    attribute("classname", result.file(), text);
    attribute("name", result.name(), text);
    attribute("time", seconds(result.seconds()), text);
    text.append(">\n");
    switch (result.outcome()) {
      case PASSED -> {}
      case IGNORED -> text.append("      <skipped/>\n");
      case FAILED -> {
        text.append("      <failure");
        attribute("message", result.message(), text);
        if (result.timedOut()) attribute("type", "timeout", text);
        text.append('>');
        for (String line : result.stack()) text.append(escaped("at " + line)).append('\n');
        text.append("</failure>\n");
      }
    }
    if (!result.output().isEmpty()) {
      text.append("      <system-out>").append(escaped(result.output())).append("</system-out>\n");
    }
    text.append("    </testcase>\n");
  }

  private static void notCompiledSuite(TestFile file, StringBuilder text) {
    text.append("  <testsuite");
    attribute("name", file.name(), text);
    attribute("tests", 1, text);
    attribute("failures", 0, text);
    attribute("errors", 1, text);
    text.append(">\n    <testcase");
    attribute("classname", file.name(), text);
    attribute("name", "compiles", text);
    text.append(">\n      <error");
    attribute("message", ProblemReport.firstError(file.compilation()), text);
    text.append("/>\n    </testcase>\n  </testsuite>\n");
  }

  private static int count(List<TestResult> results, Outcome outcome) {
    return (int) results.stream().filter(result -> result.outcome() == outcome).count();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static void attribute(String name, int value, StringBuilder text) {
    attribute(name, Integer.toString(value), text);
  }

  private static void attribute(String name, String value, StringBuilder text) {
    text.append(' ').append(name).append("=\"");
    text.append(escaped(value).replace("\n", "&#10;")).append('"');
  }

  /// Characters that XML 1.0 cannot have are told by the replacement character.
  private static String escaped(String value) {
    var text = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(
            letter -> {
              switch (letter) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> text.appendCodePoint(isXml(letter) ? letter : 0xFFFD);
              }
            });
    return text.toString();
  }

  private static boolean isXml(int letter) {
    boolean isControl = letter < ' ' && letter != '\t' && letter != '\n' && letter != '\r';
    return !isControl
        && !(letter >= 0xD800 && letter <= 0xDFFF)
        && letter != 0xFFFE
        && letter != 0xFFFF;
  }
}
