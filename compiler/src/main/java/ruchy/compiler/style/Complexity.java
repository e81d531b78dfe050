package ruchy.compiler.style;

import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TreeParts;

/// How many ways there are through a function: one, and one more for each place where it decides.
/// Closures belong to the function that they stand in; functions within it are counted alone.
final class Complexity {
  private int ways = 1;

  private Complexity() {}

  static int of(Item.Function function) {
    var complexity = new Complexity();
    if (function.body() != null) complexity.count(function.body());
    return complexity.ways;
  }

  private void count(Object node) {
    switch (node) {
      case Item.Function _ -> {
        return;
      }
      case Expression.If _,
          Expression.While _,
          Expression.For _,
          Expression.Ternary _,
          Expression.Catch _ ->
          ways++;
      case Expression.Match match -> ways += Math.max(0, match.arms().size() - 1);
      case Expression.Binary binary -> {
        boolean decides =
            binary.operator() == BinaryOperator.AND || binary.operator() == BinaryOperator.OR;
        ways += decides ? 1 : 0;
      }
      default -> {}
    }
    TreeParts.of(node).forEach(this::count);
  }
}
