package ruchy.runtime.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ListValue;

/// L 17.3, 18.3.
class RegexTest {
  @Test
  void matches_are_found_anywhere_in_the_text() {
    Regex digits = Regex.of("\\d+");
    assertTrue(digits.isMatch("a12"));
    assertEquals("12", digits.find("a12b3"));
    assertNull(digits.find("abc"));
    assertEquals(ListValue.of("12", "3"), digits.findAll("a12b3"));
  }

  @Test
  void captures_have_nil_for_groups_that_took_no_part() {
    assertEquals(ListValue.of("b", null, "b"), Regex.of("(a)|(b)").captures("xb"));
    assertNull(Regex.of("a").captures("b"));
    assertEquals(
        ListValue.of(ListValue.of("a1", "1"), ListValue.of("b2", "2")),
        Regex.of("\\w(\\d)").capturesAll("a1 b2"));
  }

  @Test
  void groups_have_names_in_either_spelling() {
    Regex date = Regex.of("(?P<year>\\d{4})-(?<the_month>\\d\\d)");
    assertEquals("01/2024", date.replace("2024-01", "${the_month}/${year}"));
    assertEquals("<Regex (?P<year>\\d{4})-(?<the_month>\\d\\d)>", date.display());
    assertTrue(Regex.of("(?P<a_b>\\w)\\k<a_b>").isMatch("xaa"));
    assertTrue(Regex.of("(?<=a)b(?<!c)").isMatch("ab"));
    assertThrows(Failure.class, () -> Regex.of("(?P<a_b>x)(?P<a_b>y)"));
  }

  @Test
  void what_is_quoted_or_in_a_class_names_no_group() {
    assertTrue(Regex.of("^\\(?P<x>$").isMatch("(P<x>"));
    assertTrue(Regex.of("^[(?P<x_y>]+$").isMatch("(?P<x_y>"));
    assertTrue(Regex.of("^\\Q(?P<x_y>\\E$").isMatch("(?P<x_y>"));
  }

  @Test
  void replacements_name_groups_and_keep_other_dollars() {
    Regex pair = Regex.of("(?<key>\\w)=(\\w)");
    assertEquals("b=a c=d", pair.replace("a=b c=d", "$2=$1"));
    assertEquals("[a] [c]", pair.replaceAll("a=b c=d", "[${key}]"));
    assertEquals("$1 \\ $ ", pair.replace("a=b", "$$1 \\ $ $9${no}"));
  }

  @Test
  void splitting_gives_the_parts_between() {
    assertEquals(ListValue.of("a", "b", ""), Regex.of("\\d").split("a1b2"));
    assertEquals(ListValue.of("a", "b", "c"), Regex.of("").split("abc"));
    assertEquals(ListValue.of("abc"), Regex.of(",").split("abc"));
  }

  @Test
  void a_wrong_pattern_raises() {
    Failure failure = assertThrows(Failure.class, () -> Regex.of("("));
    assertTrue(failure.matchesType("ParseError"));
    assertEquals("Invalid regular expression '(': Unclosed group", failure.message());
    assertFalse(RegexModule.isValidPattern("("));
  }

  @Property
  void an_escaped_text_matches_itself(@ForAll String text) {
    assertEquals(text, RegexModule.findFirst(RegexModule.escape(text), text));
  }
}
