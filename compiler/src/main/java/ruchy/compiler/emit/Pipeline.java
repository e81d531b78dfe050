package ruchy.compiler.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// A chain of methods of a list that can be one loop, such as `xs.filter(f).map(g).sum()`.
///
/// A chain of one method that calls a function does in its loop what the library does, in the same
/// order. In a longer one the functions would be called in another order than the language says, so
/// they must have no effects; and because an error of one could then come before that of another, a
/// chain that raises is run again method by method, which raises what it must.
///
/// @param source the list
/// @param stages the methods, in the order of the source
record Pipeline(Node source, List<Stage> stages) {
  private static final String CALLS = "ruchy/runtime/member/ListCallMembers";
  private static final String RANGE_CALLS = "ruchy/runtime/member/RangeCallMembers";
  private static final String PLAIN = "ruchy/runtime/member/ListMembers";
  private static final String ORDER = "ruchy/runtime/member/ListOrderMembers";

  /// Each function is a parameter of the loop's method, which has room for 255. A longer chain is
  /// several loops.
  private static final int MOST_STAGES = 60;

  /// What a method does with the elements.
  enum Kind {
    MAP,
    FILTER,
    REJECT,
    EACH,
    ANY,
    ALL,
    NONE,
    COUNT,
    FIND,
    FIND_INDEX,
    REDUCE,
    SUM,
    LENGTH;

    /// Whether the next method goes on with elements.
    boolean yieldsElements() {
      return this == MAP || this == FILTER || this == REJECT;
    }

    /// Whether the method may know its value before it has seen all elements.
    boolean mayStop() {
      return this == ANY || this == ALL || this == NONE || this == FIND || this == FIND_INDEX;
    }
  }

  /// One method.
  ///
  /// @param closure the function that it is given, which is made where it stands; null if it takes
  ///   none
  /// @param version what a call of the function reaches
  /// @param takesIndex whether the function gets the index too
  /// @param initial what `reduce` begins with
  record Stage(
      Kind kind,
      Node.CallMethod call,
      LibraryFunction function,
      @Nullable Node closure,
      @Nullable Version version,
      boolean takesIndex,
      @Nullable Node initial) {}

  /// Whether the first method takes the range as it is, and not as a list.
  boolean takesRange() {
    return stages.getFirst().function().javaOwner().equals(RANGE_CALLS);
  }

  Stage last() {
    return stages.getLast();
  }

  /// Whether one loop calls functions, or raises, in another order than method after method.
  boolean changesOrder() {
    return stages.size() > 1;
  }

  /// The chain that ends with the call; null if there is none that can be a loop.
  static @Nullable Pipeline endingWith(Node.CallMethod call, Body body) {
    Deque<Stage> stages = new ArrayDeque<>();
    Node node = call;
    while (node instanceof Node.CallMethod link && stages.size() < MOST_STAGES) {
      if (isIdentity(link, body) && !stages.isEmpty()) {
        node = link.target();
        continue;
      }
      Stage stage = stage(link, body);
      if (stage == null || !(stages.isEmpty() || stage.kind.yieldsElements())) {
        break;
      }
      stages.addFirst(stage);
      node = link.target();
    }
    while (!stages.isEmpty()) {
      var pipeline = new Pipeline(node, new ArrayList<>(stages));
      if (pipeline.isOneLoop(body)) return pipeline;
      // The first methods are a chain of their own, or calls of the library.
      node = stages.removeFirst().call;
    }
    return null;
  }

  private static boolean isIdentity(Node.CallMethod call, Body body) {
    return body.version().targetOf(call) instanceof Target.OfLibrary(LibraryFunction function)
        && function.javaOwner().equals(PLAIN)
        && function.javaName().equals("iter");
  }

