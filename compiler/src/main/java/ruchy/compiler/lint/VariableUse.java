package ruchy.compiler.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.LintProblem.NeverRead;
import ruchy.compiler.problem.LintProblem.UnusedParameter;
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
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// Variables that nobody reads: local ones, and with the leftovers also parameters, loop variables
/// and those of the top level. What a pattern binds is silent, and so are names that begin with
/// `_`.
final class VariableUse {
  private final Set<Variable> declared = new LinkedHashSet<>();
  private final Set<Variable> read = new HashSet<>();
  private final Set<Variable> written = new HashSet<>();

  private final Set<Function> values = new HashSet<>();
  private final boolean leftovers;

  /// The file whose top-level names no other file sees; null if there is none.
  private final @Nullable Source closed;

  private VariableUse(Program program, boolean leftovers) {
    this.leftovers = leftovers;
    this.closed = leftovers && runs(program) ? program.topLevel().span().source() : null;
  }

  /// Whether the program does something, unlike a module that only declares what others import.
  private static boolean runs(Program program) {
    Source source = program.topLevel().span().source();
    return program.main() != null
        || program.topLevel().body() instanceof Node.Sequence code
            && code.nodes().stream()
                .anyMatch(node -> node.span().source() == source && !isDeclaration(node));
  }

  private static boolean isDeclaration(Node node) {
    return switch (node) {
      case Node.Declare _, Node.Destructure _, Node.FunctionValue _, Node.Constant _ -> true;
      default -> false;
    };
  }

  static void look(Program program, boolean leftovers, Problems problems) {
    var use = new VariableUse(program, leftovers);
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
    if (leftovers) {
      use.parameters(program, problems);
    }
  }

  /// Parameters of functions and methods that are only called. What others lay down has the
  /// parameters that they ask for: closures and functions given to someone, methods of a trait, and
  /// methods that several types have.
  private void parameters(Program program, Problems problems) {
    Map<String, Integer> methods = new HashMap<>();
    for (Function function : program.functions()) {
      if (function.kind() == Function.Kind.METHOD) {
        methods.merge(function.name(), 1, Integer::sum);
      }
    }
    for (Function function : program.functions()) {
      boolean isOwn =
          switch (function.kind()) {
            case NAMED -> function.enclosing() == null;
            case METHOD ->
                !function.isPrescribed() && methods.getOrDefault(function.name(), 0) == 1;
            case TOP_LEVEL, CLOSURE, TASK -> false;
          };
      boolean isEmpty = function.body() instanceof Node.Constant;
      if (!isOwn || isEmpty || values.contains(function)) {
        continue;
      }
      for (Function.Parameter parameter : function.parameters()) {
        Variable variable = parameter.variable();
        if (!read.contains(variable) && isNamed(variable) && !variable.name().equals("self")) {
          problems.report(new UnusedParameter(variable.name(), function.name(), variable.span()));
        }
      }
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
      case Node.FunctionValue value -> values.add(value.function());
      case Node.Write(Variable entering, Node.Check(Node.Read(Variable given, _, _), _, _, _), _)
          when entering == given -> {
        // The check of a parameter as it enters reads it for nobody.
      }
      case Node.Declare declare -> {
        if ((dropped || declare.variable().isGlobal()) && isLooked(declare)) {
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
        if (leftovers) {
          loopVariable(loop.variable());
          loopVariable(loop.second());
        }
        walk(loop.iterable(), false);
        walk(loop.body(), true);
      }
      case Node.Loop loop -> walk(loop.body(), true);
      default -> Nodes.children(node, child -> walk(child, false));
    }
  }

  private void loopVariable(@Nullable Variable variable) {
    if (variable != null && isNamed(variable)) {
      declared.add(variable);
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
  private boolean isLooked(Node.Declare declare) {
    Variable variable = declare.variable();
    Span span = variable.span();
    boolean isLet = declare.span().start() < span.start();
    return isLet
        && (variable.isGlobal() ? isOfProgram(declare) : !variable.isUsedInFunctions())
        && !isFunction(declare.value())
        && !(declare.value() instanceof Node.Spawn)
        && isNamed(variable);
  }

  /// Whether the variable is written in the program, and may be left unread by its name.
  private static boolean isNamed(Variable variable) {
    return !variable.name().startsWith("_") && variable.span().text().equals(variable.name());
  }

  /// Whether it is a `let` of the program's top level that no other file can see.
  private boolean isOfProgram(Node.Declare declare) {
    return closed != null
        && declare.span().source() == closed
        && declare.span().text().startsWith("let");
  }

  /// Whether the value is a function within a function.
  private static boolean isFunction(Node value) {
    return value instanceof Node.MakeClosure make && make.function().kind() == Function.Kind.NAMED;
  }
}
