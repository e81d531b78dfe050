package ruchy.runtime.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// A format spec, what stands behind the colon in `{x:>8.2}` (L 15.3):
/// `[[fill]align][sign][#][0][width][,][.precision][type]`.
public final class FormatSpec {
  /// The widest field and the longest fraction that are accepted.
  private static final int MOST = 100_000;

  private final String spec;
  private int at;

  private int fill = ' ';

  /// `<`, `^`, `>`, or 0 when not given.
  private char align;

  private boolean isSigned;
  private boolean isAlternate;
  private boolean isZeroPadded;
  private int width;
  private boolean isGrouped;

  /// -1 when not given.
  private int precision = -1;

  /// One of `? x X o b d e f s %`, or 0 when not given.
  private char type;

  private FormatSpec(String spec) {
    this.spec = spec;
  }

  /// The value as the spec says. ArgumentError `Invalid format spec 'S' for X` for a spec that is
  /// none, or that does not fit the value.
  public static String format(@Nullable Object value, String spec) {
    FormatSpec parsed = new FormatSpec(spec);
    if (!parsed.parse()) {
      throw parsed.invalid(value);
    }
    return parsed.apply(value);
  }

  public static String format(long value, String spec) {
    return format((Object) value, spec);
  }

  public static String format(double value, String spec) {
    return format((Object) value, spec);
  }

  private Failure invalid(@Nullable Object value) {
    return Failure.argumentError("Invalid format spec '" + spec + "' for " + Kind.described(value));
  }

  // Reading.

  private boolean parse() {
    if (!spec.isEmpty()) {
      int first = spec.codePointAt(0);
      int second = Character.charCount(first);
      if (second < spec.length() && isAlign(spec.charAt(second))) {
        fill = first;
        align = spec.charAt(second);
        at = second + 1;
      } else if (isAlign(spec.charAt(0))) {
        align = spec.charAt(0);
        at = 1;
      }
    }
    isSigned = accept('+');
    isAlternate = accept('#');
    isZeroPadded = accept('0');
    width = number();
    isZeroPadded &= width >= 0;
    width = Math.max(width, 0);
    isGrouped = accept(',');
    if (accept('.')) {
      precision = number();
      if (precision < 0) {
        return false;
      }
    }
    if (at < spec.length() && "?xXobdefs%".indexOf(spec.charAt(at)) >= 0) {
      type = spec.charAt(at++);
    }
    return at == spec.length() && width <= MOST && precision <= MOST;
  }

  private static boolean isAlign(char letter) {
    return letter == '<' || letter == '^' || letter == '>';
  }

  private boolean accept(char letter) {
    if (at < spec.length() && spec.charAt(at) == letter) {
      at++;
      return true;
    }
    return false;
  }

  /// The digits here as a number (more than MOST when too large), or -1.
  private int number() {
    int start = at;
    int number = 0;
    while (at < spec.length() && spec.charAt(at) >= '0' && spec.charAt(at) <= '9') {
      number = Math.min(number * 10 + spec.charAt(at) - '0', MOST + 1);
      at++;
    }
    return at == start ? -1 : number;
  }

  // Writing.

  private String apply(@Nullable Object value) {
    Object plain = value instanceof ByteValue octet ? (Object) octet.value() : value;
    return switch (type) {
      case '?' -> debug(value);
      case 's' -> text(Display.print(value), value);
      case 'x', 'X', 'o', 'b' -> radix(plain);
      case 'd' -> {
        if (!(plain instanceof Long) || precision >= 0) {
          throw invalid(value);
        }
        yield number(plain);
      }
      case 'e', 'f', '%' -> {
        if (!(plain instanceof Long || plain instanceof Double)) {
          throw invalid(value);
        }
        yield number(plain);
      }
      default -> {
        if (plain instanceof Long || plain instanceof Double) {
          yield number(plain);
        }
        if (precision >= 0 && !(plain instanceof String)) {
          throw invalid(value); // a part of `nil` or of a list is never what was meant
        }
        yield text(Display.print(value), value);
      }
    };
  }

  private String debug(@Nullable Object value) {
    if (isSigned || isGrouped) {
      throw invalid(value);
    }
    if (precision >= 0 && (value instanceof Long || value instanceof Double)) {
      return number(value);
    }
    String text = DebugText.of(value, isAlternate);
    boolean isNumber = value instanceof Long || value instanceof Double;
    return aligned(isZeroPadded && isNumber ? zeros(text) : text, isNumber);
  }

  private String text(String text, @Nullable Object value) {
    if (isSigned || isAlternate || isZeroPadded || isGrouped) {
      throw invalid(value);
    }
    String shown = text;
    if (precision >= 0 && text.codePointCount(0, text.length()) > precision) {
      shown = text.substring(0, text.offsetByCodePoints(0, precision));
    }
    return aligned(shown, false);
  }

