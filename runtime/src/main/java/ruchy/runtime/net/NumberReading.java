package ruchy.runtime.net;

import java.lang.ref.Reference;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Waits;

/// Numbers that a stream brings as bytes. Without a suffix the highest byte comes first, as the
/// protocols of the internet have it; with `_le` the lowest.
@Members("net::TcpStream")
public final class NumberReading {
  private NumberReading() {}

  private static long unsigned(TcpStream stream, int octets, boolean isLittle) {
    try {
      return stream.reading().number(octets, isLittle);
    } finally {
      Reference.reachabilityFence(stream);
    }
  }

  private static long signed(TcpStream stream, int octets, boolean isLittle) {
    int spare = 64 - 8 * octets;
    return unsigned(stream, octets, isLittle) << spare >> spare;
  }

  /// Reads a byte as an integer without sign. Raises IoError when the stream ends before.
  ///
  /// ```ruchy
  /// peer.write_u8(200)
  /// stream.read_u8()   // => 200
  /// ```
  @Export("read_u8")
  @Waits
  public static long readU8(TcpStream stream) {
    return unsigned(stream, 1, false);
  }

  /// Reads 2 bytes as an integer without sign, highest byte first. Raises IoError when the stream
  /// ends before.
  ///
  /// ```ruchy
  /// peer.write_u16(50000)
  /// stream.read_u16()   // => 50000
  /// ```
  @Export("read_u16")
  @Waits
  public static long readU16(TcpStream stream) {
    return unsigned(stream, 2, false);
  }

  /// Reads 2 bytes as an integer without sign, lowest byte first. Raises IoError when the stream
  /// ends before.
  ///
  /// ```ruchy
  /// peer.write_u16_le(50000)
  /// stream.read_u16_le()   // => 50000
  /// ```
  @Export("read_u16_le")
  @Waits
  public static long readU16Le(TcpStream stream) {
    return unsigned(stream, 2, true);
  }

  /// Reads 4 bytes as an integer without sign, highest byte first. Raises IoError when the stream
  /// ends before.
  ///
  /// ```ruchy
  /// peer.write_u32(4000000000)
  /// stream.read_u32()   // => 4000000000
  /// ```
  @Export("read_u32")
  @Waits
  public static long readU32(TcpStream stream) {
    return unsigned(stream, 4, false);
  }

  /// Reads 4 bytes as an integer without sign, lowest byte first. Raises IoError when the stream
  /// ends before.
  ///
  /// ```ruchy
  /// peer.write_u32_le(4000000000)
  /// stream.read_u32_le()   // => 4000000000
  /// ```
  @Export("read_u32_le")
  @Waits
  public static long readU32Le(TcpStream stream) {
    return unsigned(stream, 4, true);
  }

  /// Reads 8 bytes as an integer without sign, highest byte first. Raises OverflowError for what no
  /// integer of the language holds, 2 to the power of 63 and more. Raises IoError when the stream
  /// ends before.
  ///
  /// ```ruchy
  /// peer.write_u64(1099511627776)
  /// stream.read_u64()   // => 1099511627776
  /// ```
  @Export("read_u64")
  @Waits
  public static long readU64(TcpStream stream) {
    return checked(unsigned(stream, 8, false), "read_u64");
  }

  /// Reads 8 bytes as an integer without sign, lowest byte first. Raises OverflowError for what no
  /// integer of the language holds, 2 to the power of 63 and more. Raises IoError when the stream
  /// ends before.
  ///
  /// ```ruchy
  /// peer.write_u64_le(1099511627776)
  /// stream.read_u64_le()   // => 1099511627776
  /// ```
  @Export("read_u64_le")
  @Waits
  public static long readU64Le(TcpStream stream) {
    return checked(unsigned(stream, 8, true), "read_u64_le");
  }

  /// Reads a byte as an integer with sign. Raises IoError when the stream ends before.
  ///
  /// ```ruchy
  /// peer.write_i8(-2)
  /// stream.read_i8()   // => -2
  /// ```
  @Export("read_i8")
  @Waits
  public static long readI8(TcpStream stream) {
    return signed(stream, 1, false);
  }

  /// Reads 2 bytes as an integer with sign, highest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_i16(-300)
  /// stream.read_i16()   // => -300
  /// ```
  @Export("read_i16")
  @Waits
  public static long readI16(TcpStream stream) {
    return signed(stream, 2, false);
  }

  /// Reads 2 bytes as an integer with sign, lowest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_i16_le(-300)
  /// stream.read_i16_le()   // => -300
  /// ```
  @Export("read_i16_le")
  @Waits
  public static long readI16Le(TcpStream stream) {
    return signed(stream, 2, true);
  }

  /// Reads 4 bytes as an integer with sign, highest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_i32(-70000)
  /// stream.read_i32()   // => -70000
  /// ```
  @Export("read_i32")
  @Waits
  public static long readI32(TcpStream stream) {
    return signed(stream, 4, false);
  }

  /// Reads 4 bytes as an integer with sign, lowest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_i32_le(-70000)
  /// stream.read_i32_le()   // => -70000
  /// ```
  @Export("read_i32_le")
  @Waits
  public static long readI32Le(TcpStream stream) {
    return signed(stream, 4, true);
  }

  /// Reads 8 bytes as an integer with sign, highest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_i64(-1099511627776)
  /// stream.read_i64()   // => -1099511627776
  /// ```
  @Export("read_i64")
  @Waits
  public static long readI64(TcpStream stream) {
    return signed(stream, 8, false);
  }

  /// Reads 8 bytes as an integer with sign, lowest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_i64_le(-1099511627776)
  /// stream.read_i64_le()   // => -1099511627776
  /// ```
  @Export("read_i64_le")
  @Waits
  public static long readI64Le(TcpStream stream) {
    return signed(stream, 8, true);
  }

  private static long checked(long number, String name) {
    if (number < 0) {
      throw Failure.overflow(name);
    }
    return number;
  }

  /// Reads 4 bytes as a float (IEEE 754), highest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_f32(2.5)
  /// stream.read_f32()   // => 2.5
  /// ```
  @Export("read_f32")
  @Waits
  public static double readF32(TcpStream stream) {
    return Float.intBitsToFloat((int) unsigned(stream, 4, false));
  }

  /// Reads 4 bytes as a float (IEEE 754), lowest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_f32_le(2.5)
  /// stream.read_f32_le()   // => 2.5
  /// ```
  @Export("read_f32_le")
  @Waits
  public static double readF32Le(TcpStream stream) {
    return Float.intBitsToFloat((int) unsigned(stream, 4, true));
  }

  /// Reads 8 bytes as a float (IEEE 754), highest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_f64(2.5)
  /// stream.read_f64()   // => 2.5
  /// ```
  @Export("read_f64")
  @Waits
  public static double readF64(TcpStream stream) {
    return Double.longBitsToDouble(unsigned(stream, 8, false));
  }

  /// Reads 8 bytes as a float (IEEE 754), lowest byte first. Raises IoError when the stream ends
  /// before.
  ///
  /// ```ruchy
  /// peer.write_f64_le(2.5)
  /// stream.read_f64_le()   // => 2.5
  /// ```
  @Export("read_f64_le")
  @Waits
  public static double readF64Le(TcpStream stream) {
    return Double.longBitsToDouble(unsigned(stream, 8, true));
  }
}
