package ruchy.compiler.print;

import java.util.List;

/// Literals as source (L 1.4, L 1.5).
final class Literals {
  private Literals() {}

  /// `"text"`, with escapes
  static String string(String text) {
    StringBuilder out = new StringBuilder("\"");
    escape(text, out, false);
    return out.append('"').toString();
  }

  /// The text between the quotes of an f-string or string; `format` doubles braces.
  static void escape(String text, StringBuilder out, boolean format) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '{', '}' -> out.append(c).append(format ? String.valueOf(c) : "");
        default -> {
          if (c < ' ' || c == 127) {
            out.append(String.format("\\u{%x}", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
  }

  /// `b"text"`, every byte as an escape
  static String bytes(List<Integer> values) {
    StringBuilder out = new StringBuilder("b\"");
    for (int value : values) {
      out.append(String.format("\\x%02x", value));
    }
    return out.append('"').toString();
  }

  /// `b'x'`
  static String oneByte(int value) {
    return String.format("b'\\x%02x'", value);
  }

  /// A float with digits on both sides of its dot.
  static String number(double value) {
    return Double.isInfinite(value) ? (value < 0 ? "-1.0e999" : "1.0e999") : Double.toString(value);
  }
}
