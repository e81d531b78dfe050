package ruchy.runtime.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/// Whether a private key belongs to a public one. Libraries of TLS take any two, and a wrong pair
/// shows only in that no handshake ends well.
public final class KeyPair {
  private static final byte[] PROBE = {1, 2, 3, 4};

  private KeyPair() {}

  /// Whether it can be told of that kind of key: one of RSA or of a curve. Signatures of other
  /// kinds need more than the key.
  public static boolean isComparable(PublicKey known) {
    return signature(known) != null;
  }

  /// Whether what one key signs is what the other one verifies; true where that cannot be told.
  public static boolean isPair(PrivateKey secret, PublicKey known) {
    String algorithm = signature(known);
    if (algorithm == null) {
      return true;
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException anotherKind) {
      return false;
    } catch (GeneralSecurityException unknown) {
      return true;
    }
  }

  /// The same of a private key in the form of PKCS 8 (RFC 5958).
  public static boolean isPair(byte[] secret, PublicKey known) {
    try {
      return isPair(
          KeyFactory.getInstance(known.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(secret)),
          known);
    } catch (InvalidKeySpecException anotherKind) {
      return false;
    } catch (GeneralSecurityException unknown) {
      return true;
    }
  }

  private static @Nullable String signature(PublicKey known) {
    return switch (known.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> null;
    };
  }
}
