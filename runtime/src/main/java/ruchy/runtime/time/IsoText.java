package ruchy.runtime.time;

import ruchy.runtime.failure.Failure;

/// Date-times as ISO-8601 texts (RFC 3339).
final class IsoText {
  private IsoText() {}

  /// `2025-08-24T10:15:30Z`, with `.250` before the Z when the milliseconds are not zero.
  static String write(long millisSince1970) {
    Calendar at = Calendar.of(millisSince1970);
    StringBuilder text = new StringBuilder(24);
    date(text, at).append('T');
    time(text, at);
    if (at.millisecond() != 0) {
      padded(text.append('.'), at.millisecond(), 3);
    }
    return text.append('Z').toString();
  }

  /// `2025-08-24`; years of more than four digits and those before 0 have a sign.
  static StringBuilder date(StringBuilder text, Calendar at) {
    year(text, at.year()).append('-');
    padded(text, at.month(), 2).append('-');
    return padded(text, at.day(), 2);
  }

  static StringBuilder year(StringBuilder text, long year) {
    if (year < 0) {
      text.append('-');
    } else if (year > 9999) {
      text.append('+');
    }
    return padded(text, Math.abs(year), 4);
  }

  /// `10:15:30`
  static StringBuilder time(StringBuilder text, Calendar at) {
    padded(text, at.hour(), 2).append(':');
    padded(text, at.minute(), 2).append(':');
    return padded(text, at.second(), 2);
  }

  /// The number, with zeros before it when it has fewer digits.
  static StringBuilder padded(StringBuilder text, long number, int digits) {
    long limit = 10;
    for (int i = 1; i < digits; i++, limit *= 10) {
      if (number < limit) {
        text.repeat('0', digits - i);
        break;
      }
    }
    return text.append(number);
  }

  /// The milliseconds since 1970 of `2025-08-24T10:15:30.25+02:00`. The time may be missing, so may
  /// its seconds and fraction; without zone it is UTC; a space may stand for the T. Raises
  /// ParseError.
  static long read(String text) {
    return new Reader(text.strip(), text).dateTime();
  }

  private static final class Reader {
    private final String text;
    private final String original;
    private int at;

    Reader(String text, String original) {
      this.text = text;
      this.original = original;
    }

    long dateTime() {
      long year = year();
      expect('-');
      int month = number(2, 1, 12);
      expect('-');
      int day = number(2, 1, Calendar.daysOfMonth(year, month));
      long days = Calendar.daysSince1970(year, month, day);
      if (at == text.length()) {
        return days * Calendar.MILLIS_A_DAY;
      }
      if (!accept('T') && !accept('t')) {
        expect(' ');
      }
      long millis = time();
      if (at < text.length()) {
        millis -= offset();
      }
      if (at < text.length()) {
        throw wrong();
      }
      return days * Calendar.MILLIS_A_DAY + millis;
    }

    private long year() {
      boolean isBefore = accept('-');
      boolean isSigned = isBefore || accept('+');
      int start = at;
      long year = 0;
      while (at < text.length() && isDigit(text.charAt(at)) && at - start < 9) {
        year = year * 10 + (text.charAt(at++) - '0');
      }
      int digits = at - start;
      if (digits < 4 || (digits > 4 && !isSigned)) {
        throw wrong();
      }
      return isBefore ? -year : year;
    }

    private long time() {
      long seconds = number(2, 0, 23) * 3600L;
      expect(':');
      seconds += number(2, 0, 59) * 60L;
      if (!accept(':')) {
        return seconds * 1000;
      }
      // 60 is a leap second, which counts as the one after it.
      seconds += number(2, 0, 60);
      return seconds * 1000 + (accept('.') || accept(',') ? fraction() : 0);
    }

    private int fraction() {
      int start = at;
      int millis = 0;
      while (at < text.length() && isDigit(text.charAt(at))) {
        if (at - start < 3) {
          millis = millis * 10 + (text.charAt(at) - '0');
        }
        at++;
      }
      int digits = at - start;
      if (digits == 0) {
        throw wrong();
      }
      for (int i = digits; i < 3; i++) {
        millis *= 10;
      }
      return millis;
    }

    /// In milliseconds, positive to the east.
    private long offset() {
      if (accept('Z') || accept('z')) {
        return 0;
      }
      boolean isWest = accept('-');
      if (!isWest) {
        expect('+');
      }
      long minutes = number(2, 0, 23) * 60L;
      accept(':');
      minutes += number(2, 0, 59);
      return (isWest ? -minutes : minutes) * 60_000;
    }

    private int number(int digits, int least, int most) {
      int number = 0;
      for (int i = 0; i < digits; i++) {
        if (at == text.length() || !isDigit(text.charAt(at))) {
          throw wrong();
        }
        number = number * 10 + (text.charAt(at++) - '0');
      }
      if (number < least || number > most) {
        throw wrong();
      }
      return number;
    }

    private static boolean isDigit(char unit) {
      return unit >= '0' && unit <= '9';
    }

    private void expect(char unit) {
      if (!accept(unit)) {
        throw wrong();
      }
    }

    private boolean accept(char unit) {
      boolean isThere = at < text.length() && text.charAt(at) == unit;
      if (isThere) {
        at++;
      }
      return isThere;
    }

    private Failure wrong() {
      return Failure.parseError("Cannot parse '" + original + "' as date-time");
    }
  }
}
