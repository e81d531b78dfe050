package ruchy.cli;

import java.util.List;
import ruchy.compiler.emit.Classes;

/// What came of one test.
///
/// @param message why it failed; empty if it did not
/// @param stack `FILE:LINE:COL in FUNCTION`, innermost first
/// @param output what it printed
/// @param timedOut its time was over before it had ended; then the stack is where it was
record TestResult(
    String file,
    String name,
    Outcome outcome,
    String message,
    List<String> stack,
    String output,
    double seconds,
    boolean timedOut) {

  /// How a test ended.
  enum Outcome {
    PASSED,
    FAILED,
    IGNORED
  }

  static TestResult ignored(TestFile file, Classes.Test test) {
    return new TestResult(file.name(), test.name(), Outcome.IGNORED, "", List.of(), "", 0, false);
  }

  /// Reads what [TestWorker#run] tells.
  static TestResult of(TestFile file, Classes.Test test, Object[] told) {
    boolean failed = (Boolean) told[0];
    var stack = List.of((String[]) told[2]);
    boolean timedOut = (Integer) told[5] != TestWorker.IN_TIME;
    boolean isAsItMust = failed == test.mustRaise() && !timedOut;
    var outcome = isAsItMust ? Outcome.PASSED : Outcome.FAILED;
    var message = (String) told[1];
    if (outcome == Outcome.PASSED) {
      message = "";
      stack = List.of();
    } else if (test.mustRaise() && !timedOut) {
      message = "The test should have raised an error";
    }
    if (outcome == Outcome.FAILED && stack.isEmpty()) {
      stack = List.of(file.name() + ":" + test.line() + " in " + test.name());
    }
    double seconds = (Long) told[4] / 1e9;
    return new TestResult(
        file.name(), test.name(), outcome, message, stack, (String) told[3], seconds, timedOut);
  }
}
