package ruchy.cli;

import java.util.ArrayList;
import java.util.List;

/// All that came of a run of tests.
final class TestSummary {
  private final List<TestResult> results = new ArrayList<>();
  private final List<TestFile> notCompiled = new ArrayList<>();
  private double seconds;

  void add(TestResult result) {
    results.add(result);
  }

  void add(TestFile file) {
    if (file.compilation().classes() == null) notCompiled.add(file);
  }

  void end(double afterSeconds) {
    seconds = afterSeconds;
  }

  List<TestResult> results() {
    return results;
  }

  /// The files with errors, whose tests could not be run.
  List<TestFile> notCompiled() {
    return notCompiled;
  }

  double seconds() {
    return seconds;
  }

  int count(TestResult.Outcome outcome) {
    return (int) results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /// A run without any test is none: somebody has named the wrong path, or mistyped the filter.
  boolean isSuccess() {
    return notCompiled.isEmpty() && count(TestResult.Outcome.FAILED) == 0 && !results.isEmpty();
  }
}
