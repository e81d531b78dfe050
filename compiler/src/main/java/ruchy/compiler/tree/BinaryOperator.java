package ruchy.compiler.tree;

/// An operator between two values, with its level of precedence, loosest first (L 5.2).
public enum BinaryOperator {
  OR("||", 2),
  COALESCE("??", 3),
  AND("&&", 4),
  BIT_OR("|", 5),
  BIT_XOR("^", 6),
  BIT_AND("&", 8),
  EQUAL("==", 9),
  NOT_EQUAL("!=", 9),
  LESS("<", 10),
  LESS_OR_EQUAL("<=", 10),
  GREATER(">", 10),
  GREATER_OR_EQUAL(">=", 10),
  IN("in", 10),
  NOT_IN("not in", 10),
  SHIFT_LEFT("<<", 11),
  SHIFT_RIGHT(">>", 11),
  ADD("+", 12),
  SUBTRACT("-", 12),
  MULTIPLY("*", 13),
  DIVIDE("/", 13),
  MODULO("%", 13),
  POWER("**", 14);

  private final String text;
  private final int level;

  BinaryOperator(String text, int level) {
    this.text = text;
    this.level = level;
  }

  public String text() {
    return text;
  }

  public int level() {
    return level;
  }
}
