package ruchy.runtime.ws;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// The masks of a client's frames, which nobody can foretell (RFC 6455, section 5.3). May be used
/// by any thread.
final class Masks {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int AT_ONCE = 4096;
  private static final ByteBuffer READY = ByteBuffer.allocate(AT_ONCE).limit(0);

  private Masks() {}

  static Integer next() {
    synchronized (READY) {
      if (!READY.hasRemaining()) {
        RANDOM.nextBytes(READY.array());
        READY.clear();
      }
      return READY.getInt();
    }
  }

  /// The key of a handshake: 16 random bytes.
  static byte[] key() {
    byte[] key = new byte[16];
    RANDOM.nextBytes(key);
    return key;
  }
}
