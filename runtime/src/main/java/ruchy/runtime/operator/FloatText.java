package ruchy.runtime.operator;

/// Which texts are numbers: what `float(text)`, `to_f` and `parse` accept. Java's own parser takes
/// more (`1f`, `0x1p3`, control characters around), so the form is checked first.
public final class FloatText {
  private FloatText() {}

  /// Digits with an optional sign, fraction and exponent, or `inf`, `infinity`, `NaN`.
  public static boolean isFloat(String text) {
    int at = 0;
    int end = text.length();
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    String rest = text.substring(at);
    if (rest.equals("inf") || rest.equals("infinity") || text.equals("NaN")) {
      return true;
    }
    int digits = at;
    at = skipDigits(text, at);
    int count = at - digits;
    if (at < end && text.charAt(at) == '.') {
      int fraction = at + 1;
      at = skipDigits(text, fraction);
      count += at - fraction;
    }
    if (count == 0) {
      return false;
    }
    if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      int exponent = at;
      at = skipDigits(text, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == end;
  }

  /// Whether a text that `isFloat` has digits only, and a sign.
  public static boolean isInteger(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    return start < text.length() && skipDigits(text, start) == text.length();
  }

  /// The value of a text that `isFloat`.
  public static double value(String text) {
    if (text.endsWith("inf") || text.endsWith("infinity")) {
      return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return text.equals("NaN") ? Double.NaN : Double.parseDouble(text);
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
