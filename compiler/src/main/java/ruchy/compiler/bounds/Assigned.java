package ruchy.compiler.bounds;

import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Which variables a piece of code assigns, and how far those go that it only adds to: a loop that
/// only adds to a counter never takes it below where it began, and in a thousand rounds no further
/// than a thousand steps.
final class Assigned {
  /// Rounds of which nothing is known.
  static final long UNBOUNDED = Long.MAX_VALUE;

  private final Version version;
  private final Node[] nodes;
  private final Set<Variable> variables = new HashSet<>();

  /// Those that get something else than a sum of what they were.
  private final Set<Variable> replaced = new HashSet<>();

  private Assigned(Version version, Node[] nodes) {
    this.version = version;
    this.nodes = nodes;
  }

  static Assigned in(Version version, Node... nodes) {
    var assigned = new Assigned(version, nodes);
    for (Node node : nodes) {
      assigned.look(node);
    }
    return assigned;
  }

  /// Whether the code assigns nothing.
  boolean isNothing() {
    return variables.isEmpty();
  }

  private void look(Node node) {
    switch (node) {
      case Node.Write write -> {
        if (step(write) == null) {
          replace(write.variable());
        } else if (Known.isFollowed(write.variable())) {
          variables.add(write.variable());
        }
      }
      case Node.Declare declare -> replace(declare.variable());
      case Node.SafeChain chain -> replace(chain.receiver());
      case Node.ForEach loop -> {
        replace(loop.variable());
        Variable second = loop.second();
        if (second != null) {
          replace(second);
        }
      }
      case Node.Match match -> {
        replace(match.subject());
        match.arms().forEach(arm -> bindings(arm.matcher()));
      }
      case Node.Destructure destructure -> bindings(destructure.matcher());
      case Node.Try attempt -> {
        for (Node.Catch clause : attempt.catches()) {
          Variable variable = clause.variable();
          if (variable != null) {
            replace(variable);
          }
        }
      }
      default -> {}
    }
    Nodes.children(node, this::look);
  }

  private void bindings(Matcher matcher) {
    Nodes.bindings(matcher, this::replace);
  }

  private void replace(Variable variable) {
    if (Known.isFollowed(variable)) {
      variables.add(variable);
      replaced.add(variable);
    }
  }

  /// What the assignment adds to the variable; null if it does something else.
  private static @Nullable Step step(Node.Write write) {
    Node value = write.value() instanceof Node.Check check ? check.value() : write.value();
    if (!(value instanceof Node.Binary(Operator operator, Node left, Node right, _))) {
      return null;
    }
    boolean adds = operator == Operator.ADD;
    if ((adds || operator == Operator.SUBTRACT) && reads(left, write.variable())) {
      return new Step(right, adds);
    }
    return adds && reads(right, write.variable()) ? new Step(left, true) : null;
  }

  private static boolean reads(Node node, Variable variable) {
    return node instanceof Node.Read read && read.variable() == variable;
  }

  private record Step(Node size, boolean adds) {}

  /// Changes what is known at the start of the code to what holds anywhere in it and behind it.
  ///
  /// @param rounds how often the code runs at most; `UNBOUNDED` if nothing is known
  void widen(Known known, long rounds) {
    if (variables.isEmpty()) {
      return;
    }
    Map<Variable, Interval> changes = new HashMap<>();
    if (replaced.size() < variables.size()) {
      var growth = new Growth(known);
      for (Node node : nodes) {
        growth.add(node, rounds);
      }
      changes = growth.changes;
    }
    for (Variable variable : variables) {
      Interval change = changes.get(variable);
      known.set(
          variable,
          change == null || replaced.contains(variable)
              ? Interval.ALL
              : known.of(variable).changedBy(change));
    }
  }

  /// How often a loop over the range goes round at most; `UNBOUNDED` if nothing is known.
  static long rounds(Node.RangeOf range, Interval start, Interval end) {
    long distance = end.minus(start).high();
    return distance >= UNBOUNDED - 1
        ? UNBOUNDED
        : Math.max(range.inclusive() ? distance + 1 : distance, 0);
  }

  /// How often the loop goes round at most, if it is over something else than a range.
  static long roundsOver(Type iterable) {
    boolean isSized =
        iterable == STRING
            || iterable instanceof Type.ListType
            || iterable instanceof Type.SetType
            || iterable instanceof Type.MapType;
    return isSized ? Integer.MAX_VALUE : UNBOUNDED;
  }

  /// What the code adds to the variables, at least and at most.
  private final class Growth {
    private final Known known;
    private final Map<Variable, Interval> changes = new HashMap<>();

    /// What the variables of loops inside lie between.
    private final Map<Variable, Interval> counters = new HashMap<>();

    Growth(Known known) {
      this.known = known;
    }

    void add(Node node, long times) {
      switch (node) {
        case Node.Write write -> {
          Step step = step(write);
          if (step != null) {
            Interval size = of(step.size());
            Interval change = (step.adds() ? size : size.negated()).repeated(times);
            changes.merge(write.variable(), change, Interval::plus);
          }
          Nodes.children(node, child -> add(child, times));
        }
        case Node.ForEach loop -> {
          add(loop.iterable(), times);
          long rounds = rounds(loop);
          add(loop.body(), product(times, rounds));
        }
        case Node.Loop _, Node.While _ -> Nodes.children(node, child -> add(child, UNBOUNDED));
        default -> Nodes.children(node, child -> add(child, times));
      }
    }

    private static long product(long times, long rounds) {
      return times == 0 || rounds == 0
          ? 0
          : times > UNBOUNDED / rounds ? UNBOUNDED : times * rounds;
    }

    private long rounds(Node.ForEach loop) {
      if (loop.iterable() instanceof Node.RangeOf range
          && range.start() != null
          && range.end() != null) {
        Interval start = of(range.start());
        Interval end = of(range.end());
        if (loop.second() == null && !loop.variable().isReassigned()) {
          counters.put(loop.variable(), Interval.counter(range.inclusive(), start, end));
        }
        return Assigned.rounds(range, start, end);
      }
      return roundsOver(version.typeOf(loop.iterable()));
    }

    /// What the value lies between whenever the code runs, if it is an integer.
    private Interval of(Node node) {
      if (node instanceof Node.Constant(Object value, _) && value instanceof Long integer) {
        return Interval.of(integer);
      }
      if (version.typeOf(node) != INTEGER) {
        return Interval.ALL;
      }
      return switch (node) {
        case Node.Read(Variable variable, _, _) when counters.containsKey(variable) ->
            counters.getOrDefault(variable, Interval.ALL);
        case Node.Read(Variable variable, _, _) ->
            variables.contains(variable) ? Interval.ALL : known.of(variable);
        case Node.Check check -> of(check.value());
        case Node.Binary(Operator operator, Node left, Node right, _) ->
            version.typeOf(left) == INTEGER && version.typeOf(right) == INTEGER
                ? of(left).with(operator, of(right))
                : Interval.ALL;
        case Node.CallMethod _, Node.ReadMember _ -> Lengths.of(node, version);
        default -> Interval.ALL;
      };
    }
  }
}
