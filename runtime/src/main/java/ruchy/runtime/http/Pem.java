package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.tls.KeyPair;

/// What can be said of a certificate and its key before anybody connects: without it a wrong pair
/// shows only in that no client gets a connection.
final class Pem {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
  private static final String END_KEY = "-----END PRIVATE KEY-----";

  /// Of a store that never leaves the memory.
  private static final String PASSWORD = "in memory";

  /// What Java calls the keys Ed25519 and Ed448 and their signatures.
  private static final String EDWARDS = "EdDSA";

  private Pem() {}

  /// Raises IoError, which names the file, for texts that are no certificate and no key, and for a
  /// key of another certificate. Keys in the older forms of their own (`RSA PRIVATE KEY`) are not
  /// compared.
  ///
  /// @return what the server shows its clients
  static KeyCertOptions options(Path certificate, String chain, Path key, String secret) {
    int begin = chain.indexOf(CERTIFICATE);
    if (begin < 0) {
      throw Failure.ioError("Cannot use " + certificate + ": it is no certificate in PEM");
    }
    PublicKey known = check(certificate, chain.substring(begin), key, secret);
    return known.getAlgorithm().equals(EDWARDS)
        ? ofEdwards(certificate, chain.substring(begin), key, secret)
        : new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(chain))
            .addKeyValue(Buffer.buffer(secret));
  }

  /// Vert.x does not read such keys in PEM; in a store it does.
  private static KeyCertOptions ofEdwards(Path certificate, String chain, Path key, String secret) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          KeyFactory.getInstance(EDWARDS)
              .generatePrivate(new PKCS8EncodedKeySpec(decoded(key, secret))),
          PASSWORD.toCharArray(),
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(chain.getBytes(StandardCharsets.ISO_8859_1)))
              .toArray(new Certificate[0]));
      var bytes = new ByteArrayOutputStream();
      store.store(bytes, PASSWORD.toCharArray());
      return new PfxOptions().setValue(Buffer.buffer(bytes.toByteArray())).setPassword(PASSWORD);
    } catch (GeneralSecurityException | IOException malformed) {
      throw Failure.ioError("Cannot use " + certificate + ": it is malformed");
    }
  }

  private static PublicKey check(Path certificate, String chain, Path key, String secret) {
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
                  new ByteArrayInputStream(chain.getBytes(StandardCharsets.ISO_8859_1)))
              .getPublicKey();
    } catch (CertificateException malformed) {
      throw Failure.ioError("Cannot use " + certificate + ": it is malformed");
    }
    if (!KeyPair.isComparable(known)) {
      throw Failure.ioError(
          "Cannot use " + certificate + ": its key is neither of RSA nor of a curve");
    }
    boolean isComparable = secret.contains(BEGIN_KEY);
    if (isComparable && !KeyPair.isPair(decoded(key, secret), known)) {
      throw Failure.ioError("Cannot use " + key + ": it is not the key of " + certificate);
    }
    return known;
  }

  /// The key between its two lines.
  private static byte[] decoded(Path key, String secret) {
    int from = secret.indexOf(BEGIN_KEY);
    int to = secret.indexOf(END_KEY);
    if (from < 0 || to < from) {
      throw Failure.ioError("Cannot use " + key + ": it is no private key of PKCS 8");
    }
    try {
      return Base64.getMimeDecoder().decode(secret.substring(from + BEGIN_KEY.length(), to));
    } catch (IllegalArgumentException malformed) {
      throw Failure.ioError("Cannot use " + key + ": it is malformed");
    }
  }
}
