package ruchy.runtime.time;

/// The fields of a point in time in UTC, in the Gregorian calendar, also before its invention.
///
/// @param weekday 1 for Monday to 7 for Sunday
/// @param dayOfYear from 1
record Calendar(
    long year,
    int month,
    int day,
    int hour,
    int minute,
    int second,
    int millisecond,
    int weekday,
    int dayOfYear) {
  static final long MILLIS_A_DAY = 86_400_000;

  /// The calendar repeats itself after 400 years of so many days.
  private static final long DAYS_OF_400_YEARS = 146_097;

  private static final int DAYS_OF_100_YEARS = 36_524;
  private static final int DAYS_OF_4_YEARS = 1_461;

  /// From 1 March 0 to 1 January 1970. Years that begin in March end with their leap day.
  private static final long DAYS_TO_1970 = 719_468;

  /// Five months of 31, 30, 31, 30 and 31 days, from March on.
  private static final int DAYS_OF_5_MONTHS = 153;

  static Calendar of(long millisSince1970) {
    long days = Math.floorDiv(millisSince1970, MILLIS_A_DAY);
    int millis = (int) Math.floorMod(millisSince1970, MILLIS_A_DAY);
    long shifted = days + DAYS_TO_1970;
    long cycle = Math.floorDiv(shifted, DAYS_OF_400_YEARS);
    int dayOfCycle = (int) Math.floorMod(shifted, DAYS_OF_400_YEARS);
    int yearOfCycle =
        (dayOfCycle
                - dayOfCycle / (DAYS_OF_4_YEARS - 1)
                + dayOfCycle / DAYS_OF_100_YEARS
                - dayOfCycle / (int) (DAYS_OF_400_YEARS - 1))
            / 365;
    int dayFromMarch = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
    int monthFromMarch = (5 * dayFromMarch + 2) / DAYS_OF_5_MONTHS;
    int day = dayFromMarch - (DAYS_OF_5_MONTHS * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0);
    return new Calendar(
        year,
        month,
        day,
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000,
        (int) Math.floorMod(days + 3, 7L) + 1,
        (int) (days - daysSince1970(year, 1, 1)) + 1);
  }

  /// The days from 1970-01-01 to that day, negative before.
  static long daysSince1970(long year, int month, int day) {
    long shifted = month <= 2 ? year - 1 : year;
    long cycle = Math.floorDiv(shifted, 400L);
    long yearOfCycle = Math.floorMod(shifted, 400L);
    int monthFromMarch = month > 2 ? month - 3 : month + 9;
    int dayOfYear = (DAYS_OF_5_MONTHS * monthFromMarch + 2) / 5 + day - 1;
    long dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear;
    return cycle * DAYS_OF_400_YEARS + dayOfCycle - DAYS_TO_1970;
  }

  static int daysOfMonth(long year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}
