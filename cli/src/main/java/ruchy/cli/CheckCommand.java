package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ruchy.compiler.Compilation;
import ruchy.compiler.Compiler;
import ruchy.compiler.explain.ConcurrencyExplanation;
import ruchy.compiler.explain.TypeExplanation;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.ProblemPrinter;

/// `ruchyc check FILES..`: compiles each file as a program of its own and runs none. A file that
/// cannot be read is told, and the others are checked all the same.
///
/// @param json the problems are printed as one JSON array on standard output
/// @param explained what is told of programs without errors
record CheckCommand(
    List<String> files, List<String> preludes, boolean json, Set<Explained> explained)
    implements Command {
  /// What the compiler has found out and can tell.
  enum Explained {
    /// the inferred types, and what stays dynamic
    TYPES,
    /// how handlers and tasks run
    CONCURRENCY
  }

  CheckCommand(List<String> files, List<String> preludes, boolean json) {
    this(files, preludes, json, Set.of());
  }

  @Override
  public int perform(Terminal terminal) {
    var all = new ArrayList<Problem>();
    int status = Status.OK;
    for (String file : files) {
      Compilation compilation;
      try {
        var program = ProgramFiles.of(preludes, SourceFiles.read(file, terminal));
        compilation = program.compile(Compiler.Options.STANDARD);
      } catch (CommandFailure failure) {
        terminal.complain("error: " + failure.text());
        status = Math.max(status, failure.status());
        continue;
      }
      var problems = compilation.problems();
      all.addAll(problems);
      if (!json) tell(file, problems, terminal);
      if (!json) explain(compilation, terminal);
    }
    if (json) terminal.print(ProblemPrinter.json(all).stripTrailing());
    return hasErrors(all) ? Math.max(status, Status.FAILED) : status;
  }

  private void tell(String file, List<Problem> problems, Terminal terminal) {
    for (Problem problem : problems) {
      var sign = ProblemReport.isError(problem) ? "✗ " : "warning: ";
      terminal.complain(sign + problem.span() + ": " + problem.message());
    }
    if (hasErrors(problems)) return;
    terminal.print(files.size() == 1 ? "✓ Syntax is valid" : "✓ " + file + ": Syntax is valid");
  }

  private void explain(Compilation compilation, Terminal terminal) {
    var types = compilation.types();
    var facts = compilation.facts();
    if (types == null || facts == null) return; // there are errors
    if (explained.contains(Explained.TYPES)) {
      terminal.print(TypeExplanation.of(types).stripTrailing());
    }
    if (explained.contains(Explained.CONCURRENCY)) {
      terminal.print(ConcurrencyExplanation.of(types, facts).stripTrailing());
    }
  }

  private static boolean hasErrors(List<Problem> problems) {
    return problems.stream().anyMatch(ProblemReport::isError);
  }
}
