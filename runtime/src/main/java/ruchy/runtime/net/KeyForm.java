package ruchy.runtime.net;

import java.nio.ByteBuffer;

/// The older form of private RSA keys (RFC 8017, A.1.2) inside of that which Java reads (RFC 5208).
final class KeyForm {
  /// Version 0, and the identifier of RSA without parameters.
  private static final byte[] RSA = {
    2, 1, 0, 48, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
  };

  private static final byte SEQUENCE = 48;
  private static final byte OCTETS = 4;

  private KeyForm() {}

  static byte[] ofRsa(byte[] key) {
    byte[] octets = element(OCTETS, key);
    byte[] content = ByteBuffer.allocate(RSA.length + octets.length).put(RSA).put(octets).array();
    return element(SEQUENCE, content);
  }

  /// DER with a length of three bytes, which is enough for every key.
  private static byte[] element(byte kind, byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put(kind)
        .put((byte) 0x83)
        .put((byte) (content.length >> 16))
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
