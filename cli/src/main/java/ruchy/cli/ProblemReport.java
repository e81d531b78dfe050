package ruchy.cli;

import java.util.List;
import ruchy.compiler.Compilation;
import ruchy.compiler.problem.LintProblem;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problem.Severity;
import ruchy.compiler.problem.ProblemPrinter;

/// Tells the problems of a compilation on standard error (L 11.4).
final class ProblemReport {
  private ProblemReport() {}

  /// Errors and warnings.
  static void all(Compilation compilation, Terminal terminal) {
    tell(compilation.problems(), terminal);
  }

  /// Errors alone: a program that runs does not have its warnings told each time.
  static void errors(Compilation compilation, Terminal terminal) {
    tell(compilation.problems().stream().filter(ProblemReport::isError).toList(), terminal);
  }

  /// Functions that are marked as tests or benches and never run.
  static void neverRun(Compilation compilation, Terminal terminal) {
    tell(compilation.problems().stream().filter(ProblemReport::isNeverRun).toList(), terminal);
  }

  static boolean hasNeverRun(Compilation compilation) {
    return compilation.problems().stream().anyMatch(ProblemReport::isNeverRun);
  }

  private static boolean isNeverRun(Problem problem) {
    return problem instanceof LintProblem.NeverRun;
  }

  /// The message of the first error.
  static String firstError(Compilation compilation) {
    return compilation.problems().stream()
        .filter(ProblemReport::isError)
        .findFirst()
        .map(Problem::message)
        .orElseThrow();
  }

  static boolean isError(Problem problem) {
    return problem.severity() == Severity.ERROR;
  }

  private static void tell(List<Problem> problems, Terminal terminal) {
    if (problems.isEmpty()) return;
    var printer = new ProblemPrinter(terminal.hasColours(), false);
    terminal.complain(printer.print(problems).stripTrailing());
  }
}