  private String radix(@Nullable Object value) {
    if (!(value instanceof Long integer) || isSigned || isGrouped || precision >= 0) {
      throw invalid(value);
    }
    String digits =
        switch (type) {
          case 'x' -> Long.toHexString(integer);
          case 'X' -> upper(Long.toHexString(integer));
          case 'o' -> Long.toOctalString(integer);
          default -> Long.toBinaryString(integer);
        };
    String prefix = !isAlternate ? "" : type == 'X' ? "0x" : "0" + type;
    if (isZeroPadded) {
      digits = "0".repeat(Math.max(0, width - prefix.length() - digits.length())) + digits;
    }
    return aligned(prefix + digits, true);
  }

  private static String upper(String digits) {
    return digits.toUpperCase(java.util.Locale.ROOT);
  }

  private String number(Object value) {
    if (isAlternate) {
      throw invalid(value);
    }
    double number = value instanceof Double given ? given : 0;
    boolean isFinite = Double.isFinite(number);
    boolean isNegative =
        value instanceof Long integer ? integer < 0 : Double.doubleToRawLongBits(number) < 0;
    String digits = isFinite ? digits(value) : Double.isNaN(number) ? "NaN" : "inf";
    if (digits.startsWith("-")) {
      digits = digits.substring(1);
    }
    if (isGrouped && isFinite) {
      digits = grouped(digits);
    }
    if (type == '%') {
      digits += "%";
    }
    String sign = Double.isNaN(number) ? "" : isNegative ? "-" : isSigned ? "+" : "";
    String text = sign + digits;
    return aligned(isZeroPadded && isFinite ? zeros(text) : text, true);
  }

  /// The digits of a finite number; a minus sign may stand before them.
  private String digits(Object value) {
    return switch (type) {
      case 'e' -> exponent(precision < 0 ? shortest(value) : exact(value));
      case '%' -> {
        BigDecimal percent = shortest(value).movePointRight(2);
        yield precision < 0 ? plain(percent) : decimals(percent, precision);
      }
      case 'f' -> decimals(exact(value), precision < 0 ? 6 : precision);
      default -> precision < 0 ? Display.print(value) : decimals(exact(value), precision);
    };
  }

  private static String decimals(BigDecimal number, int count) {
    return number.setScale(count, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static BigDecimal exact(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number)
        : BigDecimal.valueOf((Long) value);
  }

  private static BigDecimal shortest(Object value) {
    return value instanceof Double number
        ? new BigDecimal(Double.toString(number))
        : BigDecimal.valueOf((Long) value);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /// `1.5e3`, as short as possible unless a precision is given.
  private String exponent(BigDecimal number) {
    if (number.signum() == 0) {
      return precision > 0 ? "0." + "0".repeat(precision) + "e0" : "0e0";
    }
    BigDecimal rounded =
        precision >= 0
            ? number.round(new java.math.MathContext(precision + 1, RoundingMode.HALF_EVEN))
            : number.stripTrailingZeros();
    String digits = rounded.unscaledValue().abs().toString();
    int power = digits.length() - 1 - rounded.scale();
    String fraction = digits.substring(1);
    if (precision >= 0) {
      fraction += "0".repeat(Math.max(0, precision - fraction.length()));
    }
    return digits.charAt(0) + (fraction.isEmpty() ? "" : "." + fraction) + "e" + power;
  }

  /// Commas between the thousands of the whole part.
  private static String grouped(String digits) {
    int end = digits.indexOf('.');
    int exponent = digits.indexOf('e');
    if (end < 0) {
      end = exponent < 0 ? digits.length() : exponent;
    }
    StringBuilder out = new StringBuilder(digits);
    for (int i = end - 3; i > 0; i -= 3) {
      out.insert(i, ',');
    }
    return out.toString();
  }

  /// Zeros between sign and digits up to the width.
  private String zeros(String text) {
    int missing = width - text.length();
    if (missing <= 0) {
      return text;
    }
    boolean hasSign = text.startsWith("-") || text.startsWith("+");
    return hasSign
        ? text.charAt(0) + "0".repeat(missing) + text.substring(1)
        : "0".repeat(missing) + text;
  }

  private String aligned(String text, boolean isNumber) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    char side = align != 0 ? align : isNumber ? '>' : '<';
    int before = side == '<' ? 0 : side == '>' ? missing : missing / 2;
    StringBuilder out = new StringBuilder(text.length() + missing);
    out.repeat(fill, before).append(text).repeat(fill, missing - before);
    return out.toString();
  }
}
