package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;

/// `+` with a string: concatenation with the S form of the other operand (L 6.4); and `string *
/// integer`.
public final class Text {
  private Text() {}

  public static String concat(String left, @Nullable Object right) {
    return left.concat(Display.text(right));
  }

  /// For a left operand that is no instance with an operator `+` of its own; `Arithmetic.add` for
  /// any other.
  public static String concat(@Nullable Object left, String right) {
    return Display.text(left).concat(right);
  }

  /// `text * times`; `""` for zero and negative numbers.
  public static String repeat(String text, long times) {
    if (times <= 0 || text.isEmpty()) {
      return "";
    }
    if (times > Integer.MAX_VALUE / text.length()) {
      throw Failure.argumentError(
          "A string of " + times + " times " + text.length() + " characters is too long");
    }
    return text.repeat((int) times);
  }

  /// The length in UTF-8 bytes, `len` of a string (L 17.3); computed without encoding.
  public static long byteLength(String text) {
    int length = text.length();
    long bytes = length;
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit >= 0x80) {
        // A surrogate is half of a character of four bytes, every other unit above 7FF has three.
        bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
      }
    }
    return bytes;
  }

  /// The number of characters (code points). Constant time where the text has only Latin-1
  /// characters.
  public static int characterCount(String text) {
    return text.codePointCount(0, text.length());
  }

  /// The position in characters of a position in Java's units.
  public static long characterPosition(String text, int unit) {
    return text.codePointCount(0, unit);
  }
}
