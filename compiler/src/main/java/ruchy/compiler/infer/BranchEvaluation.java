package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Matching;
import ruchy.compiler.type.Type;

/// Code of which some may not run, or run again: choices, loops and `try`. What is known of
/// variables on each way is joined where the ways meet.
final class BranchEvaluation {
  private final Inference inference;
  private final Version version;
  private final Evaluation evaluation;
  private final Lattice lattice;
  private final PatternEvaluation patterns;
  private final Presence presence;

  BranchEvaluation(
      Inference inference,
      Version version,
      Evaluation evaluation,
      PatternEvaluation patterns,
      Presence presence) {
    this.inference = inference;
    this.version = version;
    this.evaluation = evaluation;
    this.lattice = inference.lattice();
    this.patterns = patterns;
    this.presence = presence;
  }

  Type conditional(Node.Conditional conditional) {
    if (evaluation.of(conditional.condition()) == NEVER) {
      return NEVER;
    }
    Set<Variable> known = presence.known();
    List<Set<Variable>> ends = new ArrayList<>();
    presence.assume(conditional.condition(), true);
    Type then = evaluation.of(conditional.then());
    endBranch(then, ends);
    presence.goBackTo(known);
    presence.assume(conditional.condition(), false);
    Type otherwise = evaluation.of(conditional.otherwise());
    endBranch(otherwise, ends);
    presence.join(ends);
    return lattice.join(then, otherwise);
  }

  private void endBranch(Type type, List<Set<Variable>> ends) {
    if (type != NEVER) {
      ends.add(presence.known());
    }
  }

  Type logical(Node.Logical logical) {
    Type left = evaluation.of(logical.left());
    if (left == NEVER) {
      return NEVER;
    }
    Set<Variable> known = presence.known();
    presence.assume(logical.left(), logical.and());
    Type right = evaluation.of(logical.right());
    presence.goBackTo(known);
    presence.mayHaveRun(logical.right());
    Type kept = NEVER;
    for (Type type : left.alternatives()) {
      boolean maybeFalse = type == BOOLEAN || type == NIL || type == OPTION || type == ANY;
      boolean maybeTrue = type != NIL;
      if (logical.and() ? maybeFalse : maybeTrue) {
        kept = lattice.join(kept, type);
      }
    }
    return lattice.join(kept, right);
  }

  Type coalesce(Node.Coalesce coalesce) {
    Type left = evaluation.of(coalesce.left());
    if (left == NEVER) {
      return NEVER;
    }
    Set<Variable> known = presence.known();
    Type right = evaluation.of(coalesce.right());
    presence.goBackTo(known);
    presence.mayHaveRun(coalesce.right());
    return left == NIL ? right : lattice.join(evaluation.withoutNil(left), right);
  }

  Type safeChain(Node.SafeChain chain) {
    Type target = evaluation.of(chain.target());
    if (target == NEVER) {
      return NEVER;
    }
    Type rest = evaluation.withoutNil(target);
    Type result = NIL;
    if (rest != NEVER) {
      evaluation.bind(chain.receiver(), rest);
      Set<Variable> known = presence.known();
      result = evaluation.of(chain.chain());
      presence.goBackTo(known);
      presence.mayHaveRun(chain.chain());
    }
    boolean mayBeNil = target.mayBeNil() || target.alternatives().contains(OPTION);
    return mayBeNil ? lattice.join(result, NIL) : result;
  }

