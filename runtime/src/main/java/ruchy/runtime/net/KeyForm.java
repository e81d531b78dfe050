package ruchy.runtime.net;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// The older forms of private keys, of RSA (RFC 8017, A.1.2) and of elliptic curves (RFC 5915),
/// inside of that which Java reads (RFC 5208).
final class KeyForm {
  /// Version 0, and the identifier of RSA without parameters.
  private static final byte[] RSA = {
    2, 1, 0, 48, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
  };

  /// The identifier of keys of elliptic curves (RFC 5480), which that of the curve follows.
  private static final byte[] CURVES = {6, 7, 42, (byte) 134, 72, (byte) 206, 61, 2, 1};

  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final int CURVE = 0xA0;

  private static final byte SEQUENCE = 48;
  private static final byte OCTETS = 4;

  private KeyForm() {}

  static byte[] ofRsa(byte[] key) {
    byte[] octets = element(OCTETS, key);
    byte[] content = ByteBuffer.allocate(RSA.length + octets.length).put(RSA).put(octets).array();
    return element(SEQUENCE, content);
  }

  /// The key names its curve, as all programs write it.
  ///
  /// @throws IOException if it does not, or is no such key
  static byte[] ofCurve(byte[] key) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(key);
    try {
      in.get();
      length(in);
      while (in.hasRemaining()) {
        int kind = in.get() & 0xFF;
        byte[] content = new byte[length(in)];
        in.get(content);
        if (kind == CURVE) {
          byte[] which =
              ByteBuffer.allocate(CURVES.length + content.length).put(CURVES).put(content).array();
          byte[] algorithm = element(SEQUENCE, which);
          byte[] octets = element(OCTETS, key);
          int size = VERSION_0.length + algorithm.length + octets.length;
          ByteBuffer all = ByteBuffer.allocate(size).put(VERSION_0).put(algorithm).put(octets);
          return element(SEQUENCE, all.array());
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      throw new IOException("no key of a curve", malformed);
    }
    throw new IOException("the key does not name its curve");
  }

  /// The length of an element of DER.
  private static int length(ByteBuffer in) {
    int first = in.get() & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < first - 0x80; i++) {
      length = length << 8 | (in.get() & 0xFF);
    }
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return length;
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
