package ruchy.runtime.net;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Waits;

/// Numbers that are written to a stream as bytes. Without a suffix the highest byte comes first,
/// with `_le` the lowest. A number that does not fit raises ArgumentError, and nothing is written.
@Members("net::TcpStream")
public final class NumberWriting {
  private NumberWriting() {}

  private static void unsigned(TcpStream stream, long number, int octets, boolean isLittle) {
    long largest = octets == 8 ? Long.MAX_VALUE : (1L << 8 * octets) - 1;
    write(stream, checked(number, 0, largest), octets, isLittle);
  }

  private static void signed(TcpStream stream, long number, int octets, boolean isLittle) {
    long largest = Long.MAX_VALUE >> 64 - 8 * octets;
    write(stream, checked(number, -largest - 1, largest), octets, isLittle);
  }

  private static long checked(long number, long least, long largest) {
    if (number < least || number > largest) {
      throw Failure.argumentError(
          "A number of that size is " + least + " to " + largest + ", got " + number);
    }
    return number;
  }

  private static void write(TcpStream stream, long number, int octets, boolean isLittle) {
    var bytes = ByteBuffer.allocate(8);
    if (isLittle) {
      bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(0, number).limit(octets);
    } else {
      bytes.putLong(0, number).position(8 - octets);
    }
    try {
      stream.writing().write(bytes);
    } finally {
      Reference.reachabilityFence(stream);
    }
  }

  /// Writes an integer as a byte without sign. Raises ArgumentError when it does not fit.
  ///
  /// ```ruchy
  /// stream.write_u8(200)
  /// peer.read_bytes(1)   // => [200]
  /// ```
  @Export("write_u8")
  @Waits
  public static void writeU8(TcpStream stream, long number) {
    unsigned(stream, number, 1, false);
  }

  /// Writes an integer as 2 bytes without sign, highest byte first. Raises ArgumentError when it
  /// does not fit.
  ///
  /// ```ruchy
  /// stream.write_u16(50000)
  /// peer.read_bytes(2)   // => [195, 80]
  /// ```
  @Export("write_u16")
  @Waits
  public static void writeU16(TcpStream stream, long number) {
    unsigned(stream, number, 2, false);
  }

  /// Writes an integer as 2 bytes without sign, lowest byte first. Raises ArgumentError when it
  /// does not fit.
  ///
  /// ```ruchy
  /// stream.write_u16_le(50000)
  /// peer.read_bytes(2)   // => [80, 195]
  /// ```
  @Export("write_u16_le")
  @Waits
  public static void writeU16Le(TcpStream stream, long number) {
    unsigned(stream, number, 2, true);
  }

  /// Writes an integer as 4 bytes without sign, highest byte first. Raises ArgumentError when it
  /// does not fit.
  ///
  /// ```ruchy
  /// stream.write_u32(4000000000)
  /// peer.read_bytes(4)   // => [238, 107, 40, 0]
  /// ```
  @Export("write_u32")
  @Waits
  public static void writeU32(TcpStream stream, long number) {
    unsigned(stream, number, 4, false);
  }

  /// Writes an integer as 4 bytes without sign, lowest byte first. Raises ArgumentError when it
  /// does not fit.
  ///
  /// ```ruchy
  /// stream.write_u32_le(4000000000)
  /// peer.read_bytes(4)   // => [0, 40, 107, 238]
  /// ```
  @Export("write_u32_le")
  @Waits
  public static void writeU32Le(TcpStream stream, long number) {
    unsigned(stream, number, 4, true);
  }

  /// Writes an integer as 8 bytes without sign, highest byte first. Raises ArgumentError when it
  /// does not fit.
  ///
  /// ```ruchy
  /// stream.write_u64(1099511627776)
  /// peer.read_bytes(8)   // => [0, 0, 1, 0, 0, 0, 0, 0]
  /// ```
  @Export("write_u64")
  @Waits
  public static void writeU64(TcpStream stream, long number) {
    unsigned(stream, number, 8, false);
  }

  /// Writes an integer as 8 bytes without sign, lowest byte first. Raises ArgumentError when it
  /// does not fit.
  ///
  /// ```ruchy
  /// stream.write_u64_le(1099511627776)
  /// peer.read_bytes(8)   // => [0, 0, 0, 0, 0, 1, 0, 0]
  /// ```
  @Export("write_u64_le")
  @Waits
  public static void writeU64Le(TcpStream stream, long number) {
    unsigned(stream, number, 8, true);
  }

  /// Writes an integer as a byte with sign. Raises ArgumentError when it does not fit.
  ///
  /// ```ruchy
  /// stream.write_i8(-2)
  /// peer.read_bytes(1)   // => [254]
  /// ```
  @Export("write_i8")
  @Waits
  public static void writeI8(TcpStream stream, long number) {
    signed(stream, number, 1, false);
  }

