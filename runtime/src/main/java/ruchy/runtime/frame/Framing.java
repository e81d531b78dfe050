package ruchy.runtime.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.net.TcpStream;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

/// How one message is told from the next.
sealed interface Framing {
  long DEFAULT_MOST = 16L << 20;

  /// The bytes that stand for a message on its way.
  byte[] framed(byte[] message);

  /// The next message, or null at the end of the stream; waits.
  byte @Nullable [] next(TcpStream stream);

  /// The number of its bytes stands before each message.
  ///
  /// @param octets how many bytes the number has
  record Length(int octets, boolean isLittle, long most) implements Framing {
    @Override
    public byte[] framed(byte[] message) {
      long largest = octets >= 4 ? Integer.MAX_VALUE : (1L << 8 * octets) - 1;
      if (message.length > Math.min(most, largest)) {
        throw tooLong(message.length, Math.min(most, largest));
      }
      byte[] frame = new byte[octets + message.length];
      var number = ByteBuffer.allocate(8);
      if (isLittle) {
        number.order(ByteOrder.LITTLE_ENDIAN).putLong(0, message.length).get(0, frame, 0, octets);
      } else {
        number.putLong(0, message.length).get(8 - octets, frame, 0, octets);
      }
      System.arraycopy(message, 0, frame, octets, message.length);
      return frame;
    }

    @Override
    public byte @Nullable [] next(TcpStream stream) {
      return stream.frame(octets, isLittle, most);
    }
  }

  /// A delimiter stands behind each message, which must not have it in itself.
  final class Delimiter implements Framing {
    private final byte[] delimiter;
    private final String shown;
    private final long most;

    Delimiter(String text, long most) {
      if (text.isEmpty()) {
        throw Failure.argumentError("A delimiter has at least one character");
      }
      delimiter = text.getBytes(UTF_8);
      shown = text;
      this.most = most;
    }

    @Override
    public byte[] framed(byte[] message) {
      if (message.length > most) {
        throw tooLong(message.length, most);
      }
      for (int i = 0; i <= message.length - delimiter.length; i++) {
        if (hasDelimiterAt(message, i)) {
          throw Failure.argumentError("The message contains the delimiter " + quoted());
        }
      }
      byte[] frame = new byte[message.length + delimiter.length];
      System.arraycopy(message, 0, frame, 0, message.length);
      System.arraycopy(delimiter, 0, frame, message.length, delimiter.length);
      return frame;
    }

    private boolean hasDelimiterAt(byte[] message, int at) {
      for (int i = 0; i < delimiter.length; i++) {
        if (message[at + i] != delimiter[i]) {
          return false;
        }
      }
      return true;
    }

    private String quoted() {
      return "\"" + shown.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0") + "\"";
    }

    @Override
    public byte @Nullable [] next(TcpStream stream) {
      return stream.until(delimiter, most);
    }
  }

  private static Failure tooLong(long length, long most) {
    return Failure.argumentError("A message of " + length + " bytes is longer than " + most);
  }

  /// What the options of `net::framed` ask for; raises ArgumentError for others, and for those that
  /// exclude each other.
  static Framing of(MapValue options) {
    long octets = 4;
    boolean isLittle = false;
    long most = DEFAULT_MOST;
    String delimiter = null;
    String way = null;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      Object value = options.valueAt(i);
      if (key == null) {
        continue;
      }
      String name = Display.print(key);
      switch (name) {
        case "length" -> octets = number("length", value, 1, 8);
        case "little" -> isLittle = Truth.truth(value);
        case "delimiter" -> delimiter = Display.print(value);
        case "lines" -> delimiter = Truth.truth(value) ? "\n" : delimiter;
        case "max" -> most = number("max", value, 1, 1 << 30);
        default -> throw Failure.argumentError("Unknown option of framed: '" + name + "'");
      }
      if (!name.equals("max") && !Boolean.FALSE.equals(value)) {
        String next = name.equals("little") ? "length" : name;
        if (way != null && !way.equals(next)) {
          throw Failure.argumentError("framed has " + way + " or " + next + ", not both");
        }
        way = next;
      }
    }
    if (delimiter != null) {
      return new Delimiter(delimiter, most);
    }
    if (Long.bitCount(octets) != 1) {
      throw Failure.argumentError("The length of framed is 1, 2, 4 or 8 bytes, got " + octets);
    }
    return new Length((int) octets, isLittle, most);
  }

  private static long number(String name, @Nullable Object value, long least, long most) {
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw Failure.argumentError(
        "The " + name + " of framed is " + least + " to " + most + ", got " + Display.debug(value));
  }
}
