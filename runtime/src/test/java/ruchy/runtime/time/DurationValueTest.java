package ruchy.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.Ordering;

/// L 17.8 and the module `time` of L 18.3.
class DurationValueTest {
  @Test
  void it_gives_its_length_in_three_ways() {
    DurationValue duration = DurationValue.fromMillis(2900);
    assertEquals(2900, duration.asMillis());
    assertEquals(2, duration.asSecs());
    assertEquals(2.9, duration.asSecsF64());
    assertEquals("duration", Kind.name(duration));
  }

  @Test
  void its_text_names_the_two_largest_units() {
    assertEquals("500ms", Display.print(DurationValue.fromMillis(500)));
    assertEquals("1s", TimeModule.formatDuration(1000));
    assertEquals("1s 500ms", TimeModule.formatDuration(1500));
    assertEquals("1m 5s", TimeModule.formatDuration(65_000));
    assertEquals("1h 1m", TimeModule.formatDuration(3_661_000));
    assertEquals("100h", TimeModule.formatDuration(360_000_000));
    assertEquals("-1m", TimeModule.formatDuration(-60_000));
    assertEquals("0ms", TimeModule.formatDuration(0));
  }

  @Test
  void durations_are_read_from_text() {
    assertEquals(65_000, TimeModule.parseDuration("1m 5s"));
    assertEquals(5_400_000, TimeModule.parseDuration("1h30m"));
    assertEquals(1500, TimeModule.parseDuration(" 1.5s "));
    assertEquals(250, TimeModule.parseDuration("250"));
    assertEquals(-172_800_000, TimeModule.parseDuration("-2d"));
    for (String text : new String[] {"", "-", "soon", "5 parsecs", "1..5s", "s"}) {
      Failure failure = assertThrows(Failure.class, () -> TimeModule.parseDuration(text), text);
      assertEquals("Cannot parse '" + text + "' as duration", failure.message());
    }
  }

  @Test
  void durations_are_compared_by_length() {
    DurationValue second = DurationValue.fromSecs(1);
    assertTrue(Equality.equal(second, DurationValue.fromMillis(1000)));
    assertTrue(Ordering.compare(second, DurationValue.fromSeconds(0.5)) > 0);
    assertThrows(Failure.class, () -> Ordering.compare(second, DateTimeValue.of(0)));
  }

  @Test
  void an_instant_measures_forwards() {
    Instant start = Instant.now();
    TimeGlobals.sleep(DurationValue.fromMillis(3));
    Instant end = Instant.now();
    assertTrue(start.elapsed().nanos() >= 3_000_000);
    assertTrue(end.durationSince(start).nanos() >= 3_000_000);
  }

  @Test
  void clocks_agree() {
    long before = System.currentTimeMillis();
    long ruchy = TimeGlobals.timestamp();
    DateTimeValue now = TimeGlobals.now();
    long after = System.currentTimeMillis();
    assertTrue(before <= ruchy && ruchy <= now.timestampMs() && now.timestampMs() <= after);
    assertTrue(TimeGlobals.currentTime().matches("\\d\\d:\\d\\d:\\d\\d"));
    assertTrue(TimeGlobals.currentDate().matches("\\d{4}-\\d\\d-\\d\\d"));
    assertTrue(TimeModule.elapsedMillis(before - 10) >= 10);
    assertEquals(1.5, TimeModule.durationSecs(1500));
  }

  @Test
  void sleeping_for_no_number_raises() {
    assertThrows(Failure.class, () -> TimeGlobals.sleep(Double.NaN));
  }
}
