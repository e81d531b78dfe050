package ruchy.runtime.ws;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

/// Messages compressed by themselves: permessage-deflate (RFC 7692) without what would be kept
/// between two messages, in both directions. So an idle socket needs no memory for it, and a
/// message to many peers is compressed once. May be used by any thread.
///
/// @param leastBytes shorter messages are sent as they are
/// @param level 1 (fast) to 9 (small)
record Compression(int leastBytes, int level) {
  static final Compression DEFAULT = new Compression(1024, 5);

  private static final Set<String> OPTIONS = Set.of("min", "level");
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
  private static final byte[] NOT_SHORTER = {};
  private static final int PIECE = 8192;

  /// Reads the options `min` and `level`; raises ArgumentError.
  static Compression of(MapValue options) {
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key != null && !OPTIONS.contains(Display.print(key))) {
        throw Failure.argumentError("Unknown option of compress: '" + Display.print(key) + "'");
      }
    }
    return new Compression(
        (int) number(options, "min", DEFAULT.leastBytes, 0, Integer.MAX_VALUE),
        (int) number(options, "level", DEFAULT.level, 1, 9));
  }

  private static long number(MapValue options, String name, long otherwise, long least, long most) {
    Object value = options.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw Failure.argumentError(
        "The option " + name + " is " + least + " to " + most + ", got " + Display.print(value));
  }

  /// The content compressed, or empty when that is not shorter.
  byte[] deflate(byte[] content) {
    var deflater = new Deflater(level, true);
    try {
      deflater.setInput(content);
      byte[] out = new byte[content.length];
      int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      if (length >= out.length || length < TAIL.length) {
        return NOT_SHORTER;
      }
      return Arrays.copyOf(out, length - TAIL.length);
    } finally {
      deflater.end();
    }
  }

  /// The content of a compressed message; null when it has more than `most` bytes.
  ///
  /// @throws DataFormatException if it is not compressed in this way
  static byte @Nullable [] inflate(byte[] compressed, int most) throws DataFormatException {
    byte[] input = Arrays.copyOf(compressed, compressed.length + TAIL.length);
    System.arraycopy(TAIL, 0, input, compressed.length, TAIL.length);
    var inflater = new Inflater(true);
    try {
      var out = new ByteArrayOutputStream(Math.min(most, 4 * compressed.length + 64));
      byte[] piece = new byte[PIECE];
      inflater.setInput(input);
      while (true) {
        int length = inflater.inflate(piece);
        if (out.size() + length > most) {
          return null;
        }
        out.write(piece, 0, length);
        if (inflater.finished()) {
          // A block that says it is the last one; others may follow.
          int left = inflater.getRemaining();
          if (left == 0) {
            return out.toByteArray();
          }
          inflater.reset();
          inflater.setInput(input, input.length - left, left);
        } else if (length == 0) {
          if (inflater.needsDictionary() || !inflater.needsInput()) {
            throw new DataFormatException("it asks for what was never sent");
          }
          return out.toByteArray();
        }
      }
    } finally {
      inflater.end();
    }
  }
}
