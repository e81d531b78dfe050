package ruchy.runtime.http;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The keys of tokens as they stand in files, in PEM (RFC 7468).
final class KeyText {
  /// The algorithm of a key of RSA, as it stands in PKCS 8 (RFC 8017, appendix C).
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /// That of a key of the curve P-256 (RFC 5480, section 2.1.1).
  private static final byte[] P256 =
      HexFormat.of().parseHex("301306072a8648ce3d020106082a8648ce3d030107");

  /// What stands behind the first two bytes of a key of its own form: version 1, and the head of 32
  /// bytes.
  private static final byte[] BEFORE_KEY = {0x02, 0x01, 0x01, 0x04, 0x20};

  /// What may stand behind these.
  private static final byte[] CURVE = HexFormat.of().parseHex("a00a06082a8648ce3d030107");

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private KeyText() {}

  /// The bytes of a private key in the form of PKCS 8, or of a public one in that of X.509. Private
  /// keys may come in their older forms: `RSA PRIVATE KEY` (RFC 8017), `EC PRIVATE KEY` (RFC 5915).
  /// Raises ArgumentError for other texts.
  static byte[] bytes(String text, boolean isPrivate) {
    if (!isPrivate) {
      return needed(between(text, "PUBLIC KEY"), "PUBLIC KEY");
    }
    byte[] ofRsa = between(text, "RSA PRIVATE KEY");
    if (ofRsa != null) {
      return wrapped(RSA, ofRsa);
    }
    byte[] ofCurve = between(text, "EC PRIVATE KEY");
    return ofCurve == null
        ? needed(between(text, "PRIVATE KEY"), "PRIVATE KEY")
        : wrapped(P256, checked(ofCurve));
  }

  /// A key of P-256 has 32 bytes, and names that curve if it names one.
  private static byte[] checked(byte[] key) {
    int end = BEFORE_KEY.length + 2 + 32;
    boolean isOther =
        key.length < end
            || !Arrays.equals(key, 2, 2 + BEFORE_KEY.length, BEFORE_KEY, 0, BEFORE_KEY.length);
    if (!isOther && key.length > end && key[end] == CURVE[0]) {
      isOther =
          key.length < end + CURVE.length
              || !Arrays.equals(key, end, end + CURVE.length, CURVE, 0, CURVE.length);
    }
    if (isOther) {
      throw Failure.argumentError("The curve of an elliptic key of tokens is P-256");
    }
    return key;
  }

  private static byte[] needed(byte @Nullable [] bytes, String kind) {
    if (bytes == null) {
      throw Failure.argumentError("The key is a PEM text with BEGIN " + kind);
    }
    return bytes;
  }

  private static byte @Nullable [] between(String text, String kind) {
    String begin = "-----BEGIN " + kind + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + kind + "-----");
    if (from < 0) {
      return null;
    }
    String inner = to < from ? "" : text.substring(from + begin.length(), to);
    if (inner.contains("ENCRYPTED")) {
      throw Failure.argumentError("The key is encrypted");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(inner.replaceAll("\\s", ""));
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException malformed) {
      // As a text without anything.
    }
    throw Failure.argumentError("The key is malformed");
  }

  /// A key of that algorithm in the form of PKCS 8 (RFC 5208, section 5).
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
  }

  private static byte[] head(byte tag, int length) {
    if (length < 0x80) {
      return new byte[] {tag, (byte) length};
    }
    return length < 0x100
        ? new byte[] {tag, (byte) 0x81, (byte) length}
        : new byte[] {tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
  }

  /// An element in DER with these contents, of less than 64 KiB.
  private static byte[] element(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] content : contents) {
      length += content.length;
    }
    byte[] head = head((byte) tag, length);
    byte[] all = new byte[head.length + length];
    System.arraycopy(head, 0, all, 0, head.length);
    int at = head.length;
    for (byte[] content : contents) {
      System.arraycopy(content, 0, all, at, content.length);
      at += content.length;
    }
    return all;
  }
}
