package ruchy.benchmarks.code.typed;

/// Expressions are trees of records, evaluated by a pattern switch.
final class ExpressionEvaluator {
  private ExpressionEvaluator() {}

  private sealed interface Expression {
    record Number(long value) implements Expression {}

    record Variable() implements Expression {}

    record Add(Expression left, Expression right) implements Expression {}

    record Multiply(Expression left, Expression right) implements Expression {}

    record Negate(Expression inner) implements Expression {}
  }

  static String run() {
    Expression expression = build(40);
    long total = 0;
    for (long x = 0; x < 2000; x++) {
      total += evaluate(expression, x);
    }
    return Long.toString(total);
  }

  private static Expression build(int depth) {
    if (depth == 0) {
      return new Expression.Variable();
    }
    return switch (depth % 4) {
      case 0 -> new Expression.Add(build(depth - 1), new Expression.Number(depth));
      case 1 -> new Expression.Multiply(build(depth - 1), new Expression.Number(3));
      case 2 -> new Expression.Negate(build(depth - 1));
      default -> new Expression.Add(build(depth - 1), build(depth - 2));
    };
  }

  private static long evaluate(Expression expression, long x) {
    return switch (expression) {
      case Expression.Number(long value) -> value;
      case Expression.Variable() -> x;
      case Expression.Add(Expression left, Expression right) ->
          (evaluate(left, x) + evaluate(right, x)) % 1000003;
      case Expression.Multiply(Expression left, Expression right) ->
          evaluate(left, x) * evaluate(right, x) % 1000003;
      case Expression.Negate(Expression inner) -> -evaluate(inner, x);
    };
  }
}
