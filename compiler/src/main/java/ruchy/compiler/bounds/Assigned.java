package ruchy.compiler.bounds;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;

/// Which variables a piece of code assigns, and in which direction: a loop that only adds to a
/// counter never takes it below where it began.
final class Assigned {
  private enum Direction {
    UP,
    DOWN,
    ANY
  }

  private final Map<Variable, Direction> directions = new HashMap<>();

  private Assigned() {}

  static Assigned in(Node... nodes) {
    var assigned = new Assigned();
    for (Node node : nodes) {
      assigned.look(node);
    }
    return assigned;
  }

  /// Whether the code assigns nothing.
  static boolean isNone(Node node) {
    return in(node).directions.isEmpty();
  }

  void add(@Nullable Node node) {
    if (node != null) {
      look(node);
    }
  }

  /// Changes what is known at the start of the code to what holds anywhere in it and behind it.
  void widen(Known known) {
    directions.forEach(
        (variable, direction) -> {
          Interval start = known.of(variable);
          known.set(
              variable,
              switch (direction) {
                case UP -> new Interval(start.low(), Long.MAX_VALUE);
                case DOWN -> new Interval(Long.MIN_VALUE, start.high());
                case ANY -> Interval.ALL;
              });
        });
  }

  private void look(Node node) {
    switch (node) {
      case Node.Write write -> put(write.variable(), direction(write));
      case Node.Declare declare -> put(declare.variable(), Direction.ANY);
      case Node.SafeChain chain -> put(chain.receiver(), Direction.ANY);
      case Node.ForEach loop -> {
        put(loop.variable(), Direction.ANY);
        Variable second = loop.second();
        if (second != null) {
          put(second, Direction.ANY);
        }
      }
      case Node.Match match -> {
        put(match.subject(), Direction.ANY);
        match.arms().forEach(arm -> bindings(arm.matcher()));
      }
      case Node.Destructure destructure -> bindings(destructure.matcher());
      case Node.Try attempt -> {
        for (Node.Catch clause : attempt.catches()) {
          Variable variable = clause.variable();
          if (variable != null) {
            put(variable, Direction.ANY);
          }
        }
      }
      default -> {}
    }
    Nodes.children(node, this::look);
  }

  private void bindings(Matcher matcher) {
    Nodes.bindings(matcher, variable -> put(variable, Direction.ANY));
  }

  private void put(Variable variable, Direction direction) {
    if (Known.isFollowed(variable)) {
      directions.merge(variable, direction, (a, b) -> a == b ? a : Direction.ANY);
    }
  }

  /// `v + c` and `v - c` with a constant go one way; so they do when they raise.
  private static Direction direction(Node.Write write) {
    Node value = write.value() instanceof Node.Check check ? check.value() : write.value();
    if (value instanceof Node.Binary(Operator operator, Node left, Node right, _)
        && (operator == Operator.ADD || operator == Operator.SUBTRACT)
        && left instanceof Node.Read read
        && read.variable() == write.variable()
        && right instanceof Node.Constant(Object constant, _)
        && constant instanceof Long step) {
      return (step >= 0) == (operator == Operator.ADD) ? Direction.UP : Direction.DOWN;
    }
    return Direction.ANY;
  }
}
