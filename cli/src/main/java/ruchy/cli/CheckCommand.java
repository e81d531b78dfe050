package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.Compiler;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.ProblemPrinter;

/// `ruchyc check FILES..`: compiles each file as a program of its own and runs none.
///
/// @param json the problems are printed as one JSON array on standard output
record CheckCommand(List<String> files, List<String> preludes, boolean json) implements Command {
  @Override
  public int perform(Terminal terminal) {
    var all = new ArrayList<Problem>();
    for (String file : files) {
      var program = ProgramFiles.of(preludes, SourceFiles.read(file, terminal));
      var problems = program.compile(Compiler.Options.STANDARD).problems();
      all.addAll(problems);
      if (!json) tell(file, problems, terminal);
    }
    if (json) terminal.print(ProblemPrinter.json(all).stripTrailing());
    return hasErrors(all) ? Status.FAILED : Status.OK;
  }

  private void tell(String file, List<Problem> problems, Terminal terminal) {
    for (Problem problem : problems) {
      var sign = ProblemReport.isError(problem) ? "✗ " : "warning: ";
      terminal.complain(sign + problem.span() + ": " + problem.message());
    }
    if (hasErrors(problems)) return;
    terminal.print(files.size() == 1 ? "✓ Syntax is valid" : "✓ " + file + ": Syntax is valid");
  }

  private static boolean hasErrors(List<Problem> problems) {
    return problems.stream().anyMatch(ProblemReport::isError);
  }
}
