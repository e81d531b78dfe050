package ruchy.runtime.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Decimal;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// The quick reader against the careful one: what it reads, that one reads too, and the same.
class QuickReaderTest {
  private static final String[] NAMES = {"id", "name", "e-mail", "größe", "a\"b", "why?", "x\\"};
  private static final String[] TEXTS = {
    "",
    "plain",
    "a \\\" quote",
    "\\u00e9\\ud83d\\ude00",
    "grün",
    "😀",
    "what?",
    "\\ud83d",
    "a\\/b\\n"
  };
  private static final String[] NUMBERS = {
    "0", "-0", "7", "-12", "123456789012345678", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "123456789012345678901", "0.5", "-0.0", "1.25e3", "1E-7",
        "3.141592653589793",
    "0.1234567890123456789", "1e400", "12345678.5", "5e-324", "100000000000000.5"
  };
  private static final String[] SPACES = {"", "", "", " ", "\n", "\t ", "\r\n"};

  private final Random random = new Random(1);

  private String document(int depth) {
    String space = SPACES[random.nextInt(SPACES.length)];
    return space + bare(depth) + space;
  }

  private String bare(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "true";
      case 1 -> random.nextBoolean() ? "null" : "false";
      case 2, 3 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 4 -> '"' + TEXTS[random.nextInt(TEXTS.length)] + '"';
      case 5 -> objects(depth - 1);
      default -> list(depth - 1);
    };
  }

  private String list(int depth) {
    var text = new StringBuilder("[");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(document(depth)).append(i > 1 ? "," : "");
    }
    return text.append(']').toString();
  }

  /// Objects of mostly the same keys, at times with one less or more, or one twice.
  private String objects(int depth) {
    var text = new StringBuilder("[");
    int keys = random.nextInt(1, NAMES.length);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      text.append('{');
      int count = random.nextInt(4) == 0 ? random.nextInt(NAMES.length) : keys;
      for (int k = 0; k < count; k++) {
        var name = NAMES[random.nextInt(8) == 0 ? random.nextInt(NAMES.length) : k];
        String written = name.replace("\\", "\\\\").replace("\"", "\\\"");
        text.append('"').append(written).append("\":").append(document(depth));
        text.append(k + 1 < count ? "," : "");
      }
      text.append('}').append(i > 1 ? "," : "");
    }
    return text.append(']').toString();
  }

  private static @Nullable Object careful(byte[] bytes) {
    try {
      return CarefulReader.parse(bytes, 0, bytes.length);
    } catch (Failure invalid) {
      return invalid;
    }
  }

  private static @Nullable Object careful(String text) {
    try {
      return CarefulReader.parse(text);
    } catch (Failure invalid) {
      return invalid;
    }
  }

  private static void same(@Nullable Object careful, @Nullable Object quick, String text) {
    if (quick != QuickReader.GIVEN_UP) {
      assertTrue(Equality.equal(careful, quick), text);
      assertEquals(JsonWriter.text(careful), JsonWriter.text(quick), text);
    }
  }

  @Test
  void it_reads_what_the_careful_reader_reads() {
    for (int i = 0; i < 20_000; i++) {
      String text = document(4);
      byte[] bytes = text.getBytes(UTF_8);
      var quick = QuickReader.read(text);
      assertNotSame(QuickReader.GIVEN_UP, quick, text);
      same(careful(text), quick, text);
      same(careful(bytes), QuickReader.read(bytes, 0, bytes.length), text);
    }
  }

  @Test
  void it_reads_nothing_that_the_careful_reader_refuses() {
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = document(3).getBytes(UTF_8);
      for (int change = random.nextInt(1, 3); change > 0; change--) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : (byte) "[]{},:\"\\0-.eE u\n".charAt(random.nextInt(16));
      }
      var text = new String(bytes, UTF_8);
      same(careful(bytes), QuickReader.read(bytes, 0, bytes.length), text);
      same(careful(text), QuickReader.read(text), text);
    }
  }

  @Test
  void it_gives_up_where_it_cannot_tell() {
    for (var text :
        new String[] {
          "",
          "[1,]",
          "{\"a\":1,}",
          "01",
          "1.",
          ".5",
          "+1",
          "tru",
          "\"a",
          "\"\n\"",
          "[1] 2",
          "\ufeff1",
          "1".repeat(101),
          "[".repeat(513),
          "\"\\x\"",
          "\"\\u12g4\"",
          "{\"a\" 1}",
          "-",
          "1e",
          "nul"
        }) {
      assertSame(QuickReader.GIVEN_UP, QuickReader.read(text), text);
    }
    assertSame(QuickReader.GIVEN_UP, QuickReader.read("[\"?\", \"\ud800\"]"));
    byte[] broken = {'"', (byte) 0xc3, '"'};
    assertSame(QuickReader.GIVEN_UP, QuickReader.read(broken, 0, 3));
  }

  @Test
  void objects_that_share_their_keys_change_on_their_own() {
    var list =
        (ListValue)
            Objects.requireNonNull(
                JsonReader.parse(
                    "[{\"a\":1,\"b\":2},".repeat(1)
                        + "{\"a\":3,\"b\":4},{\"a\":5,\"b\":6},{\"a\":7,\"b\":8}]"));
    var second = (HashMapValue) Objects.requireNonNull(list.at(1));
    var third = (HashMapValue) Objects.requireNonNull(list.at(2));
    second.put("c", "new");
    second.put("a", "other");
    third.remove("a");
    assertEquals(
        "[{\"a\":1,\"b\":2},{\"a\":\"other\",\"b\":4,\"c\":\"new\"},{\"b\":6},{\"a\":7,\"b\":8}]",
        JsonWriter.text(list));
  }

  @Property
  void numbers_are_written_with_the_shortest_digits(
      @ForAll @DoubleRange(min = -1e10, max = 1e10) double number, @ForAll int millis) {
    assertEquals(Decimal.shortest(number, true), written(number));
    assertEquals(Decimal.shortest(millis / 1e3, true), written(millis / 1e3));
    assertEquals(Decimal.shortest(millis / 1e6, true), written(millis / 1e6));
    assertEquals(Decimal.shortest(Math.rint(number), true), written(Math.rint(number)));
  }

  /// Values nearer to zero than a ten-millionth are written with an exponent.
  private static String written(double number) {
    return number != 0 && Math.abs(number) < 1e-7
        ? Decimal.shortest(number, true)
        : JsonWriter.text(number);
  }
}
