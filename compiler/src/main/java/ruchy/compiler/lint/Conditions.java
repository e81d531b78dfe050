package ruchy.compiler.lint;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.LintProblem.AssignedCondition;
import ruchy.compiler.problem.LintProblem.ConstantCondition;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Node;

/// Conditions that are assignments, or whose truth is known. `if true`, `while true` and the like
/// are written on purpose, as is `while line = next()`.
final class Conditions {
  private Conditions() {}

  /// @param once it is not the condition of a loop
  static void look(Node condition, boolean once, Problems problems) {
    if (once && condition instanceof Node.Write write && isThere(write.value())) {
      problems.report(new AssignedCondition(condition.span()));
      return;
    }
    Boolean truth = truth(condition);
    if (truth != null) {
      problems.report(new ConstantCondition(truth, condition.span()));
    }
  }

  /// Whether the value stands there already: assigning it is no way to fetch the next one.
  private static boolean isThere(Node value) {
    return value instanceof Node.Constant || value instanceof Node.Read;
  }

  /// Whether the value counts as true for certain (L 6.5); null if that is open, or if it is a
  /// boolean that is written down.
  private static @Nullable Boolean truth(Node node) {
    return switch (node) {
      case Node.Constant constant ->
          constant.value() instanceof Boolean ? null : (Boolean) (constant.value() != null);
      case Node.AtomConstant _, Node.ListOf _, Node.TupleOf _, Node.ObjectOf _, Node.Format _ ->
          true;
      case Node.Logical(boolean and, Node left, Node right, _) when !and ->
          Boolean.TRUE.equals(truth(left)) || Boolean.TRUE.equals(truth(right)) ? true : null;
      default -> null;
    };
  }
}
