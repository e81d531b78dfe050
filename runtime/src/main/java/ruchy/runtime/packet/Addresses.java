package ruchy.runtime.packet;

import java.util.HexFormat;

/// Addresses as text.
final class Addresses {
  private static final HexFormat MAC = HexFormat.ofDelimiter(":");
  private static final int GROUPS = 8;

  private Addresses() {}

  /// `00:1b:44:11:3a:b7`; `""` without bytes.
  static String mac(Octets address) {
    return MAC.formatHex(address.copy());
  }

  /// An address of IP by its length; others as hexadecimal digits.
  static String ip(Octets address) {
    return switch (address.size()) {
      case 4 -> ip4(address);
      case 16 -> ip6(address);
      default -> address.hex();
    };
  }

  private static String ip4(Octets address) {
    return address.u8(0) + "." + address.u8(1) + "." + address.u8(2) + "." + address.u8(3);
  }

  /// The text of RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups
  /// (the first of equals) as `::`.
  private static String ip6(Octets address) {
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && address.u16(2 * (i + zeros)) == 0) {
        zeros++;
      }
      if (zeros > runLength) {
        runStart = i;
        runLength = zeros;
      }
      i += Math.max(0, zeros - 1);
    }
    var text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(address.u16(2 * i)));
    }
    return text.toString();
  }
}
