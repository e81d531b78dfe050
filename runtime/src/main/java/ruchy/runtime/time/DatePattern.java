package ruchy.runtime.time;

import ruchy.runtime.failure.Failure;

/// Date-times in the shape of a pattern with the letters of strftime (L 17.8).
final class DatePattern {
  private static final String[] DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  private DatePattern() {}

  /// The text; ArgumentError for an unknown letter.
  static String format(Calendar at, String pattern) {
    StringBuilder text = new StringBuilder(pattern.length() + 16);
    for (int i = 0; i < pattern.length(); i++) {
      char unit = pattern.charAt(i);
      if (unit != '%') {
        text.append(unit);
      } else if (++i < pattern.length()) {
        field(text, at, pattern.charAt(i));
      } else {
        throw unknown("%");
      }
    }
    return text.toString();
  }

  private static void field(StringBuilder text, Calendar at, char letter) {
    switch (letter) {
      case 'Y' -> IsoText.year(text, at.year());
      case 'y' -> IsoText.padded(text, Math.floorMod(at.year(), 100L), 2);
      case 'm' -> IsoText.padded(text, at.month(), 2);
      case 'd' -> IsoText.padded(text, at.day(), 2);
      case 'j' -> IsoText.padded(text, at.dayOfYear(), 3);
      case 'H' -> IsoText.padded(text, at.hour(), 2);
      case 'I' -> IsoText.padded(text, (at.hour() + 11) % 12 + 1, 2);
      case 'p' -> text.append(at.hour() < 12 ? "AM" : "PM");
      case 'M' -> IsoText.padded(text, at.minute(), 2);
      case 'S' -> IsoText.padded(text, at.second(), 2);
      case 'f' -> IsoText.padded(text, at.millisecond() * 1000L, 6);
      case 'a' -> text.append(DAYS[at.weekday() - 1], 0, 3);
      case 'A' -> text.append(DAYS[at.weekday() - 1]);
      case 'b' -> text.append(MONTHS[at.month() - 1], 0, 3);
      case 'B' -> text.append(MONTHS[at.month() - 1]);
      case 'Z' -> text.append("UTC");
      case 'z' -> text.append("+0000");
      case 'F' -> IsoText.date(text, at);
      case 'T' -> IsoText.time(text, at);
      case '%' -> text.append('%');
      default -> throw unknown("%" + letter);
    }
  }

  private static Failure unknown(String field) {
    return Failure.argumentError("Unknown field '" + field + "' in a date format");
  }
}
