package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// `(a..b).rev()`, `(a..b).step_by(3)`, `(a..b).rev().step_by(3)` as what a loop walks over: it
/// counts, so that the list which these methods give (L 17.6) need not be made.
///
/// @param down from the end to the start
/// @param step the distance of the numbers, 1 to 2,147,483,647: sums of two do not overflow
record Progression(Node.RangeOf range, boolean down, long step) {
  /// How a loop counts: `before` is evaluated first, `count` is walked over, and `value` is
  /// computed from its number.
  record Counting(List<Node> before, Node.RangeOf count, Variable number, Node value) {}

  /// The progression that a node gives; null if it gives something else, or a plain range.
  static @Nullable Progression of(Node node) {
    if (!(node instanceof Node.CallMethod call)) {
      return null;
    }
    List<Node.Element> arguments = call.arguments();
    Progression inner =
        call.target() instanceof Node.RangeOf range && range.start() != null && range.end() != null
            ? new Progression(range, false, 1)
            : of(call.target());
    if (inner == null || inner.step != 1) {
      return null;
    }
    return switch (call.name()) {
      case "rev", "reverse", "reversed" ->
          arguments.isEmpty() && !inner.down ? new Progression(inner.range, true, 1) : null;
      case "step_by" -> {
        Long step = arguments.size() == 1 ? literal(arguments.getFirst()) : null;
        yield step == null || step < 1 || step > Integer.MAX_VALUE
            ? null
            : new Progression(inner.range, inner.down, step);
      }
      default -> null;
    };
  }

  private static @Nullable Long literal(Node.Element argument) {
    return !argument.spread()
            && argument.value() instanceof Node.Constant(Object value, var _)
            && value instanceof Long number
        ? number
        : null;
  }

  /// The same numbers by counting upwards from 0, or from the start of the range.
  Counting counting(Frame frame) {
    Span span = range.span();
    List<Node> before = new ArrayList<>();
    Node start = kept(range.start(), frame, before);
    Node end = kept(range.end(), frame, before);
    Variable number = frame.temporary("number", span);
    var whole = new Node.RangeOf(start, end, range.inclusive(), span);
    Node counted = new Node.Read(number, false, span);
    if (step == 1 && down) {
      return new Counting(before, whole, number, minus(last(end), minus(counted, again(start))));
    }
    // The range itself says whether its ends are integers.
    before.add(new Node.Declare(frame.temporary("range", span), whole, span));
    // Whole steps and the one that is left. What is left is rounded by itself, because the length
    // of a long range plus a step may be more than an integer holds.
    Node rest = binary(Operator.MODULO, minus(again(end), again(start)), integer(step));
    Node rounded = plus(rest, integer(range.inclusive() ? step : step - 1));
    Node count =
        plus(
            binary(Operator.DIVIDE, minus(again(end), again(start)), integer(step)),
            binary(Operator.DIVIDE, rounded, integer(step)));
    Node distance = binary(Operator.MULTIPLY, counted, integer(step));
    Node value = down ? minus(last(again(end)), distance) : plus(again(start), distance);
    return new Counting(before, new Node.RangeOf(integer(0), count, false, span), number, value);
  }

  /// The value of an end, which is evaluated only once.
  private static Node kept(@Nullable Node end, Frame frame, List<Node> before) {
    if (end == null) {
      throw new IllegalStateException("an open range has no progression");
    }
    if (end instanceof Node.Constant) {
      return end;
    }
    Variable variable = frame.temporary("end", end.span());
    before.add(new Node.Declare(variable, end, end.span()));
    return new Node.Read(variable, false, end.span());
  }

  /// The same value at a second place: no node stands in two.
  private static Node again(Node end) {
    return switch (end) {
      case Node.Constant constant -> new Node.Constant(constant.value(), constant.span());
      case Node.Read read -> new Node.Read(read.variable(), false, read.span());
      default -> throw new IllegalStateException("an end was not kept: " + end);
    };
  }

  /// The last number below or at an end.
  private Node last(Node end) {
    return range.inclusive() ? again(end) : minus(again(end), integer(1));
  }

  private Node integer(long value) {
    return new Node.Constant(value, range.span());
  }

  private Node plus(Node left, Node right) {
    return binary(Operator.ADD, left, right);
  }

  private Node minus(Node left, Node right) {
    return binary(Operator.SUBTRACT, left, right);
  }

  private Node binary(Operator operator, Node left, Node right) {
    return new Node.Binary(operator, left, right, range.span());
  }
}
