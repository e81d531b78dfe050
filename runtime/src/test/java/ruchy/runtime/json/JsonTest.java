package ruchy.runtime.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Atom;
import ruchy.runtime.value.Decimal;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;

/// L 18.1, and the writer against Jackson's.
class JsonTest {
  private static final JsonFactory JACKSON = new JsonFactory();

  @Provide
  Arbitrary<Object> values() {
    return values(2);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> plain =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12).map(text -> (Object) wellFormed(text)),
            Arbitraries.longs().map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, false).map(flag -> (Object) flag));
    if (depth == 0) {
      return plain;
    }
    Arbitrary<Object> inner = values(depth - 1);
    return Arbitraries.oneOf(
        plain,
        inner.injectNull(0.1).list().ofMaxSize(5).map(list -> ListValue.of(list.toArray())),
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(6).map(JsonTest::wellFormed), inner)
            .ofMaxSize(5)
            .map(
                entries -> {
                  HashMapValue map = new HashMapValue();
                  entries.forEach(map::put);
                  return map;
                }));
  }

  /// Halves of characters have no UTF-8.
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Property
  void the_writer_writes_what_jackson_writes(@ForAll("values") Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = JACKSON.createGenerator(out)) {
      write(generator, value);
    }
    assertArrayEquals(out.toByteArray(), JsonWriter.write(value).toArray());
    assertEquals(out.toString(StandardCharsets.UTF_8), JsonWriter.text(value));
  }

  /// Jackson writes an exponent from 10 million on and below a thousandth.
  private static String plain(double number) {
    double size = Math.abs(number);
    return size >= 1e-7 && size < 1e21 ? Decimal.shortest(number, true) : Double.toString(number);
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(plain(number));
      case Boolean flag -> generator.writeBoolean(flag);
      case ListValue list -> {
        generator.writeStartArray();
        for (Object element : list.toArray()) {
          write(generator, element);
        }
        generator.writeEndArray();
      }
      case MapValue map -> {
        generator.writeStartObject();
        for (Object key : map.keys().toArray()) {
          generator.writeFieldName(String.valueOf(key));
          write(generator, map.get(key));
        }
        generator.writeEndObject();
      }
      default -> throw new IllegalStateException();
    }
  }

  @Property
  void what_is_written_reads_back_equal_compact_and_pretty(@ForAll("values") Object value) {
    assertEquals(value, JsonReader.parse(JsonWriter.text(value)));
    assertEquals(value, JsonReader.parse(JsonWriter.pretty(value)));
    byte[] bytes = JsonWriter.write(value).toArray();
    assertEquals(value, JsonReader.parse(bytes, 0, bytes.length));
  }

  @Test
  void kinds_that_json_lacks_have_their_nearest_form() {
    assertEquals("null", JsonWriter.text(Double.NaN));
    assertEquals("1.0", JsonWriter.text(1.0));
    assertEquals("null", JsonWriter.text(Options.NONE));
    assertEquals("1", JsonWriter.text(Options.some(1L)));
    assertEquals("{\"Err\":\"no\"}", JsonWriter.text(Options.err("no")));
    assertEquals("[1,2]", JsonWriter.text(TupleValue.of(1L, 2L)));
    assertEquals("[1]", JsonWriter.text(SetValue.of(1L)));
    assertEquals("\"a\"", JsonWriter.text(Atom.of("a")));
    assertEquals(
        "{\"21\":\"FTP\",\"true\":1}", JsonWriter.text(HashMapValue.of(21L, "FTP", true, 1L)));
    assertEquals("-9223372036854775808", JsonWriter.text(Long.MIN_VALUE));
  }

  @Test
  void pretty_text_is_indented_by_two_spaces() {
    assertEquals(
        """
        {
          "a": [
            1,
            {}
          ]
        }\
        """,
        JsonWriter.pretty(HashMapValue.of("a", ListValue.of(1L, new HashMapValue()))));
  }

  @Test
  void a_value_that_contains_itself_raises() {
    ListValue list = ListValue.empty();
    list.add(HashMapValue.of("list", list));
    Failure failure = assertThrows(Failure.class, () -> JsonWriter.text(list));
    assertTrue(failure.matchesType("ArgumentError"));
  }

  @Test
  void keys_keep_their_order_and_the_last_duplicate_wins() {
    assertEquals(
        "{\"b\":3,\"a\":2}", JsonWriter.text(JsonReader.parse("{\"b\":1,\"a\":2,\"b\":3}")));
  }

  @Test
  void integers_that_fit_64_bits_are_integers_and_others_floats() {
    assertEquals(Long.MAX_VALUE, JsonReader.parse("9223372036854775807"));
    assertEquals(0x1p63, JsonReader.parse("9223372036854775808"));
    assertEquals(1.0, JsonReader.parse("1.0"));
    assertEquals(ListValue.of(1L, 1e30), JsonReader.parse("[1, 1000000000000000000000000000000]"));
  }

  @Test
  void bad_text_raises_with_line_and_column() {
    Failure failure = assertThrows(Failure.class, () -> JsonReader.parse("{\n  \"a\": x}"));
    assertTrue(failure.matchesType("ParseError"));
    assertEquals("Invalid JSON at line 2, column 8", failure.message());
    for (String bad : new String[] {"", "[1", "1 2", "{a: 1}", "[1,]", "\"\\x\"", "nul", "NaN"}) {
      assertThrows(Failure.class, () -> JsonReader.parse(bad), bad);
    }
  }

  @Test
  void text_nested_too_deep_raises() {
    assertThrows(Failure.class, () -> JsonReader.parse("[".repeat(600) + "]".repeat(600)));
    int depth = JsonReader.DEEPEST;
    assertEquals(
        ListValue.class, JsonReader.parse("[".repeat(depth) + "]".repeat(depth)).getClass());
  }
}
