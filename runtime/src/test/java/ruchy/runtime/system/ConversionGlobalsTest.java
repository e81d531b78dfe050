package ruchy.runtime.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.RangeValue;

/// L 6.1, 6.7 and 16.
class ConversionGlobalsTest {
  @Test
  void str_is_the_s_form() {
    assertEquals("1", ConversionGlobals.str(1.0));
    assertEquals("nil", ConversionGlobals.str(null));
    assertEquals("[\"a\"]", ConversionGlobals.str(ListValue.of("a")));
  }

  @Test
  void int_and_float_convert_and_parse() {
    assertEquals(3, ConversionGlobals.toInt(3.9));
    assertEquals(42, ConversionGlobals.toInt(" 42 "));
    assertEquals(1, ConversionGlobals.toInt(true));
    assertEquals(1.5, ConversionGlobals.toFloat("1.5"));
    assertThrows(Failure.class, () -> ConversionGlobals.toInt(Double.NaN));
    assertThrows(Failure.class, () -> ConversionGlobals.toInt(ListValue.empty()));
  }

  @Test
  void parsing_other_text_raises() {
    Failure failure = assertThrows(Failure.class, () -> ConversionGlobals.parseInt("abc"));
    assertTrue(failure.matchesType("ParseError"));
    assertEquals("Cannot parse 'abc' as integer", failure.message());
    assertThrows(Failure.class, () -> ConversionGlobals.parseFloat("1,5"));
    assertEquals(-2.5, ConversionGlobals.parseFloat(" -2.5\n"));
  }

  @Test
  void bool_takes_zero_and_empty_as_false() {
    assertFalse(ConversionGlobals.toBool(0.0));
    assertFalse(ConversionGlobals.toBool(""));
    assertFalse(ConversionGlobals.toBool(new HashMapValue()));
    assertTrue(ConversionGlobals.toBool("false"));
  }

  @Test
  void characters_and_code_points_convert_both_ways() {
    assertEquals("😀", ConversionGlobals.character(0x1f600));
    assertEquals(0x1f600, ConversionGlobals.ord("😀"));
    assertThrows(Failure.class, () -> ConversionGlobals.ord("ab"));
    assertThrows(Failure.class, () -> ConversionGlobals.ord(""));
  }

  @Test
  void sizes_have_one_decimal_and_never_1024_of_a_unit() {
    assertEquals("512 B", ConversionGlobals.formatSize(512));
    assertEquals("1.5 KB", ConversionGlobals.formatSize(1536));
    assertEquals("2.0 MB", ConversionGlobals.formatSize(2 * 1024 * 1024));
    assertEquals("1.0 MB", ConversionGlobals.formatSize(1024 * 1024 - 1));
    assertEquals("8.0 EB", ConversionGlobals.formatSize(0x1p63));
    assertEquals("-1.0 KB", ConversionGlobals.formatSize(-1024));
  }

  @Test
  void len_counts_bytes_of_texts_and_elements_of_collections() {
    assertEquals(7, KindGlobals.len("a\u00e9\ud83d\ude00"));
    assertEquals(3, KindGlobals.len("€"));
    assertEquals(2, KindGlobals.len((Object) ListValue.of(1L, 2L)));
    assertEquals(5, KindGlobals.len(RangeValue.of(0, 5, false)));
    Failure failure = assertThrows(Failure.class, () -> KindGlobals.len(5L));
    assertEquals("len expects a string or a collection, got integer", failure.message());
  }

  @Test
  void kinds_have_their_names_and_tests() {
    assertEquals("array", KindGlobals.typeOf(ListValue.empty()));
    assertEquals("nil", KindGlobals.typeOf(null));
    assertTrue(KindGlobals.isNil(null) && !KindGlobals.isNil(0L));
    assertTrue(KindGlobals.isInt(1L) && !KindGlobals.isInt(1.0));
    assertTrue(KindGlobals.isNumber(1.0) && !KindGlobals.isNumber("1"));
    assertTrue(KindGlobals.isObject(new HashMapValue()) && !KindGlobals.isObject("a"));
  }
}
