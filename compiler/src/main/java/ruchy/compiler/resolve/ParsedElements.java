package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;

/// `texts.map(|t| t.parse()).collect()` in a place annotated `Result`: what a closure gives stands
/// in the place that its call is for, so that a `parse` there gives a Result (L 17.3), and the
/// first one that fails is the result. As much holds where the next call of a chain takes Results.
final class ParsedElements {
  /// Methods that take the values out of lists of Results.
  private static final Set<String> OPENING = Set.of("flatten", "to_result");

  /// Methods whose function may be one of Results.
  private static final Set<String> TESTING =
      Set.of("filter", "filter_map", "partition", "all", "any", "find", "position", "count");

  private ParsedElements() {}

  /// Looks at a call whose arguments are resolved: the closure whose elements it takes, or its own,
  /// gives Results if the call wants some.
  static void wantResults(Node receiver, String name, List<Node.Element> arguments) {
    if (name.equals("flat_map")) {
      wantResults(closure(arguments));
    } else if (OPENING.contains(name)
        || TESTING.contains(name) && takesResults(closure(arguments))) {
      wantResults(receiver);
    }
  }

  /// The elements of a list are wanted as Results.
  static void wantResults(Node list) {
    if (list instanceof Node.CallMethod(Node target, var name, var _, var arguments, _, _, _)) {
      switch (name) {
        case "map" -> wantResults(closure(arguments));
        case "iter", "into_iter", "filter", "take", "skip", "rev", "inspect", "collect" ->
            wantResults(target);
        default -> {}
      }
    }
  }

  private static void wantResults(@Nullable Function closure) {
    if (closure != null && closure.result() == null) {
      closure.setBody(wanting(closure.body()));
    }
  }

  private static @Nullable Function closure(List<Node.Element> arguments) {
    return arguments.size() == 1
            && arguments.getFirst().value() instanceof Node.MakeClosure(Function function, _)
        ? function
        : null;
  }

  /// Whether the value of a closure is a method of a Result, called on its parameter.
  private static boolean takesResults(@Nullable Function closure) {
    return closure != null
        && closure.parameters().size() == 1
        && last(closure.body()) instanceof Node.CallMethod call
        && MemberResolver.isOfResult(call.name())
        && call.target() instanceof Node.Read read
        && read.variable() == closure.parameters().getFirst().variable();
  }

  private static Node last(Node body) {
    return body instanceof Node.Sequence sequence && !sequence.nodes().isEmpty()
        ? last(sequence.nodes().getLast())
        : body;
  }

  /// The body with a Result as value, where that is a `parse`.
  private static Node wanting(Node body) {
    return switch (body) {
      case Node.Sequence sequence when !sequence.nodes().isEmpty() -> {
        List<Node> nodes = new ArrayList<>(sequence.nodes());
        nodes.add(wanting(nodes.removeLast()));
        yield new Node.Sequence(nodes, sequence.span());
      }
      case Node.Conditional choice ->
          new Node.Conditional(
              choice.condition(),
              wanting(choice.then()),
              wanting(choice.otherwise()),
              choice.span());
      default -> MemberResolver.wantingResult(body);
    };
  }
}
