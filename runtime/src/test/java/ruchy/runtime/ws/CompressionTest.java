package ruchy.runtime.ws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is compressed comes back, and what is not does no harm.
final class CompressionTest {
  @ParameterizedTest
  @ValueSource(ints = {50, 1_000, 8_191, 8_192, 8_193, 100_000, 1_000_000})
  void what_was_compressed_comes_back(int length) throws DataFormatException {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) content[i] = (byte) (i % 7);
    byte[] compressed = Compression.DEFAULT.deflate(content);
    assertTrue(compressed.length > 0 && compressed.length < length);
    assertArrayEquals(content, Compression.inflate(compressed, length));
    assertNull(Compression.inflate(compressed, length - 1));
  }

  @Test
  void what_would_not_be_shorter_stays_as_it_is() {
    byte[] noise = new byte[5_000];
    new Random(1).nextBytes(noise);
    assertTrue(Compression.DEFAULT.deflate(noise).length == 0);
    assertTrue(Compression.DEFAULT.deflate(new byte[0]).length == 0);
  }

  /// RFC 7692, section 7.2.3: the examples there.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "f248cdc9c90700",
        "f348cdc9c90700",
        "0105 00faff48656c6c6f00",
        "f248050000 00ffffcac9c90700"
      })
  void the_examples_of_the_standard_are_hello(String digits) throws DataFormatException {
    byte[] compressed = java.util.HexFormat.of().parseHex(digits.replace(" ", ""));
    byte[] content = Compression.inflate(compressed, 100);
    assertArrayEquals("Hello".getBytes(java.nio.charset.StandardCharsets.UTF_8), content);
  }

  @Test
  void noise_is_refused_or_is_something_small() {
    var random = new Random(7);
    for (int round = 0; round < 5_000; round++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      try {
        byte[] content = Compression.inflate(noise, 10_000);
        assertTrue(content == null || content.length <= 10_000);
      } catch (DataFormatException refused) {
        assertTrue(noise.length > 0);
      }
    }
  }

  @Test
  void blocks_that_say_they_are_the_last_may_be_followed_by_others() throws DataFormatException {
    byte[] twice = new byte[0];
    for (String part : new String[] {"one ", "two"}) {
      var deflater = new Deflater(5, true);
      deflater.setInput(part.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      deflater.finish();
      byte[] out = new byte[100];
      int length = deflater.deflate(out);
      deflater.end();
      byte[] both = java.util.Arrays.copyOf(twice, twice.length + length);
      System.arraycopy(out, 0, both, twice.length, length);
      twice = both;
    }
    assertArrayEquals(
        "one two".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        Compression.inflate(twice, 100));
  }
}
