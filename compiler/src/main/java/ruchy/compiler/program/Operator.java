package ruchy.compiler.program;

/// An operator on values (L 6).
public enum Operator {
  ADD("+"),
  SUBTRACT("-"),
  MULTIPLY("*"),
  DIVIDE("/"),
  MODULO("%"),
  POWER("**"),
  NEGATE("-"),
  BIT_AND("&"),
  BIT_OR("|"),
  BIT_XOR("^"),
  COMPLEMENT("~"),
  SHIFT_LEFT("<<"),
  SHIFT_RIGHT(">>"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  IN("in"),
  NOT_IN("not in");

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  /// The operator as it is written, which is also the name of the method of a class that defines
  /// it.
  public String text() {
    return text;
  }
}
