package ruchy.runtime.value;

import java.security.SecureRandom;

/// SipHash-1-3 of strings under a secret key: nobody outside can prepare texts of one hash. For
/// tables that met too many such texts, as a sender of JSON can write them against Java's own hash.
final class KeyedHash {
  private static final long FIRST;
  private static final long SECOND;

  static {
    SecureRandom random = new SecureRandom();
    FIRST = random.nextLong();
    SECOND = random.nextLong();
  }

  private long v0 = FIRST ^ 0x736f6d6570736575L;
  private long v1 = SECOND ^ 0x646f72616e646f6dL;
  private long v2 = FIRST ^ 0x6c7967656e657261L;
  private long v3 = SECOND ^ 0x7465646279746573L;

  private KeyedHash() {}

  static int of(String text) {
    KeyedHash hash = new KeyedHash();
    long word = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      word |= (long) text.charAt(i) << ((i & 3) * 16);
      if ((i & 3) == 3) {
        hash.add(word);
        word = 0;
      }
    }
    hash.add(word);
    hash.add(length);
    hash.v2 ^= 0xff;
    hash.round();
    hash.round();
    hash.round();
    long all = hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
    return (int) (all ^ (all >>> 32));
  }

  private void add(long word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