  Type match(Node.Match match) {
    Type value = evaluation.of(match.value());
    if (value == NEVER) {
      return NEVER;
    }
    evaluation.bind(match.subject(), value);
    match.arms().forEach(arm -> presence.mayHaveRun(arm.guard()));
    Set<Variable> known = presence.known();
    List<Set<Variable>> ends = new ArrayList<>();
    Type result = NEVER;
    Type left = value;
    for (Node.Arm arm : match.arms()) {
      boolean mayMatch = Matching.mayMatch(arm.matcher(), left);
      if (!mayMatch && !inference.goesOn()) {
        version.leavesOut();
        continue;
      }
      presence.goBackTo(known);
      patterns.bind(arm.matcher(), mayMatch ? left : ANY);
      Node guard = arm.guard();
      if (guard == null || evaluation.of(guard) != NEVER) {
        if (guard != null) {
          presence.assume(guard, true);
        }
        Type body = evaluation.of(arm.body());
        endBranch(body, ends);
        result = lattice.join(result, body);
      }
      if (guard == null && PatternEvaluation.matchesNil(arm.matcher())) {
        Type rest = evaluation.withoutOnlyNil(left);
        left = rest == NEVER ? left : rest;
      }
    }
    Node otherwise = isDecided(match, value) ? null : match.otherwise();
    if (otherwise != null) {
      presence.goBackTo(known);
      Type body = evaluation.of(otherwise);
      endBranch(body, ends);
      result = lattice.join(result, body);
    }
    presence.join(ends);
    return result;
  }

  /// Whether the first arm takes every value, so that what follows is left out.
  private boolean isDecided(Node.Match match, Type value) {
    boolean decided =
        !match.arms().isEmpty()
            && Matching.surelyMatches(match.arms().getFirst().matcher(), value)
            && !inference.goesOn();
    if (decided) {
      version.leavesOut();
    }
    return decided;
  }

  Type loop(Node.Loop loop) {
    presence.mayHaveRun(loop.body());
    Set<Variable> known = presence.known();
    evaluation.of(loop.body());
    presence.goBackTo(known);
    return version.breaks(loop.label()).read(version);
  }

  Type whileLoop(Node.While loop) {
    presence.mayHaveRun(loop.condition(), loop.body());
    if (evaluation.of(loop.condition()) == NEVER) {
      return NEVER;
    }
    Set<Variable> known = presence.known();
    presence.assume(loop.condition(), true);
    evaluation.of(loop.body());
    presence.goBackTo(known);
    return lattice.join(NIL, version.breaks(loop.label()).read(version));
  }

  Type forEach(Node.ForEach loop) {
    Type iterable = evaluation.of(loop.iterable());
    if (iterable == NEVER) {
      return NEVER;
    }
    presence.mayHaveRun(loop.body());
    Set<Variable> known = presence.known();
    Variable second = loop.second();
    Type first =
        second == null ? evaluation.elements().of(iterable) : evaluation.elements().keyOf(iterable);
    if (first == NEVER && !inference.goesOn()) {
      version.leavesOut();
    } else {
      evaluation.bind(loop.variable(), first == NEVER ? ANY : first);
      if (second != null) {
        evaluation.bind(second, first == NEVER ? ANY : evaluation.elements().valueOf(iterable));
      }
      evaluation.of(loop.body());
      presence.goBackTo(known);
    }
    return lattice.join(NIL, version.breaks(loop.label()).read(version));
  }

  Type attempt(Node.Try attempt) {
    Set<Variable> known = presence.known();
    List<Set<Variable>> ends = new ArrayList<>();
    Type result = evaluation.of(attempt.body());
    endBranch(result, ends);
    for (Node.Catch clause : attempt.catches()) {
      presence.goBackTo(known);
      presence.mayHaveRun(attempt.body());
      Variable variable = clause.variable();
      if (variable != null) {
        evaluation.bind(variable, ANY);
      }
      Type type = evaluation.of(clause.body());
      endBranch(type, ends);
      result = lattice.join(result, type);
    }
    presence.join(ends);
    Node last = attempt.last();
    if (last != null) {
      // It also runs when the body or a clause was left anywhere.
      Set<Variable> behind = presence.known();
      presence.goBackTo(known);
      presence.mayHaveRun(attempt.body());
      attempt.catches().forEach(clause -> presence.mayHaveRun(clause.body()));
      if (evaluation.of(last) == NEVER) {
        return NEVER;
      }
      presence.goBackTo(behind);
      presence.mayHaveRun(last);
    }
    return result;
  }
}