  /// Writes an integer as 2 bytes with sign, highest byte first. Raises ArgumentError when it does
  /// not fit.
  ///
  /// ```ruchy
  /// stream.write_i16(-300)
  /// peer.read_bytes(2)   // => [254, 212]
  /// ```
  @Export("write_i16")
  @Waits
  public static void writeI16(TcpStream stream, long number) {
    signed(stream, number, 2, false);
  }

  /// Writes an integer as 2 bytes with sign, lowest byte first. Raises ArgumentError when it does
  /// not fit.
  ///
  /// ```ruchy
  /// stream.write_i16_le(-300)
  /// peer.read_bytes(2)   // => [212, 254]
  /// ```
  @Export("write_i16_le")
  @Waits
  public static void writeI16Le(TcpStream stream, long number) {
    signed(stream, number, 2, true);
  }

  /// Writes an integer as 4 bytes with sign, highest byte first. Raises ArgumentError when it does
  /// not fit.
  ///
  /// ```ruchy
  /// stream.write_i32(-70000)
  /// peer.read_bytes(4)   // => [255, 254, 238, 144]
  /// ```
  @Export("write_i32")
  @Waits
  public static void writeI32(TcpStream stream, long number) {
    signed(stream, number, 4, false);
  }

  /// Writes an integer as 4 bytes with sign, lowest byte first. Raises ArgumentError when it does
  /// not fit.
  ///
  /// ```ruchy
  /// stream.write_i32_le(-70000)
  /// peer.read_bytes(4)   // => [144, 238, 254, 255]
  /// ```
  @Export("write_i32_le")
  @Waits
  public static void writeI32Le(TcpStream stream, long number) {
    signed(stream, number, 4, true);
  }

  /// Writes an integer as 8 bytes with sign, highest byte first. Raises ArgumentError when it does
  /// not fit.
  ///
  /// ```ruchy
  /// stream.write_i64(-1099511627776)
  /// peer.read_bytes(8)   // => [255, 255, 255, 0, 0, 0, 0, 0]
  /// ```
  @Export("write_i64")
  @Waits
  public static void writeI64(TcpStream stream, long number) {
    signed(stream, number, 8, false);
  }

  /// Writes an integer as 8 bytes with sign, lowest byte first. Raises ArgumentError when it does
  /// not fit.
  ///
  /// ```ruchy
  /// stream.write_i64_le(-1099511627776)
  /// peer.read_bytes(8)   // => [0, 0, 0, 0, 0, 255, 255, 255]
  /// ```
  @Export("write_i64_le")
  @Waits
  public static void writeI64Le(TcpStream stream, long number) {
    signed(stream, number, 8, true);
  }

  /// Writes a float as 4 bytes (IEEE 754), highest byte first, rounded to what they hold.
  ///
  /// ```ruchy
  /// stream.write_f32(2.5)
  /// peer.read_bytes(4)   // => [64, 32, 0, 0]
  /// ```
  @Export("write_f32")
  @Waits
  public static void writeF32(TcpStream stream, double number) {
    write(stream, Float.floatToRawIntBits((float) number), 4, false);
  }

  /// Writes a float as 4 bytes (IEEE 754), lowest byte first, rounded to what they hold.
  ///
  /// ```ruchy
  /// stream.write_f32_le(2.5)
  /// peer.read_bytes(4)   // => [0, 0, 32, 64]
  /// ```
  @Export("write_f32_le")
  @Waits
  public static void writeF32Le(TcpStream stream, double number) {
    write(stream, Float.floatToRawIntBits((float) number), 4, true);
  }

  /// Writes a float as 8 bytes (IEEE 754), highest byte first.
  ///
  /// ```ruchy
  /// stream.write_f64(2.5)
  /// peer.read_bytes(8)   // => [64, 4, 0, 0, 0, 0, 0, 0]
  /// ```
  @Export("write_f64")
  @Waits
  public static void writeF64(TcpStream stream, double number) {
    write(stream, Double.doubleToRawLongBits(number), 8, false);
  }

  /// Writes a float as 8 bytes (IEEE 754), lowest byte first.
  ///
  /// ```ruchy
  /// stream.write_f64_le(2.5)
  /// peer.read_bytes(8)   // => [0, 0, 0, 0, 0, 0, 4, 64]
  /// ```
  @Export("write_f64_le")
  @Waits
  public static void writeF64Le(TcpStream stream, double number) {
    write(stream, Double.doubleToRawLongBits(number), 8, true);
  }
}
