package ruchy.compiler.tree;

/// A prefix operator on a value (L 5.2).
public enum UnaryOperator {
  NEGATE("-"),
  PLUS("+"),
  NOT("!"),
  COMPLEMENT("~");

  private final String text;

  UnaryOperator(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
