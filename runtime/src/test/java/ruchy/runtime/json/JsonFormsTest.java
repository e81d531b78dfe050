package ruchy.runtime.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.time.DateTimeValue;
import ruchy.runtime.value.EnumType;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.LayoutValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.VariantValue;

/// The forms of the rarer kinds, of floats and of errors (L 18.1).
class JsonFormsTest {
  private static final EnumType SHAPE =
      new EnumType(
          "Shape",
          new String[] {"Empty", "Circle", "Line", "Node"},
          new String[] @Nullable [] {null, null, null, {"next", "value"}},
          new long[] {0, 1, 2, 3});

  /// What the compiler writes for `{name: .., age: ..}`.
  private static final class Person extends LayoutValue {
    private static final String[] KEYS = {"name", "a\"ge"};
    private final @Nullable Object[] slots = new @Nullable Object[2];

    @Override
    public String[] layout() {
      return KEYS;
    }

    @Override
    public int slotOf(String name) {
      return name.equals("name") ? 0 : name.equals("a\"ge") ? 1 : -1;
    }

    @Override
    public @Nullable Object slot(int slot) {
      return slots[slot];
    }

    @Override
    public void setSlot(int slot, @Nullable Object value) {
      slots[slot] = value;
    }

    @Override
    public LayoutValue fresh() {
      return new Person();
    }
  }

  /// What the compiler writes for `struct Point { y: int, x: int }`.
  private static final class Point extends InstanceValue {
    @Override
    public String typeName() {
      return "Point";
    }

    @Override
    public String[] fieldNames() {
      return new String[] {"y", "x"};
    }

    @Override
    public @Nullable Object get(String name) {
      return name.equals("y") ? (Object) 1L : (Object) 2.5;
    }

    @Override
    public void set(String name, @Nullable Object value) {
      throw new IllegalStateException("JSON changes nothing");
    }

    @Override
    public boolean isStruct() {
      return true;
    }

    @Override
    public InstanceValue copy() {
      return this;
    }
  }

  private static VariantValue variant(int ordinal, @Nullable Object... payload) {
    return new VariantValue(SHAPE, ordinal, payload);
  }

  @Test
  void variants_are_their_name_or_an_object_of_name_and_payload() {
    assertEquals("\"Empty\"", JsonWriter.text(SHAPE.unit(0)));
    assertEquals("{\"Circle\":1.5}", JsonWriter.text(variant(1, 1.5)));
    assertEquals("{\"Line\":[1,2]}", JsonWriter.text(variant(2, 1L, 2L)));
    assertEquals("{\"Node\":{\"next\":null,\"value\":7}}", JsonWriter.text(variant(3, null, 7L)));
  }

  @Test
  void a_long_chain_of_record_variants_is_no_cycle() {
    Object chain = null;
    for (long i = 0; i < 500; i++) {
      chain = variant(3, chain, i);
    }
    assertEquals(500, JsonWriter.text(chain).split("Node", -1).length - 1);
  }

  @Test
  void long_texts_that_share_their_room_have_nothing_of_each_other() {
    for (int length : new int[] {400_000, 90_000, 70_000, 1_200_000, 65_000, 100}) {
      String letters = Character.toString('a' + length % 7).repeat(length / 2);
      ListValue list = ListValue.of(letters, letters + "\u00e4");
      assertEquals("[\"" + letters + "\",\"" + letters + "\u00e4\"]", JsonWriter.text(list));
    }
  }

  @Test
  void instances_are_objects_of_their_fields_in_the_order_of_the_declaration() {
    assertEquals("{\"y\":1,\"x\":2.5}", JsonWriter.text(new Point()));
  }

  @Test
  void objects_of_a_layout_are_written_with_the_keys_added_later_at_the_end() {
    Person person = new Person();
    person.put("name", "Ä");
    person.put("zip", 1L);
    assertEquals("{\"name\":\"Ä\",\"a\\\"ge\":null,\"zip\":1}", JsonWriter.text(person));
    assertEquals(
        """
        {
          "name": "Ä",
          "a\\"ge": null,
          "zip": 1
        }\
        """,
        JsonWriter.pretty(person));
  }

