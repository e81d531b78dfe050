package ruchy.compiler.resolve;

import ruchy.compiler.program.Operator;
import ruchy.compiler.tree.BinaryOperator;

/// The meaning of an operator that evaluates both its sides.
final class OperatorNames {
  private OperatorNames() {}

  static Operator of(BinaryOperator operator) {
    return switch (operator) {
      case BIT_OR -> Operator.BIT_OR;
      case BIT_XOR -> Operator.BIT_XOR;
      case BIT_AND -> Operator.BIT_AND;
      case EQUAL -> Operator.EQUAL;
      case NOT_EQUAL -> Operator.NOT_EQUAL;
      case LESS -> Operator.LESS;
      case LESS_OR_EQUAL -> Operator.LESS_OR_EQUAL;
      case GREATER -> Operator.GREATER;
      case GREATER_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
      case IN -> Operator.IN;
      case NOT_IN -> Operator.NOT_IN;
      case SHIFT_LEFT -> Operator.SHIFT_LEFT;
      case SHIFT_RIGHT -> Operator.SHIFT_RIGHT;
      case ADD -> Operator.ADD;
      case SUBTRACT -> Operator.SUBTRACT;
      case MULTIPLY -> Operator.MULTIPLY;
      case DIVIDE -> Operator.DIVIDE;
      case MODULO -> Operator.MODULO;
      case POWER -> Operator.POWER;
      case AND, OR, COALESCE ->
          throw new IllegalArgumentException(operator.text() + " does not evaluate both sides");
    };
  }
}
