package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.problem.LintProblem.HiddenFunction;
import ruchy.compiler.problem.LintProblem.NeverEqual;
import ruchy.compiler.problem.LintProblem.SameOperands;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;

/// Comparisons whose result is known, and calls of what hides a built-in function. A problem is
/// told only if every version of the code that can run has it.
final class Operands {
  private final Library library;

  /// What each node is suspected of; null once a version of it is fine.
  private final IdentityHashMap<Node, @Nullable Problem> suspected = new IdentityHashMap<>();

  private Operands(Library library) {
    this.library = library;
  }

  static void look(Types types, Library library, Problems problems) {
    var operands = new Operands(library);
    for (Version version : types.versions()) {
      for (Node node : version.nodes()) {
        operands.look(node, version);
      }
    }
    List<Problem> found = new ArrayList<>();
    for (Problem problem : operands.suspected.values()) {
      if (problem != null) {
        found.add(problem);
      }
    }
    found.sort(
        Comparator.comparing((Problem problem) -> problem.span().source().name())
            .thenComparingInt(problem -> problem.span().start()));
    found.forEach(problems::report);
  }

  private void look(Node node, Version version) {
    switch (node) {
      case Node.Binary binary -> {
        if (version.typeOf(binary.left()) != Type.Basic.NEVER
            && version.typeOf(binary.right()) != Type.Basic.NEVER) {
          note(node, comparison(binary, version));
        }
      }
      case Node.CallValue call -> {
        if (call.callee() instanceof Node.Read read) {
          note(node, hidden(read, version));
        }
      }
      default -> {}
    }
  }

  private void note(Node node, @Nullable Problem problem) {
    if (problem == null || !suspected.containsKey(node)) {
      suspected.put(node, problem);
    }
  }

  private @Nullable Problem comparison(Node.Binary binary, Version version) {
    return switch (binary.operator()) {
      case EQUAL, NOT_EQUAL -> {
        String left = kind(version.typeOf(binary.left()));
        String right = kind(version.typeOf(binary.right()));
        boolean isShown = isWritten(binary.left()) && isWritten(binary.right());
        if (left != null && right != null && !left.equals(right) && !isShown) {
          yield new NeverEqual(left, right, binary.span());
        }
        yield same(binary, version);
      }
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> same(binary, version);
      default -> null;
    };
  }

  /// Whether it is a literal: two of them are compared to show what comes out.
  private static boolean isWritten(Node node) {
    return switch (node) {
      case Node.Constant _, Node.AtomConstant _, Node.ByteConstant _ -> true;
      case Node.ListOf _, Node.ObjectOf _, Node.MapOf _ -> true;
      default -> false;
    };
  }

  /// `x != x` is how one asks for NaN, and so are comparisons of floats.
  private static @Nullable Problem same(Node.Binary binary, Version version) {
    String kind = kind(version.typeOf(binary.left()));
    boolean mayBeNan = version.typeOf(binary.left()).mayBe(type -> type == Type.Basic.FLOAT);
    return kind != null
            && !mayBeNan
            && binary.operator() != Operator.NOT_EQUAL
            && isSame(binary.left(), binary.right())
        ? new SameOperands(binary.operator().text(), binary.span())
        : null;
  }

  private static boolean isSame(Node left, Node right) {
    if (left instanceof Node.Read one && right instanceof Node.Read other) {
      return one.variable() == other.variable();
    }
    return left instanceof Node.ReadMember one
        && right instanceof Node.ReadMember other
        && one.name().equals(other.name())
        && isSame(one.target(), other.target());
  }

  /// The kind that all values of the type have, of those that equal no value of another kind (L
  /// 6.6); null for all other types.
  private static @Nullable String kind(Type type) {
    String kind = null;
    for (Type alternative : type.alternatives()) {
      String each =
          switch (alternative) {
            case Type.Basic basic ->
                switch (basic) {
                  case INTEGER, FLOAT, BYTE -> "number";
                  case STRING -> "string";
                  case BOOLEAN -> "boolean";
                  case ATOM -> "atom";
                  case NEVER, NIL, RANGE, ERROR, OPTION, FUNCTION, ANY -> null;
                };
            case Type.ListType _ -> "list";
            case Type.MapType _, Type.ObjectType _ -> "map";
            default -> null;
          };
      if (each == null || kind != null && !kind.equals(each)) {
        return null;
      }
      kind = each;
    }
    return kind;
  }

  private @Nullable Problem hidden(Node.Read callee, Version version) {
    Variable variable = callee.variable();
    boolean isBuiltIn = !library.functions("", variable.name()).isEmpty();
    return isBuiltIn && kind(version.typeOf(callee)) != null
        ? new HiddenFunction(variable.name(), callee.span(), variable.span())
        : null;
  }
}
