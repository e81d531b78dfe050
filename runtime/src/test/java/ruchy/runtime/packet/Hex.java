package ruchy.runtime.packet;

import java.util.HexFormat;

/// Bytes written as hexadecimal digits, with spaces where they help.
final class Hex {
  private Hex() {}

  static byte[] bytes(String... digits) {
    return HexFormat.of().parseHex(String.join("", digits).replace(" ", ""));
  }

  /// The packet of a frame with these bytes.
  static Packet packet(int link, String... digits) {
    byte[] bytes = bytes(digits);
    return new Packet(new Frame(link, bytes, bytes.length, 0, ""));
  }
}