  private static @Nullable Stage stage(Node.CallMethod call, Body body) {
    if (!(body.version().targetOf(call) instanceof Target.OfLibrary(LibraryFunction function))) {
      return null;
    }
    Kind kind = kind(function);
    if (kind == null || Nodes.spread(call.arguments())) return null;
    List<Node> arguments = Nodes.values(call.arguments());
    if (kind == Kind.SUM || kind == Kind.LENGTH) {
      return new Stage(kind, call, function, null, null, false, null);
    }
    Node closure = arguments.getLast();
    Version version = called(closure, kind == Kind.REDUCE ? 2 : 1, body);
    if (version == null) return null;
    boolean takesIndex = version.function().maximumArity() == (kind == Kind.REDUCE ? 3 : 2);
    Node initial = kind == Kind.REDUCE ? arguments.getFirst() : null;
    return new Stage(kind, call, function, closure, version, takesIndex, initial);
  }

  private static @Nullable Kind kind(LibraryFunction function) {
    return switch (function.javaOwner()) {
      case CALLS, RANGE_CALLS ->
          switch (function.javaName()) {
            case "map" -> Kind.MAP;
            case "filter" -> Kind.FILTER;
            case "reject" -> Kind.REJECT;
            case "each" -> Kind.EACH;
            case "any" -> Kind.ANY;
            case "all" -> Kind.ALL;
            case "none" -> Kind.NONE;
            case "count" -> Kind.COUNT;
            case "find" -> Kind.FIND;
            case "findIndex" -> Kind.FIND_INDEX;
            case "reduce" ->
                function.parameterCount() == 2 && function.parameterTypes().getLast().contains("->")
                    ? Kind.REDUCE
                    : null;
            default -> null;
          };
      case PLAIN -> function.javaName().equals("len") ? Kind.LENGTH : null;
      case ORDER -> function.javaName().equals("sum") ? Kind.SUM : null;
      default -> null;
    };
  }

  /// What the library reaches when it calls the function, which stands there as a literal or by its
  /// name, with `offered` values and an index; null if that is not one known method.
  private static @Nullable Version called(Node closure, int offered, Body body) {
    if (!(closure instanceof Node.MakeClosure) && !(closure instanceof Node.FunctionValue)) {
      return null;
    }
    Code code = body.version().madeBy(closure);
    if (code == null) return null;
    Function function = code.function();
    if (function.isAsync()
        || function.isByFields()
        || function.hasRest()
        || function.maximumArity() > offered + 1) {
      return null;
    }
    int count = function.maximumArity();
    if (function.minimumArity() != count || count < offered && offered == 2 || count == 0) {
      return null;
    }
    Map<Integer, Version> open = body.types().openVersions(code);
    Version version = open.get(count);
    return version == null
            || body.names().methodIfReached(version) == null
            || version.result().type() == Type.Basic.NEVER
        ? null
        : version;
  }

  private boolean isOneLoop(Body body) {
    if (elementBefore(0, body) == Type.Basic.NEVER
        || body.typeOf(last().call) == Type.Basic.NEVER) {
      return false;
    }
    // The plain sum and length of a list are the library's.
    if (last().closure == null && stages.size() == 1) return false;
    Node initial = last().initial;
    if (initial != null && body.needsEmptyStack(List.of(initial))) return false;
    if (last().kind == Kind.SUM && !isSummed(elementBefore(stages.size() - 1, body))) return false;
    if (!changesOrder()) return true;
    boolean skips = false; // then the position in the source is not the index in the list
    for (Stage stage : stages) {
      if (skips && (stage.takesIndex || stage.kind == Kind.FIND_INDEX)) return false;
      skips |= stage.kind == Kind.FILTER || stage.kind == Kind.REJECT;
      if (stage.version != null && body.emission().facts().hasEffects(stage.version)) return false;
    }
    return initial == null || initial instanceof Node.Constant || initial instanceof Node.Read;
  }

  private static boolean isSummed(Type element) {
    return element == Type.Basic.INTEGER || element == Type.Basic.FLOAT;
  }

  /// The type of the elements that reach a method; `NEVER` for what is neither list nor range.
  Type elementBefore(int stage, Body body) {
    for (int i = stage - 1; i >= 0; i--) {
      Stage before = stages.get(i);
      if (before.kind == Kind.MAP && before.version != null) {
        return before.version.result().type();
      }
    }
    return switch (body.typeOf(source)) {
      case Type.ListType(var cell) -> cell.type();
      case Type.Basic basic when basic == Type.Basic.RANGE -> Type.Basic.INTEGER;
      default -> Type.Basic.NEVER;
    };
  }
}
