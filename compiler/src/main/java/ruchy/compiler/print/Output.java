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

  /// Adds a sign that must not grow together with the same sign before it.
  void sign(String sign) {
    if (last() == sign.charAt(0)) {
      text.append(' ');
    }
    text.append(sign);
  }
}
