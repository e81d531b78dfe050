package ruchy.compiler.lint;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.problem.LintProblem.DroppedResult;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// Statements such as `xs.sort()`: the method changes nothing and gives a new list, which nobody
/// takes (L 17.3 to 17.6). In other languages methods of these names change their receiver.
final class DroppedResults {
  private static final int LONGEST_SHOWN = 40;

  private final Set<Node> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

  DroppedResults(Program program) {
    for (Function function : program.functions()) {
      walk(function.body());
    }
  }

  private void walk(Node node) {
    switch (node) {
      case Node.Sequence sequence -> {
        List<Node> nodes = sequence.nodes();
        nodes.stream().limit(Math.max(0, nodes.size() - 1)).forEach(dropped::add);
      }
      case Node.While loop -> drop(loop.body());
      case Node.Loop loop -> drop(loop.body());
      case Node.ForEach loop -> drop(loop.body());
      default -> {}
    }
    Nodes.children(node, this::walk);
  }

  /// The value of a body is dropped, and so is that of its last statement.
  private void drop(Node body) {
    dropped.add(body);
    if (body instanceof Node.Sequence sequence && !sequence.nodes().isEmpty()) {
      drop(sequence.nodes().getLast());
    }
  }

  @Nullable Problem problem(Node.CallMethod call, Version version) {
    return dropped.contains(call)
            && version.targetOf(call) instanceof Target.OfLibrary(LibraryFunction function)
            && givesOther(function)
        ? new DroppedResult(call.name(), function.owner(), remedy(call), call.span())
        : null;
  }

  /// Whether the method does nothing but give another value of the receiver's kind. Functions that
  /// are called with the elements are there for what they do, unless they only say an order.
  private static boolean givesOther(LibraryFunction method) {
    boolean isOfKind =
        method.resultType().equals(method.owner())
            || method.resultType().startsWith(method.owner() + "<");
    boolean callsFunctions = method.parameterTypes().stream().anyMatch(type -> type.contains("->"));
    return method.kind() == LibraryFunction.Kind.METHOD
        && isOfKind
        && method.flows().contains(Flow.COMPUTES)
        && !method.mutates()
        && !method.waits()
        && (!callsFunctions || method.name().startsWith("sort"));
  }

  /// `xs = xs.sort()`; null where the receiver is no place.
  private static @Nullable String remedy(Node.CallMethod call) {
    Node receiver = call.target();
    boolean isPlace =
        receiver instanceof Node.Read
            || receiver instanceof Node.ReadMember
            || receiver instanceof Node.ReadIndex;
    String place = receiver.span().text();
    return isPlace && place.length() <= LONGEST_SHOWN && place.indexOf('\n') < 0
        ? place + " = " + place + "." + call.name() + (call.arguments().isEmpty() ? "()" : "(..)")
        : null;
  }
}
