package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.problem.LintProblem.CollectsList;
import ruchy.compiler.problem.LintProblem.HiddenFunction;
import ruchy.compiler.problem.LintProblem.NeverEqual;
import ruchy.compiler.problem.LintProblem.NeverOption;
import ruchy.compiler.problem.LintProblem.SameOperands;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;

/// Comparisons whose result is known, loops that never end, results that nobody takes, and calls of
/// what hides a built-in function. A problem is told only if every version of the code that can run
/// has it.
final class Operands {
  private final Library library;
  private final DroppedResults dropped;

  /// What each node is suspected of; null once a version of it is fine.
  private final IdentityHashMap<Node, @Nullable Problem> suspected = new IdentityHashMap<>();

  private Operands(Library library, DroppedResults dropped) {
    this.library = library;
    this.dropped = dropped;
  }

  static void look(Program program, Types types, Library library, Problems problems) {
    var operands = new Operands(library, new DroppedResults(program));
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
      case Node.CallMethod call -> {
        Problem collected = collected(call, version);
        note(node, collected == null ? dropped.problem(call, version) : collected);
      }
      case Node.Loop loop -> note(node, Endless.problem(loop, version));
      case Node.CallLibrary call -> {
        if (call.owner().isEmpty() && isComparing(call)) {
          List<Node> compared = Nodes.values(call.arguments());
          note(node, option(compared.get(0), compared.get(1), call.span(), version));
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
        Problem option = option(binary.left(), binary.right(), binary.span(), version);
        if (option != null) {
          yield option;
        }
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

  /// `collect::<String>()` that stayed a call of the library's `collect`, which gives a list.
  private static @Nullable Problem collected(Node.CallMethod call, Version version) {
    boolean isCollect =
        call.name().equals("collect")
            && call.typeArguments().size() == 1
            && version.targetOf(call) instanceof Target.OfLibrary;
    String method = isCollect ? conversion(call.typeArguments().getFirst()) : null;
    return method == null ? null : new CollectsList(method, call.span());
  }

  private static @Nullable String conversion(Annotation type) {
    return switch (type) {
      case Annotation.OfKind of when of.kind() == Annotation.Kind.STRING -> "join(\"\")";
      case Annotation.SetOf _ -> "to_set()";
      case Annotation.MapOf _ -> "to_map()";
      case Annotation.ResultOf _ -> "to_result()";
      case Annotation.OptionOf _ -> "to_option()";
      default -> null;
    };
  }

  private static boolean isComparing(Node.CallLibrary call) {
    return (call.name().equals("assert_eq") || call.name().equals("assert_ne"))
        && call.arguments().size() >= 2
        && !Nodes.spread(call.arguments());
  }

  /// `Some(x)` and a value that certainly is no Option.
  private static @Nullable Problem option(Node left, Node right, Span span, Version version) {
    boolean isLeft = left instanceof Node.MakeOption;
    Node other = isLeft ? right : left;
    String kind = isWritten(other) ? null : plain(version.typeOf(other));
    return (isLeft ? left : right) instanceof Node.MakeOption made
            && made.form() != Node.OptionForm.NONE
            && kind != null
        ? new NeverOption(name(made.form()), kind, span)
        : null;
  }

  private static String name(Node.OptionForm form) {
    return switch (form) {
      case SOME -> "Some";
      case NONE -> "None";
      case OK -> "Ok";
      case ERR -> "Err";
    };
  }

  /// The kind that values of the type have which are no Options, with `or nil` if they may be nil;
  /// null if they may be Options, or of several kinds.
  static @Nullable String plain(Type type) {
    List<Type> others = type.alternatives().stream().filter(one -> one != Type.Basic.NIL).toList();
    String kind = null;
    for (Type each : others) {
      String own = each instanceof Type.TupleType ? "tuple" : kind(each);
      if (own == null || kind != null && !kind.equals(own)) {
        return null;
      }
      kind = own;
    }
    boolean mayBeNil = others.size() < type.alternatives().size();
    return kind == null || !mayBeNil ? kind : kind + " or nil";
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
