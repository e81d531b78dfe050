package ruchy.runtime.value;

/// Floats in decimal notation (L 15.1): the shortest digits that read back as the same value, never
/// with an exponent.
public final class Decimal {
  private Decimal() {}

  /// `3.14`, `inf`, `-inf`, `NaN`; whole numbers as `1.0`, or as `1` when not `withFraction`.
  public static String shortest(double value, boolean withFraction) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String digits = Double.toString(value);
    int exponent = digits.indexOf('E');
    if (exponent >= 0) {
      digits = withoutExponent(digits, exponent);
    }
    return !withFraction && digits.endsWith(".0")
        ? digits.substring(0, digits.length() - 2)
        : digits;
  }

  /// Java writes `d.dddE±n` for large and small values.
  private static String withoutExponent(String text, int exponentAt) {
    int power = Integer.parseInt(text, exponentAt + 1, text.length(), 10);
    int dot = text.indexOf('.');
    boolean isNegative = text.charAt(0) == '-';
    String digits = text.substring(isNegative ? 1 : 0, dot) + text.substring(dot + 1, exponentAt);
    if (digits.endsWith("0") && digits.length() > 1) {
      digits = digits.substring(0, digits.length() - 1);
    }
    int point = dot - (isNegative ? 1 : 0) + power;
    StringBuilder out = new StringBuilder();
    if (isNegative) {
      out.append('-');
    }
    if (point <= 0) {
      out.append("0.").repeat('0', -point).append(digits);
    } else if (point >= digits.length()) {
      out.append(digits).repeat('0', point - digits.length()).append(".0");
    } else {
      out.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
    return out.toString();
  }
}
