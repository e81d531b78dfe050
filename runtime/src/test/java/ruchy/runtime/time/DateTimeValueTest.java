package ruchy.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.Ordering;

/// L 17.8, with java.time as the reference.
class DateTimeValueTest {
  private static final long YEAR_9999 = 253_402_300_799_999L;

  @Property
  void the_fields_are_those_of_the_calendar(
      @ForAll @LongRange(min = -YEAR_9999, max = YEAR_9999) long millis) {
    ZonedDateTime expected = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
    DateTimeValue actual = DateTimeValue.of(millis);
    assertEquals(expected.getYear(), actual.year());
    assertEquals(expected.getMonthValue(), actual.month());
    assertEquals(expected.getDayOfMonth(), actual.day());
    assertEquals(expected.getHour(), actual.hour());
    assertEquals(expected.getMinute(), actual.minute());
    assertEquals(expected.getSecond(), actual.second());
    assertEquals(expected.get(ChronoField.MILLI_OF_SECOND), actual.millisecond());
    assertEquals(expected.getDayOfWeek().getValue(), actual.weekday());
    assertEquals(String.format("%03d", expected.getDayOfYear()), actual.format("%j"));
  }

  @Property
  void its_text_is_iso_8601_and_reads_back(
      @ForAll @LongRange(min = -YEAR_9999, max = YEAR_9999) long millis) {
    DateTimeValue value = DateTimeValue.of(millis);
    assertEquals(Instant.ofEpochMilli(millis).toString(), value.toIso());
    assertEquals(value, DateTimeValue.parse(value.toIso()));
  }

  @Test
  void milliseconds_are_shown_when_they_are_not_zero() {
    assertEquals("2025-08-24T10:15:30Z", iso("2025-08-24T10:15:30.000Z"));
    assertEquals("2025-08-24T10:15:30.250Z", iso("2025-08-24T10:15:30.25Z"));
  }

  @Test
  void texts_may_lack_zone_seconds_and_time_and_may_name_another_zone() {
    assertEquals("2025-08-24T10:15:30Z", iso("2025-08-24 10:15:30"));
    assertEquals("2025-08-24T10:15:00Z", iso("2025-08-24T10:15"));
    assertEquals("2024-02-29T00:00:00Z", iso(" 2024-02-29 "));
    assertEquals("2025-08-23T22:15:30Z", iso("2025-08-24T00:15:30+02:00"));
    assertEquals("2025-08-24T05:45:30.123Z", iso("2025-08-24T00:15:30.123456-0530"));
  }

  @Test
  void other_texts_raise() {
    for (String text :
        new String[] {
          "",
          "today",
          "2025-13-01",
          "2025-02-29",
          "2025-8-24",
          "2025-08-24T",
          "2025-08-24T24:00",
          "2025-08-24T10:15:30Zx",
          "2025-08-24T10:15:30.",
          "25-08-24",
          "2025-08-24T10:15:30+2"
        }) {
      Failure failure = assertThrows(Failure.class, () -> DateTimeValue.parse(text), text);
      assertTrue(failure.matchesType("ParseError"));
      assertEquals("Cannot parse '" + text + "' as date-time", failure.message());
    }
  }

  private static String iso(String text) {
    return DateTimeValue.parse(text).toIso();
  }

  @Test
  void a_pattern_has_the_letters_of_strftime() {
    DateTimeValue value = DateTimeValue.parse("2025-08-04T15:05:09.007Z");
    assertEquals("2025-08-04 15:05:09.007000", value.format("%Y-%m-%d %H:%M:%S.%f"));
    assertEquals("216 Mon Monday Aug August 25", value.format("%j %a %A %b %B %y"));
    assertEquals("03 PM UTC +0000", value.format("%I %p %Z %z"));
    assertEquals("2025-08-04|15:05:09|%", value.format("%F|%T|%%"));
    assertEquals("12 AM", DateTimeValue.parse("2025-08-04T00:30").format("%I %p"));
    assertThrows(Failure.class, () -> value.format("%Q"));
    assertThrows(Failure.class, () -> value.format("100%"));
  }

  @Test
  void adding_gives_new_date_times() {
    DateTimeValue value = DateTimeValue.parse("2024-02-28T23:59:59Z");
    assertEquals("2024-02-29T23:59:59Z", value.addDays(1).toIso());
    assertEquals("2024-02-29T00:59:59Z", value.addHours(1).toIso());
    assertEquals("2024-02-28T23:58:59Z", value.addMinutes(-1).toIso());
    assertEquals("2024-02-29T00:00:00Z", value.addSeconds(1).toIso());
    assertEquals("2024-02-28T23:59:59Z", value.toIso());
    Failure failure = assertThrows(Failure.class, () -> value.addDays(Long.MAX_VALUE));
    assertTrue(failure.matchesType("OverflowError"));
  }

  @Test
  void date_times_are_compared_by_value_and_their_difference_is_in_milliseconds() {
    DateTimeValue early = DateTimeValue.parse("2025-08-24T10:00:00Z");
    DateTimeValue late = DateTimeValue.parse("2025-08-24T12:00:01+02:00");
    assertTrue(Ordering.compare(early, late) < 0);
    assertEquals(1000L, Arithmetic.subtract(late, early));
    assertTrue(Equality.equal(late, early.addSeconds(1)));
    assertEquals(late.hashCode(), early.addSeconds(1).hashCode());
    assertNotEquals(early, late);
  }

  @Test
  void it_shows_itself_as_iso_text_and_is_of_the_kind_datetime() {
    DateTimeValue value = DateTimeValue.of(0);
    assertEquals("1970-01-01T00:00:00Z", Display.print(value));
    assertEquals("1970-01-01T00:00:00Z", Display.debug(value));
    assertEquals("datetime", Kind.name(value));
    assertEquals(-1, DateTimeValue.of(-1).timestamp());
    assertEquals(-1, DateTimeValue.of(-1).timestampMs());
  }

  @Test
  void texts_of_date_times_know_their_timestamp() {
    assertEquals(86_400, DateTextMembers.timestamp("1970-01-02T01:00:00+01:00"));
    assertEquals("1970-01-02T00:00:00Z", DateTextMembers.toRfc3339("1970-01-02T01:00:00+01:00"));
  }
}
