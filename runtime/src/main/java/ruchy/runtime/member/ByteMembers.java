package ruchy.runtime.member;

import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.operator.Conversion;
import ruchy.runtime.value.ByteValue;

/// The methods of bytes beyond those of integers.
@Members("byte")
@Computes
public final class ByteMembers {
  private ByteMembers() {}

  /// The byte as an integer.
  ///
  /// ```ruchy
  /// b'A'.to_int()   // => 65
  /// ```
  @Export({"to_int", "to_integer", "to_i"})
  public static long toInt(ByteValue octet) {
    return octet.value();
  }

  /// The one-character string whose code point the byte is.
  ///
  /// ```ruchy
  /// b'A'.to_char()   // => "A"
  /// ```
  @Export({"to_char", "chr"})
  public static String toChar(ByteValue octet) {
    return Conversion.character(octet.value());
  }
}
