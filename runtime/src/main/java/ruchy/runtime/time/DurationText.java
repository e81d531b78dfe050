package ruchy.runtime.time;

import ruchy.runtime.failure.Failure;

/// Lengths of time as texts: `500ms`, `1s`, `1m 5s`, `1h 1m` (L 18.3).
final class DurationText {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private DurationText() {}

  /// The two largest units, the smaller one only when it is not zero.
  static String write(long millis) {
    if (millis < 0) {
      return millis == Long.MIN_VALUE ? write(millis + 1) : "-" + write(-millis);
    }
    if (millis < SECOND) {
      return millis + "ms";
    } else if (millis < MINUTE) {
      return both(millis / SECOND, "s", millis % SECOND, "ms");
    } else if (millis < HOUR) {
      return both(millis / MINUTE, "m", millis % MINUTE / SECOND, "s");
    }
    return both(millis / HOUR, "h", millis % HOUR / MINUTE, "m");
  }

  private static String both(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
  }

  /// The milliseconds of `1h 30m`, `1.5s`, `2d`; a number without unit is milliseconds. Raises
  /// ParseError.
  static long read(String text) {
    String trimmed = text.strip();
    int at = trimmed.startsWith("-") ? 1 : 0;
    boolean isNegative = at == 1;
    double millis = 0;
    if (at == trimmed.length()) {
      throw wrong(text);
    }
    while (at < trimmed.length()) {
      int start = at;
      while (at < trimmed.length() && isNumeric(trimmed.charAt(at))) {
        at++;
      }
      int end = at;
      while (at < trimmed.length() && Character.isLetter(trimmed.charAt(at))) {
        at++;
      }
      millis += number(text, trimmed.substring(start, end)) * unit(text, trimmed, end, at);
      while (at < trimmed.length() && trimmed.charAt(at) == ' ') {
        at++;
      }
    }
    return Math.round(isNegative ? -millis : millis);
  }

  private static boolean isNumeric(char unit) {
    return (unit >= '0' && unit <= '9') || unit == '.';
  }

  private static double number(String text, String digits) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
  }

  private static long unit(String text, String trimmed, int start, int end) {
    return switch (trimmed.substring(start, end)) {
      case "", "ms", "millis" -> 1;
      case "s", "sec", "secs" -> SECOND;
      case "m", "min", "mins" -> MINUTE;
      case "h", "hour", "hours" -> HOUR;
      case "d", "day", "days" -> DAY;
      default -> throw wrong(text);
    };
  }

  private static Failure wrong(String text) {
    return Failure.parseError("Cannot parse '" + text + "' as duration");
  }
}
