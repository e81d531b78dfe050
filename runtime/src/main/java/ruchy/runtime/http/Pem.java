package ruchy.runtime.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// What can be said of a certificate and its key before anybody connects: without it a wrong pair
/// shows only in that no client gets a connection.
final class Pem {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
  private static final String END_KEY = "-----END PRIVATE KEY-----";
  private static final byte[] PROBE = {1, 2, 3, 4};

  private Pem() {}

  /// Raises IoError, which names the file, for texts that are no certificate and no key, and for a
  /// key of another certificate. Keys in the older forms of their own (`RSA PRIVATE KEY`) are not
  /// compared.
  static void check(Path certificate, String chain, Path key, String secret) {
    int begin = chain.indexOf(CERTIFICATE);
    if (begin < 0) {
      throw Failure.ioError("Cannot use " + certificate + ": it is no certificate in PEM");
    }
    if (!secret.contains("PRIVATE KEY-----")) {
      throw Failure.ioError("Cannot use " + key + ": it is no private key in PEM");
    }
    if (secret.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
      throw Failure.ioError("Cannot use " + key + ": it is encrypted");
    }
    PublicKey known;
    try {
      known =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      chain.substring(begin).getBytes(StandardCharsets.ISO_8859_1)))
              .getPublicKey();
    } catch (CertificateException malformed) {
      throw Failure.ioError("Cannot use " + certificate + ": it is malformed");
    }
    String algorithm = signature(known.getAlgorithm());
    if (algorithm == null) {
      throw Failure.ioError("Cannot use " + certificate + ": its key is neither RSA nor EC");
    }
    int from = secret.indexOf(BEGIN_KEY);
    int to = secret.indexOf(END_KEY);
    boolean isComparable = from >= 0 && to > from;
    if (isComparable
        && !belongs(key, secret.substring(from + BEGIN_KEY.length(), to), known, algorithm)) {
      throw Failure.ioError("Cannot use " + key + ": it is not the key of " + certificate);
    }
  }

  private static boolean belongs(Path key, String text, PublicKey known, String algorithm) {
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(text);
      PrivateKey secret =
          KeyFactory.getInstance(known.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (InvalidKeySpecException | InvalidKeyException anotherKind) {
      return false;
    } catch (IllegalArgumentException malformed) {
      throw Failure.ioError("Cannot use " + key + ": it is malformed");
    } catch (GeneralSecurityException unknown) {
      return true;
    }
  }

  private static @Nullable String signature(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> null;
    };
  }
}
