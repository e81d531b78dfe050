package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lint.Coverage.Row;
import ruchy.compiler.problem.LintProblem.MissingVariants;
import ruchy.compiler.problem.LintProblem.UnreachableArm;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;

/// The arms of a `match` as a whole: what they miss, and which ones are never reached (L 10.3).
final class Matches {
  /// Patterns that later ones are compared with, so that very long matches take no time.
  private static final int MOST_ROWS = 500;

  private Matches() {}

  static void look(Node.Match match, Problems problems) {
    List<Node.Arm> arms = new ArrayList<>();
    Node end = collect(match, arms);
    unreachable(arms, problems);
    if (end == null) {
      missing(match, arms, problems);
    }
  }

  /// Adds the arms, also those of the matches that it is divided into when they are very many.
  private static @Nullable Node collect(Node.Match match, List<Node.Arm> arms) {
    arms.addAll(match.arms());
    return isContinued(match) && match.otherwise() instanceof Node.Match rest
        ? collect(rest, arms)
        : match.otherwise();
  }

  /// Whether what follows when no arm fits is a match on the same subject.
  static boolean isContinued(Node.Match match) {
    return match.otherwise() instanceof Node.Match rest
        && rest.value() instanceof Node.Read read
        && read.variable() == match.subject();
  }

  private static void missing(Node.Match match, List<Node.Arm> arms, Problems problems) {
    var shapes = new Shapes(true);
    List<Row> rows = new ArrayList<>();
    for (Node.Arm arm : arms) {
      rows.add(new Row(List.of(shapes.of(arm.matcher())), arm.guard() != null));
    }
    List<String> missing =
        Coverage.missing(rows).stream()
            .filter(text -> text.codePoints().anyMatch(Character::isLetter))
            .toList();
    if (!missing.isEmpty()) {
      problems.report(new MissingVariants(missing, match.value().span()));
    }
  }

  private static void unreachable(List<Node.Arm> arms, Problems problems) {
    var shapes = new Shapes(false);
    List<Row> rows = new ArrayList<>();
    for (Node.Arm arm : arms) {
      if (Coverage.isCovered(rows, shapes.of(arm.matcher()))) {
        problems.report(new UnreachableArm(arm.matcher().span()));
      } else {
        alternatives(arm, shapes, rows, problems);
      }
    }
  }

  /// Adds the arm to the rows, one for each alternative.
  private static void alternatives(Node.Arm arm, Shapes shapes, List<Row> rows, Problems problems) {
    List<Matcher> alternatives =
        arm.matcher() instanceof Matcher.Alternatives several
            ? several.alternatives()
            : List.of(arm.matcher());
    for (Matcher alternative : alternatives) {
      Shape shape = shapes.of(alternative);
      if (alternatives.size() > 1 && Coverage.isCovered(rows, shape)) {
        problems.report(new UnreachableArm(alternative.span()));
      } else if (arm.guard() == null && rows.size() < MOST_ROWS) {
        rows.add(new Row(List.of(shape), false));
      }
    }
  }
}
