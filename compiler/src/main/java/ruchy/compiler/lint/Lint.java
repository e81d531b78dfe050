package ruchy.compiler.lint;

import ruchy.compiler.infer.Types;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.runtime.library.Library;

/// Looks for what is legal and most likely not meant.
public final class Lint {
  private Lint() {}

  /// Reports warnings about the whole program; none for an entry of a session, whose names others
  /// may use. `leftovers`: also parameters, loop variables and top-level names that nobody reads.
  public static void lint(
      Program program, Types types, Library library, boolean leftovers, Problems problems) {
    if (program.isSession()) {
      return;
    }
    for (Function function : program.functions()) {
      walk(function.body(), problems);
    }
    VariableUse.look(program, leftovers, problems);
    Operands.look(program, types, library, problems);
    Routes.look(program, problems);
  }

  private static void walk(Node node, Problems problems) {
    switch (node) {
      case Node.Match match -> {
        Matches.look(match, problems);
        match(match, problems);
      }
      case Node.Sequence sequence -> {
        DeadCode.look(sequence, problems);
        Nodes.children(sequence, child -> walk(child, problems));
      }
      case Node.Conditional conditional -> {
        Conditions.look(conditional.condition(), true, problems);
        Nodes.children(conditional, child -> walk(child, problems));
      }
      case Node.While loop -> {
        Conditions.look(loop.condition(), false, problems);
        Nodes.children(loop, child -> walk(child, problems));
      }
      default -> Nodes.children(node, child -> walk(child, problems));
    }
  }

  /// The parts of a match, of which the rest of a long one has been looked at with it.
  private static void match(Node.Match match, Problems problems) {
    Nodes.children(
        match,
        child -> {
          if (child instanceof Node.Match rest
              && rest == match.otherwise()
              && Matches.isContinued(match)) {
            match(rest, problems);
          } else {
            walk(child, problems);
          }
        });
  }
}
