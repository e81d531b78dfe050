package ruchy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import ruchy.compiler.Compiler;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.ProblemPrinter;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.style.Style;

/// `ruchyc lint FILES`: what is wrong or hardly meant in each program, one line each (L 20.2).
///
/// @param rules the codes of the warnings to tell, such as `R0301`; all of them if it is empty.
///   Errors are always told
/// @param mostComplex how many ways through a function there may be
/// @param isStrict also what is public and has no comment
/// @param fixes what is certain is mended in place
/// @param json the problems are printed as one JSON array on standard output
/// @param deniesWarnings anything told is a failure, not errors alone
record LintCommand(
    List<String> files,
    List<String> preludes,
    Set<String> rules,
    int mostComplex,
    boolean isStrict,
    boolean fixes,
    boolean json,
    boolean deniesWarnings)
    implements Command {
  @Override
  public int perform(Terminal terminal) {
    var all = new ArrayList<Problem>();
    for (String file : files) {
      if (fixes) fix(file, terminal);
      var problems = problems(file, terminal);
      all.addAll(problems);
      if (!json) tell(file, problems, terminal);
    }
    if (json) terminal.print(ProblemPrinter.json(all).stripTrailing());
    boolean fails = deniesWarnings ? !all.isEmpty() : all.stream().anyMatch(ProblemReport::isError);
    return fails ? Status.FAILED : Status.OK;
  }

  private List<Problem> problems(String file, Terminal terminal) {
    var source = SourceFiles.read(file, terminal);
    var all = new Problems();
    ProgramFiles.of(preludes, source)
        .compile(Compiler.Options.LINT)
        .problems()
        .forEach(all::report);
    return DeepStack.call(
        () -> {
          Style.look(source, mostComplex, isStrict, all);
          return all.inOrder().stream()
              .filter(each -> ProblemReport.isError(each) || isLookedFor(each.code()))
              .toList();
        });
  }

  /// Mends each problem that knows how, such as a name that nobody uses, which gets a `_`.
  private void fix(String file, Terminal terminal) {
    if (file.equals(SourceFiles.STANDARD_INPUT)) {
      throw new CommandFailure(Status.WRONG_USAGE, "ruchyc lint --fix needs FILES to mend");
    }
    var source = SourceFiles.read(file, terminal);
    var fixes = new TreeMap<Integer, Problem.Fix>(Comparator.reverseOrder());
    for (Problem problem : problems(file, terminal)) {
      var fix = problem.fix();
      boolean isHere = problem.span().source().name().equals(source.name());
      if (isHere && fix != null) fixes.put(fix.place().start(), fix);
    }
    if (fixes.isEmpty()) return;
    var text = new StringBuilder(source.text());
    for (var fix : fixes.values()) {
      text.replace(fix.place().start(), fix.place().end(), fix.text());
    }
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException failure) {
      throw new CommandFailure(
          Status.FAILED, "Cannot write to " + file + ": " + failure.getMessage());
    }
    if (!json) terminal.print("✓ Mended " + fixes.size() + " in " + file);
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
