package ruchy.runtime.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Texts that clients keep and must not change: signed with HMAC-SHA-256.
final class Signature {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Signature() {}

  /// `text.SIGNATURE`, for the cookie of that name alone.
  static String signed(String name, String text, String secret) {
    return text + "." + of(name, text, secret);
  }

  /// The text of a signed one, or null when it was changed, or signed with another secret or for
  /// another cookie.
  static @Nullable String verified(String name, @Nullable String signed, String secret) {
    int dot = signed == null ? -1 : signed.lastIndexOf('.');
    if (signed == null || dot < 0) {
      return null;
    }
    String text = signed.substring(0, dot);
    return isSame(of(name, text, secret), signed.substring(dot + 1)) ? text : null;
  }

  /// Compares in a time that tells nothing.
  static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String of(String name, String text, String secret) {
    // No name has a `=`.
    return base64(hmac((name + "=" + text).getBytes(StandardCharsets.UTF_8), secret));
  }

  static byte[] hmac(byte[] bytes, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// 128 bits that nobody guesses.
  static String randomId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return base64(bytes);
  }

  /// A secret that is long enough to be one.
  static String checked(String name, String secret) {
    if (secret.length() < 16) {
      throw Failure.argumentError("The " + name + " has at least 16 characters");
    }
    return secret;
  }
}
