package ruchy.runtime.json;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// JSON text in UTF-8 that grows at its end. Used by one thread.
public final class JsonBytes {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  /// The longest integer has 20 characters, the longest escape of a character 6.
  private static final int ROOM = 20;

  /// From this size on an array is worth keeping for the next long text.
  private static final int LONG = 1 << 16;

  /// More than this is not kept.
  private static final int LONGEST_KEPT = 1 << 26;

  /// An array that a long text has grown and no longer needs. Long texts come one after the other,
  /// and to clear, fill and collect arrays for each takes as long as a good part of the writing. No
  /// thread owns it, as there are too many virtual ones; what needs memory gets it back at the next
  /// collection.
  private static final AtomicReference<@Nullable WeakReference<byte[]>> SPARE =
      new AtomicReference<>();

  private final boolean isPassing;
  private byte[] array = new byte[256];
  private int length;

  /// `isPassing`: nobody keeps the bytes after `release`.
  JsonBytes(boolean isPassing) {
    this.isPassing = isPassing;
  }

  JsonBytes() {
    this(false);
  }

  /// Gives the array to another text. The bytes must not be read any more.
  void release() {
    if (isPassing && array.length >= LONG && array.length <= LONGEST_KEPT) {
      SPARE.set(new WeakReference<>(array));
      array = new byte[0];
      length = 0;
    }
  }

  /// The bytes; only the first `length()` count. For reading.
  public byte[] array() {
    return array;
  }

  public int length() {
    return length;
  }

  /// A new array of exactly the bytes.
  public byte[] toArray() {
    return Arrays.copyOf(array, length);
  }

  private void ensure(int count) {
    if (array.length - length < count) {
      grow(length + count);
    }
  }

  /// Apart from what is inlined everywhere. Long texts grow by more, up to a limit: each array is
  /// cleared and copied.
  private void grow(int least) {
    int size = array.length;
    if (isPassing && size >= LONG) {
      WeakReference<byte[]> spare = SPARE.getAndSet(null);
      byte[] kept = spare == null ? null : spare.get();
      if (kept != null && kept.length > size && kept.length >= least) {
        System.arraycopy(array, 0, kept, 0, length);
        array = kept;
        return;
      }
    }
    int factor = size >= 1 << 16 && size <= 1 << 22 ? 4 : 2;
    array = Arrays.copyOf(array, Math.max(size * factor, least));
  }

  void octet(char ascii) {
    ensure(1);
    array[length++] = (byte) ascii;
  }

  void bytes(byte[] bytes) {
    bytes(bytes, 0);
  }

  /// The bytes from a position on.
  void bytes(byte[] bytes, int from) {
    int count = bytes.length - from;
    ensure(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
  }

  /// A text of ASCII characters that need no escape.
  void ascii(String text) {
    bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void integer(long number) {
    ensure(ROOM);
    if (number == Long.MIN_VALUE) {
      ascii("-9223372036854775808");
      return;
    }
    long rest = number;
    if (rest < 0) {
      array[length++] = '-';
      rest = -rest;
    }
    int end = length + digits(rest);
    length = end;
    do {
      long quotient = rest / 10;
      array[--end] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
    } while (rest != 0);
  }

  private static int digits(long number) {
    int digits = 1;
    for (long limit = 10; digits < 19 && number >= limit; digits++) {
      limit *= 10;
    }
    return digits;
  }

  /// The number, if it has at most six digits behind the point and nine before it; whether it has.
  /// No other decimal of at most 15 digits is the same float, so there is no shorter one.
  boolean decimal(double number) {
    double size = Math.abs(number);
    long millionths = (long) (size * 1e6 + 0.5);
    if (!(size < 1e9) || millionths / 1e6 != size || millionths == 0) {
      return false;
    }
    if (number < 0) {
      octet('-');
    }
    long whole = millionths / 1_000_000;
    integer(whole);
    int fraction = (int) (millionths - whole * 1_000_000);
    ensure(7);
    array[length++] = '.';
    int unit = 100_000;
    do {
      int digit = fraction / unit;
      array[length++] = (byte) ('0' + digit);
      fraction -= digit * unit;
      unit /= 10;
    } while (fraction != 0);
    return true;
  }

  /// The text in quotes, with the escapes that JSON asks for.
  void string(String text) {
    int size = text.length();
    ensure(size + 2);
    byte[] target = array;
    int at = length;
    target[at++] = '"';
    for (int i = 0; i < size; i++) {
      char unit = text.charAt(i);
      if (unit < ' ' || unit >= 0x7f || unit == '"' || unit == '\\') {
        length = at;
        rest(text, i);
        return;
      }
      target[at++] = (byte) unit;
    }
    target[at++] = '"';
    length = at;
  }

  /// The text from a character on that needs an escape or several bytes, and the closing quote.
  private void rest(String text, int from) {
    int size = text.length();
    for (int i = from; i < size; i++) {
      char unit = text.charAt(i);
      ensure(6);
      if (unit >= 0x80) {
        if (Character.isHighSurrogate(unit)
            && i + 1 < size
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          wide(Character.toCodePoint(unit, text.charAt(++i)));
        } else if (Character.isSurrogate(unit)) {
          array[length++] = '?'; // half of a character is no text
        } else {
          unit(unit);
        }
      } else if (unit < ' ' || unit == '"' || unit == '\\') {
        escape(unit);
      } else {
        array[length++] = (byte) unit;
      }
    }
    octet('"');
  }

  private void unit(char unit) {
    if (unit < 0x800) {
      array[length++] = (byte) (0xc0 | unit >> 6);
    } else {
      array[length++] = (byte) (0xe0 | unit >> 12);
      array[length++] = (byte) (0x80 | (unit >> 6 & 0x3f));
    }
    array[length++] = (byte) (0x80 | (unit & 0x3f));
  }

  private void wide(int codePoint) {
    array[length++] = (byte) (0xf0 | codePoint >> 18);
    array[length++] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
    array[length++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
    array[length++] = (byte) (0x80 | (codePoint & 0x3f));
  }

  private void escape(char unit) {
    array[length++] = '\\';
    switch (unit) {
      case '"', '\\' -> array[length++] = (byte) unit;
      case '\n' -> array[length++] = 'n';
      case '\r' -> array[length++] = 'r';
      case '\t' -> array[length++] = 't';
      case '\b' -> array[length++] = 'b';
      case '\f' -> array[length++] = 'f';
      default -> {
        array[length++] = 'u';
        array[length++] = '0';
        array[length++] = '0';
        array[length++] = HEX[unit >> 4];
        array[length++] = HEX[unit & 0xf];
      }
    }
  }
}