  @Test
  void date_times_are_iso_text() {
    assertEquals(
        "[\"2025-08-24T10:15:30.250Z\"]",
        JsonWriter.text(ListValue.of(DateTimeValue.parse("2025-08-24T10:15:30.25Z"))));
  }

  @Test
  void floats_have_no_exponent_up_to_21_digits() {
    assertEquals("12345678.5", JsonWriter.text(12345678.5));
    assertEquals("-0.0", JsonWriter.text(-0.0));
    assertEquals("100000000000000000000.0", JsonWriter.text(1e20));
    assertEquals("0.0000001", JsonWriter.text(1e-7));
    assertEquals("1.0E21", JsonWriter.text(1e21));
    assertEquals("null", JsonWriter.text(Double.NEGATIVE_INFINITY));
  }

  @Property
  void jackson_reads_every_float_and_integer_back(@ForAll double number, @ForAll long integer)
      throws IOException {
    try (JsonParser parser =
        new JsonFactory().createParser(JsonWriter.write(ListValue.of(number, integer)).toArray())) {
      parser.nextToken();
      parser.nextToken();
      assertEquals(number, parser.getDoubleValue());
      parser.nextToken();
      assertEquals(integer, parser.getLongValue());
    }
  }

  @Property
  void jackson_reads_every_text_back(@ForAll String text) throws IOException {
    String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    try (JsonParser parser = new JsonFactory().createParser(JsonWriter.text(wellFormed))) {
      parser.nextToken();
      assertEquals(wellFormed, parser.getText());
    }
  }

  @Test
  void an_error_is_where_the_wrong_character_is() {
    assertError("{\"a\": }", 1, 7);
    assertError("[1,]", 1, 4);
    assertError("[1, 2", 1, 6);
    assertError("{\"a\" 1}", 1, 6);
    assertError("[\n  1,\n  x]", 3, 3);
    assertError("tru", 1, 1);
    assertError("1 2", 1, 3);
    assertError("{} []", 1, 4);
    assertError("", 1, 1);
    assertError("  ", 1, 3);
    assertError("[1}", 1, 3);
    assertError("\"abc", 1, 5);
  }

  @Test
  void columns_count_characters() {
    assertError("[\"é\", x]", 1, 7);
    assertError("[\"😀\", x]", 1, 7);
    assertError("{\n\"é\": \"😀\",\n\"😀é\" x}", 3, 6);
  }

  private static void assertError(String text, int line, int column) {
    String expected = "Invalid JSON at line " + line + ", column " + column;
    Failure failure = assertThrows(Failure.class, () -> JsonReader.parse(text), text);
    assertEquals(expected, failure.message(), text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] inside = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, inside, 7, bytes.length);
    Failure ofBytes =
        assertThrows(Failure.class, () -> JsonReader.parse(inside, 7, bytes.length), text);
    assertEquals(expected, ofBytes.message(), text);
  }

  @Test
  void paths_lead_to_values_and_missing_ones_to_nil() {
    Object value = JsonReader.parse("{\"a\": {\"b\": [5, {\"c\": 1}]}}");
    assertEquals(5L, JsonGlobals.jsonGet(value, "a.b.0"));
    assertEquals(1L, JsonGlobals.jsonGet(value, "a.b.1.c"));
    assertEquals(null, JsonGlobals.jsonGet(value, "a.x.0"));
    assertEquals(null, JsonGlobals.jsonGet(value, "a.b.7"));
    JsonGlobals.jsonSet(value, "a.b.0", "new");
    JsonGlobals.jsonSet(value, "d.e", 1L);
    assertEquals("{\"a\":{\"b\":[\"new\",{\"c\":1}]},\"d\":{\"e\":1}}", JsonWriter.text(value));
  }

  @Test
  void merging_joins_maps_and_changes_neither() {
    Object first = JsonReader.parse("{\"a\": {\"x\": 1}, \"b\": 1}");
    Object second = JsonReader.parse("{\"a\": {\"y\": 2}, \"b\": [2]}");
    assertEquals(
        "{\"a\":{\"x\":1,\"y\":2},\"b\":[2]}",
        JsonWriter.text(JsonGlobals.jsonMerge(first, second)));
    assertEquals("{\"a\":{\"x\":1},\"b\":1}", JsonWriter.text(first));
    assertEquals(HashMapValue.class, JsonGlobals.jsonMerge(first, second).getClass());
  }
}
