package ruchy.runtime.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Indexing;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.TupleValue;

/// L 8.2, 17.3.
class StringMembersTest {
  private static final String FACE = "a\ud83d\ude00b";

  private static ListValue strings(String... texts) {
    return ListValue.ofStrings(texts);
  }

  @Property
  void the_length_is_that_of_the_bytes(@ForAll String text) {
    assertEquals(text.getBytes(StandardCharsets.UTF_8).length, lengthWithoutHalves(text));
  }

  /// Java writes one byte for half of a character, we count three: such texts are no UTF-8.
  private static long lengthWithoutHalves(String text) {
    long halves = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        halves++;
      }
    }
    return StringMembers.len(text) - halves;
  }

  @Test
  void lengths_count_bytes_and_positions_count_characters() {
    assertEquals(6, StringMembers.len(FACE));
    assertEquals(3, StringMembers.charCount(FACE));
    assertEquals("b", Indexing.charAt(FACE, 2));
    assertEquals("\ud83d\ude00", Indexing.charAt(FACE, -2));
    assertEquals(2L, StringPartMembers.find(FACE, "b"));
    assertEquals("b", StringPartMembers.substring(FACE, 2));
    assertEquals(strings("a", "\ud83d\ude00", "b"), StringPartMembers.chars(FACE));
    assertEquals("b\ud83d\ude00a", StringMembers.reverse(FACE));
  }

  @Test
  void a_character_outside_raises_and_char_at_gives_nil() {
    Failure failure = assertThrows(Failure.class, () -> Indexing.charAt("abc", 3));
    assertEquals("Index 3 out of bounds for string of length 3", failure.message());
    assertNull(StringPartMembers.charAt("abc", 3));
    assertEquals("c", StringPartMembers.charAt("abc", -1));
  }

  @Property
  void slices_are_clamped_and_count_from_both_ends(
      @ForAll @IntRange(min = -8, max = 8) int from, @ForAll @IntRange(min = -8, max = 8) int to) {
    String text = "h\u00e9llo";
    int start = Math.clamp(from < 0 ? from + 5L : from, 0, 5);
    int end = Math.clamp(to < 0 ? to + 5L : to, 0, 5);
    String expected = start < end ? text.substring(start, end) : "";
    assertEquals(expected, Indexing.slice(text, (long) from, (long) to, false));
    assertEquals(expected, StringPartMembers.slice(text, from, to));
  }

  @Test
  void open_and_inclusive_ranges_slice() {
    assertEquals("llo", Indexing.slice("hello", 2L, null, false));
    assertEquals("hel", Indexing.slice("hello", RangeValue.to(2, true)));
    assertEquals("hello", Indexing.slice("hello", RangeValue.of(0, -1, true)));
    assertEquals("hello", Indexing.get((Object) "hello", RangeValue.all()));
  }

  @Test
  void splitting_keeps_empty_parts_and_the_rest() {
    assertEquals(strings("a", "b", "", ""), StringPartMembers.split("a,b,,", ","));
    assertEquals(strings("a", "b,c"), StringPartMembers.split("a,b,c", ",", 2));
    assertEquals(strings("a", "b"), StringPartMembers.split("ab", ""));
    assertEquals(strings("a", "b"), StringPartMembers.split("  a\t\nb "));
    assertEquals(strings("c", "b", "a"), StringPartMembers.rsplit("a/b/c", "/"));
    assertEquals(strings("a", "", "b"), StringPartMembers.lines("a\r\n\nb\n"));
    assertEquals(
        Options.some(TupleValue.of("k", "v=w")), StringPartMembers.splitOnce("k=v=w", "="));
    assertEquals(Options.NONE, StringPartMembers.splitOnce("k", "="));
  }

  @Test
  void absent_parts_give_nil_or_minus_one() {
    assertNull(StringPartMembers.find("abc", "x"));
    assertEquals(-1, StringPartMembers.indexOf("abc", "x"));
    assertEquals(4, StringPartMembers.lastIndexOf("a-b-c", "c"));
    assertEquals(2, StringPartMembers.count("banana", "an"));
    assertNull(StringPartMembers.stripPrefix("abc", "b"));
    assertEquals("bc", StringPartMembers.stripPrefix("abc", "a"));
  }

  @Test
  void cases_and_padding() {
    assertEquals("Hello you", StringMembers.capitalize("hELLO YOU"));
    assertEquals("Don't Panic Now", StringMembers.title("don't PANIC now"));
    assertEquals("abc7", StringMembers.padStart("7", 4, "abcd"));
    assertEquals("7..", StringMembers.padEnd("7", 3, "."));
    assertEquals("*ab**", StringMembers.center("ab", 5, "*"));
    assertEquals("long", StringMembers.padStart("long", 2));
    assertEquals("a", StringMembers.trimMatches("//a/", "/"));
  }

  @Test
  void numbers_are_parsed_with_space_around_and_nothing_else() {
    assertEquals(42L, StringMembers.parse(" 42 "));
    assertEquals(2.5, StringMembers.parse("2.5"));
    assertEquals(-1000.0, StringMembers.toFloat("-1e3"));
    for (String bad : new String[] {"", "abc", "1f", "0x10", "1_000", "1.5.2", "--1", "1e"}) {
      Failure failure = assertThrows(Failure.class, () -> StringMembers.toFloat(bad), bad);
      assertEquals("Cannot parse '" + bad + "' as float", failure.message());
    }
    assertEquals(
        "Cannot parse '9223372036854775808' as integer",
        assertThrows(Failure.class, () -> StringMembers.toInt("9223372036854775808")).message());
  }

  @Test
  void questions_about_characters_are_false_for_the_empty_text() {
    assertTrue(StringTestMembers.isDigit("2025"));
    assertFalse(StringTestMembers.isDigit(""));
    assertFalse(StringTestMembers.isAscii(""));
    assertTrue(StringTestMembers.isUppercase("ABC"));
    assertFalse(StringTestMembers.isUppercase("AbC"));
    assertTrue(StringMembers.isNumeric("-1.5e3"));
    assertFalse(StringMembers.isNumeric("x"));
  }
}
