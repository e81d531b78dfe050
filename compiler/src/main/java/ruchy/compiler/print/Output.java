package ruchy.compiler.print;

/// Text in the making, with indentation.
final class Output {
  private static final String INDENT = "    ";

  private final StringBuilder text = new StringBuilder();
  private int depth;

  String text() {
    return text.toString();
  }

  Output add(String part) {
    text.append(part);
    return this;
  }

  /// Begins a line.
  void line() {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.repeat(INDENT, depth);
  }

  void indent() {
    depth++;
  }

  void outdent() {
    depth--;
  }

  /// The last character, or a space if there is none.
  char last() {
    return text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
  }

  /// Whether a `return` or `break` was added last, which would take what follows on its line as its
  /// operand.
  boolean endsWithJump() {
    int at = text.length();
    while (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
      at--;
    }
    String word = text.substring(at);
    boolean isLabel = at > 1 && text.charAt(at - 1) == '\'' && text.charAt(at - 2) == ' ';
    return word.equals("return")
        || word.equals("break")
        || (isLabel && text.lastIndexOf("break '", at) == at - 7);
  }

  /// Adds a sign that must not grow together with the same sign before it.
  void sign(String sign) {
    if (last() == sign.charAt(0)) {
      text.append(' ');
    }
    text.append(sign);
  }
}
