package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// `{:?}` and `{:#?}` (L 15.3): the D form with escapes in strings, on one line or on several,
/// indented by 4.
final class DebugText {
  private final StringBuilder out = new StringBuilder();
  private final boolean isTall;
  private int depth;

  private DebugText(boolean isTall) {
    this.isTall = isTall;
  }

  static String of(@Nullable Object value, boolean isTall) {
    DebugText text = new DebugText(isTall);
    Parts.write(value, text.new Target());
    return text.out.toString();
  }

  /// Receives the parts of a value.
  private final class Target extends Parts {
    @Override
    void string(String text) {
      out.append('"');
      for (int i = 0; i < text.length(); i++) {
        escape(text.charAt(i));
      }
      out.append('"');
    }

    @Override
    void plain(String text) {
      out.append(text);
    }

    @Override
    void open(String bracket) {
      out.append(bracket);
      depth++;
    }

    @Override
    void next(boolean isFirst) {
      if (isTall) {
        out.append(isFirst ? "\n" : ",\n").repeat("    ", depth);
      } else if (!isFirst) {
        out.append(", ");
      }
    }

    @Override
    void close(String bracket, boolean isEmpty) {
      depth--;
      if (isTall && !isEmpty) {
        out.append(",\n").repeat("    ", depth);
        out.append(bracket.startsWith(",") ? bracket.substring(1) : bracket);
      } else {
        out.append(bracket);
      }
    }
  }

  private void escape(char unit) {
    switch (unit) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\0' -> out.append("\\0");
      default -> {
        if (unit < ' ' || unit == 0x7f) {
          out.append("\\u{").append(Integer.toHexString(unit)).append('}');
        } else {
          out.append(unit);
        }
      }
    }
  }
}
