package ruchy.compiler.lint;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import ruchy.compiler.problem.LintProblem.NeverRead;
import ruchy.compiler.problem.NameProblem.UndefinedFunction;
import ruchy.compiler.problem.NameProblem.UndefinedVariable;
import ruchy.compiler.problem.NameProblem.UnusedName;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// Local variables that nobody reads. Parameters, what a pattern binds, and names of the top level
/// (which another file may use) are silent, and so are names that begin with `_`.
final class VariableUse {
  private final Set<Variable> declared = new LinkedHashSet<>();
  private final Set<Variable> read = new HashSet<>();
  private final Set<Variable> written = new HashSet<>();

  private VariableUse() {}

  static void look(Program program, Problems problems) {
    var use = new VariableUse();
    for (Function function : program.functions()) {
      use.walk(function.body(), false);
      function
          .parameters()
          .forEach(
              parameter -> {
                Node fallback = parameter.fallback();
                if (fallback != null) {
                  use.walk(fallback, false);
                }
              });
    }
    Set<String> meant = meant(problems);
    for (Variable variable : use.declared) {
      if (use.read.contains(variable) || meant.contains(variable.name())) {
        continue;
      }
      problems.report(
          use.written.contains(variable)
              ? new NeverRead(variable.name(), variable.span())
              : new UnusedName(variable.name(), variable.span()));
    }
  }

  /// Names that are most likely meant where unknown ones are written: they are used, then.
  private static Set<String> meant(Problems problems) {
    Set<String> names = new HashSet<>();
    for (Problem problem : problems.inOrder()) {
      String suggestion =
          switch (problem) {
            case UndefinedVariable undefined -> undefined.suggestion();
            case UndefinedFunction undefined -> undefined.suggestion();
            default -> null;
          };
      if (suggestion != null) {
        names.add(suggestion);
      }
    }
    return names;
  }

  /// @param dropped nobody takes the value of the node
  private void walk(Node node, boolean dropped) {
    switch (node) {
      case Node.Read read -> this.read.add(read.variable());
      case Node.Declare declare -> {
        if (dropped && isLooked(declare)) {
          declared.add(declare.variable());
        }
        walk(declare.value(), false);
      }
      case Node.Write write -> {
        (isFunction(write.value()) ? read : written).add(write.variable());
        written(write, dropped);
      }
      case Node.Sequence sequence -> {
        int last = sequence.nodes().size() - 1;
        for (int i = 0; i <= last; i++) {
          walk(sequence.nodes().get(i), dropped || i < last);
        }
      }
      case Node.Conditional conditional -> {
        walk(conditional.condition(), false);
        walk(conditional.then(), dropped);
        walk(conditional.otherwise(), dropped);
      }
      case Node.While loop -> {
        walk(loop.condition(), false);
        walk(loop.body(), true);
      }
      case Node.ForEach loop -> {
        walk(loop.iterable(), false);
        walk(loop.body(), true);
      }
      case Node.Loop loop -> walk(loop.body(), true);
      default -> Nodes.children(node, child -> walk(child, false));
    }
  }

  /// `n += 1` alone reads nothing that anybody gets to see.
  private void written(Node.Write write, boolean dropped) {
    if (dropped
        && write.value() instanceof Node.Binary binary
        && binary.left() instanceof Node.Read read
        && read.variable() == write.variable()) {
      walk(binary.right(), false);
    } else {
      walk(write.value(), false);
    }
  }

  /// A `let` of the program. A task may be kept for the sake of its errors, and functions may be
  /// there for later.
  private static boolean isLooked(Node.Declare declare) {
    Variable variable = declare.variable();
    Span span = variable.span();
    boolean isLet = declare.span().start() < span.start();
    return isLet
        && !variable.isGlobal()
        && !variable.isUsedInFunctions()
        && !isFunction(declare.value())
        && !(declare.value() instanceof Node.Spawn)
        && !variable.name().startsWith("_")
        && span.text().equals(variable.name());
  }

  /// Whether the value is a function within a function.
  private static boolean isFunction(Node value) {
    return value instanceof Node.MakeClosure make && make.function().kind() == Function.Kind.NAMED;
  }
}
