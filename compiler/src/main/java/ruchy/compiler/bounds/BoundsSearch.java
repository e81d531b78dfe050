package ruchy.compiler.bounds;

import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// One walk over the code of a version in the order of evaluation. A loop is walked over once: what
/// it assigns is widened before, so that it holds for every round.
final class BoundsSearch {
  private final Version version;
  private final Bounds bounds;
  private final Known known = new Known();

  BoundsSearch(Version version, Bounds bounds) {
    this.version = version;
    this.bounds = bounds;
  }

  void run(List<Interval> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      Function.Parameter parameter = version.function().parameters().get(i);
      Node fallback = parameter.fallback();
      if (!version.hasArgument(i) && fallback != null) {
        assign(parameter.variable(), of(fallback));
      } else if (version.mayLack(i) && fallback != null) {
        branches(List.of(() -> {}, () -> of(fallback)));
      } else {
        known.set(parameter.variable(), parameters.get(i));
      }
    }
    of(version.function().body());
  }

  /// Walks over the node; what its value lies between if it is an integer.
  private Interval of(Node node) {
    if (!version.reaches(node)) {
      known.leave();
      return Interval.ALL;
    }
    Interval interval = evaluate(node);
    Type type = version.typeOf(node);
    if (type == NEVER) {
      known.leave();
    }
    if (type != INTEGER) {
      return Interval.ALL;
    }
    bounds.record(node, interval);
    return interval;
  }

  private boolean isInteger(Node node) {
    return version.typeOf(node) == INTEGER;
  }

  private Interval evaluate(Node node) {
    switch (node) {
      case Node.Constant(Object value, _) when value instanceof Long integer -> {
        return Interval.of(integer);
      }
      case Node.Read read -> {
        return known.of(read.variable());
      }
      case Node.Write write -> {
        return assign(write.variable(), of(write.value()));
      }
      case Node.Declare declare -> {
        return assign(declare.variable(), of(declare.value()));
      }
      case Node.Check check -> {
        return of(check.value());
      }
      case Node.CopyOf copy -> {
        return of(copy.value());
      }
      case Node.Cast cast -> {
        Interval operand = of(cast.operand());
        return isInteger(cast.operand()) ? cast(cast, operand) : Interval.ALL;
      }
      case Node.Binary binary -> {
        return binary(binary, of(binary.left()), of(binary.right()));
      }
      case Node.Unary unary -> {
        Interval operand = of(unary.operand());
        if (!isInteger(unary.operand()) || unary.operator() != Operator.NEGATE) {
          return Interval.ALL;
        }
        bounds.recordFit(unary, operand.low() > Long.MIN_VALUE);
        return operand.negated();
      }
      case Node.Logical logical -> {
        of(logical.left());
        branches(
            List.of(
                () -> assume(logical.left(), !logical.and()),
                () -> {
                  assume(logical.left(), logical.and());
                  of(logical.right());
                }));
      }
      case Node.Coalesce coalesce -> {
        of(coalesce.left());
        branches(List.of(() -> {}, () -> of(coalesce.right())));
      }
      case Node.SafeChain chain -> {
        of(chain.target());
        branches(
            List.of(
                () -> {},
                () -> {
                  known.set(chain.receiver(), Interval.ALL);
                  of(chain.chain());
                }));
      }
      case Node.Sequence sequence -> {
        Interval last = Interval.ALL;
        for (Node part : sequence.nodes()) {
          last = of(part);
          if (!known.isReached()) {
            return Interval.ALL;
          }
        }
        return last;
      }
      case Node.Conditional conditional -> {
        return conditional(conditional);
      }
      case Node.Match match -> {
        return match(match);
      }
      case Node.Destructure destructure -> {
        of(destructure.value());
        Nodes.nodes(destructure.matcher(), this::of);
        forget(destructure.matcher());
      }
      case Node.Loop loop -> {
        Assigned.in(version, loop.body()).widen(known, Assigned.UNBOUNDED);
        loop(() -> of(loop.body()));
      }
      case Node.While loop -> {
        Assigned.in(version, loop.condition(), loop.body()).widen(known, Assigned.UNBOUNDED);
        loop(
            () -> {
              of(loop.condition());
              assume(loop.condition(), true);
              of(loop.body());
            });
      }
      case Node.ForEach loop -> forEach(loop);
      case Node.Try attempt -> attempt(attempt);
      case Node.CallMethod _, Node.ReadMember _ -> {
        Nodes.children(node, this::of);
        return Lengths.of(node, version);
      }
      default -> Nodes.children(node, this::of);
    }
    return Interval.ALL;
  }

  private Interval assign(Variable variable, Interval value) {
    known.set(variable, value);
    return value;
  }

  /// Casts to `int` change nothing; others may cut bits off.
  private static Interval cast(Node.Cast cast, Interval operand) {
    return cast.typeName().equals("i64") || cast.typeName().equals("int") ? operand : Interval.ALL;
  }

  private Interval binary(Node.Binary node, Interval left, Interval right) {
    if (!isInteger(node.left()) || !isInteger(node.right())) {
      return Interval.ALL;
    }
    switch (node.operator()) {
      case ADD -> bounds.recordFit(node, left.sumFits(right));
      case SUBTRACT -> bounds.recordFit(node, left.differenceFits(right));
      case MULTIPLY -> bounds.recordFit(node, left.productFits(right));
      default -> {}
    }
    return left.with(node.operator(), right);
  }

  /// Runs each from what is known now and goes on with what holds behind all of them.
  private void branches(List<Runnable> branches) {
    List<Known.Branch> ended = new ArrayList<>();
    for (Runnable branch : branches) {
      int mark = known.mark();
      branch.run();
      ended.add(known.endBranch(mark));
    }
    known.join(ended);
  }

  private Interval conditional(Node.Conditional node) {
    of(node.condition());
    Interval[] values = new Interval[2];
    boolean[] yields = new boolean[2];
    branches(
        List.of(
            () -> {
              assume(node.condition(), true);
              values[0] = of(node.then());
              yields[0] = known.isReached();
            },
            () -> {
              assume(node.condition(), false);
              values[1] = of(node.otherwise());
              yields[1] = known.isReached();
            }));
    return yields[0] && yields[1] ? values[0].join(values[1]) : yields[0] ? values[0] : values[1];
  }

  private Interval match(Node.Match match) {
    Interval value = of(match.value());
    known.set(match.subject(), value);
    // A guard that fails may have changed something already.
    match.arms().forEach(arm -> forgetAssigned(arm.guard()));
    Interval[] result = {null};
    List<Runnable> branches = new ArrayList<>();
    for (Node.Arm arm : match.arms()) {
      branches.add(
          () -> {
            Nodes.nodes(arm.matcher(), this::of);
            forget(arm.matcher());
            Node guard = arm.guard();
            if (guard != null) {
              of(guard);
              assume(guard, true);
            }
            yieldOf(arm.body(), result);
          });
    }
    Node otherwise = match.otherwise();
    if (otherwise != null) {
      branches.add(() -> yieldOf(otherwise, result));
    }
    branches(branches);
    return result[0] == null ? Interval.ALL : result[0];
  }

  private void yieldOf(Node node, Interval[] result) {
    Interval value = of(node);
    if (known.isReached()) {
      result[0] = result[0] == null ? value : result[0].join(value);
    }
  }

  private void forget(Matcher matcher) {
    Nodes.bindings(matcher, variable -> known.set(variable, Interval.ALL));
  }

  private void forgetAssigned(@Nullable Node node) {
    if (node != null) {
      Assigned.in(version, node).widen(known, 1);
    }
  }

  /// The body from what is known at the start of any round; the same is known when it ends.
  private void loop(Runnable body) {
    branches(List.of(() -> {}, body));
  }

  private void forEach(Node.ForEach loop) {
    Node iterable = loop.iterable();
    of(iterable);
    Interval element = Interval.ALL;
    long rounds = Assigned.roundsOver(version.typeOf(iterable));
    if (loop.second() == null
        && iterable instanceof Node.RangeOf range
        && range.start() != null
        && range.end() != null
        && isInteger(range.start())
        && isInteger(range.end())) {
      Interval start = bounds.of(range.start());
      Interval end = bounds.of(range.end());
      element = Interval.counter(range.inclusive(), start, end);
      rounds = Assigned.rounds(range, start, end);
    }
    known.set(loop.variable(), element);
    Variable second = loop.second();
    if (second != null) {
      known.set(second, Interval.ALL);
    }
    Assigned.in(version, loop.body()).widen(known, rounds);
    loop(() -> of(loop.body()));
  }

  /// A body may be left anywhere; so may a clause, before what always runs.
  private void attempt(Node.Try attempt) {
    var inBody = Assigned.in(version, attempt.body());
    boolean[] ends = {false};
    List<Runnable> ways = new ArrayList<>();
    ways.add(
        () -> {
          of(attempt.body());
          ends[0] |= known.isReached();
        });
    for (Node.Catch clause : attempt.catches()) {
      ways.add(
          () -> {
            inBody.widen(known, 1);
            Variable variable = clause.variable();
            if (variable != null) {
              known.set(variable, Interval.ALL);
            }
            of(clause.body());
            ends[0] |= known.isReached();
          });
    }
    Node last = attempt.last();
    if (last == null) {
      branches(ways);
      return;
    }
    ways.add(
        () -> {
          inBody.widen(known, 1);
          attempt.catches().forEach(clause -> forgetAssigned(clause.body()));
        });
    branches(ways);
    of(last);
    if (!ends[0]) {
      known.leave();
    }
  }

  /// Takes it that the condition, which has just been walked over, is true or false.
  private void assume(Node condition, boolean holds) {
    if (Assigned.in(version, condition).isNothing()) {
      assumeUnchanged(condition, holds);
    }
  }

  private void assumeUnchanged(Node condition, boolean holds) {
    switch (condition) {
      case Node.Not not -> assumeUnchanged(not.operand(), !holds);
      case Node.Logical logical -> {
        if (logical.and() == holds) {
          assumeUnchanged(logical.left(), holds);
          assumeUnchanged(logical.right(), holds);
        }
      }
      case Node.Binary binary -> {
        if (version.reaches(binary) && isInteger(binary.left()) && isInteger(binary.right())) {
          compare(binary, holds);
        }
      }
      default -> {}
    }
  }

  private void compare(Node.Binary node, boolean holds) {
    Node left = node.left();
    Node right = node.right();
    switch (node.operator()) {
      case LESS -> {
        if (holds) {
          below(left, right);
        } else {
          notAbove(right, left);
        }
      }
      case LESS_OR_EQUAL -> {
        if (holds) {
          notAbove(left, right);
        } else {
          below(right, left);
        }
      }
      case GREATER -> {
        if (holds) {
          below(right, left);
        } else {
          notAbove(left, right);
        }
      }
      case GREATER_OR_EQUAL -> {
        if (holds) {
          notAbove(right, left);
        } else {
          below(left, right);
        }
      }
      case EQUAL, NOT_EQUAL -> {
        if (holds == (node.operator() == Operator.EQUAL)) {
          notAbove(left, right);
          notAbove(right, left);
        } else {
          differs(left, right);
          differs(right, left);
        }
      }
      default -> {}
    }
  }

  private Interval current(Node node) {
    return node instanceof Node.Read read ? known.of(read.variable()) : bounds.of(node);
  }

  private void below(Node lower, Node upper) {
    Interval low = current(lower);
    Interval high = current(upper);
    if (high.high() > Long.MIN_VALUE) {
      narrow(lower, low.atMost(high.high() - 1));
    }
    if (low.low() < Long.MAX_VALUE) {
      narrow(upper, high.atLeast(low.low() + 1));
    }
  }

  private void notAbove(Node lower, Node upper) {
    Interval low = current(lower);
    Interval high = current(upper);
    narrow(lower, low.atMost(high.high()));
    narrow(upper, high.atLeast(low.low()));
  }

  /// `v != c` cuts an end off when it is that value: a counter that begins at 0 and is not 0.
  private void differs(Node node, Node other) {
    Interval interval = current(node);
    Interval excluded = current(other);
    if (excluded.low() != excluded.high() || interval.low() == interval.high()) {
      return;
    }
    if (interval.low() == excluded.low()) {
      narrow(node, new Interval(interval.low() + 1, interval.high()));
    } else if (interval.high() == excluded.low()) {
      narrow(node, new Interval(interval.low(), interval.high() - 1));
    }
  }

  private void narrow(Node node, Interval interval) {
    if (node instanceof Node.Read read) {
      known.set(read.variable(), interval);
    }
  }
}
