package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ruchy.compiler.Compiler;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.ProblemPrinter;

/// `ruchyc lint FILES`: what is wrong or hardly meant in each program, one line each (L 20.2).
///
/// @param rules the codes of the warnings to tell, such as `R0301`; all of them if it is empty.
///   Errors are always told
/// @param json the problems are printed as one JSON array on standard output
/// @param deniesWarnings anything told is a failure, not errors alone
record LintCommand(
    List<String> files,
    List<String> preludes,
    Set<String> rules,
    boolean json,
    boolean deniesWarnings)
    implements Command {
  @Override
  public int perform(Terminal terminal) {
    var all = new ArrayList<Problem>();
    for (String file : files) {
      var problems = problems(file, terminal);
      all.addAll(problems);
      if (!json) tell(file, problems, terminal);
    }
    if (json) terminal.print(ProblemPrinter.json(all).stripTrailing());
    boolean fails = deniesWarnings ? !all.isEmpty() : all.stream().anyMatch(ProblemReport::isError);
    return fails ? Status.FAILED : Status.OK;
  }

  private List<Problem> problems(String file, Terminal terminal) {
    var program = ProgramFiles.of(preludes, SourceFiles.read(file, terminal));
    return program.compile(Compiler.Options.STANDARD).problems().stream()
        .filter(each -> ProblemReport.isError(each) || isLookedFor(each.code()))
        .toList();
  }

  private boolean isLookedFor(String rule) {
    return rules.isEmpty() || rules.contains(rule);
  }

  private static void tell(String file, List<Problem> problems, Terminal terminal) {
    for (Problem problem : problems) {
      terminal.print(problem.span() + ": " + problem.code() + ": " + problem.message());
    }
    if (problems.isEmpty()) terminal.print("✓ No issues found in " + file);
  }
}
