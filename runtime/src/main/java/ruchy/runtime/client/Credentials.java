package ruchy.runtime.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;

/// Whom a client trusts by TLS, and what it shows of itself.
///
/// @param trusted whom servers' certificates are checked against; null for those that the JDK
///   trusts
/// @param own certificate and key of the client; null without one
/// @param isInsecure whether nothing is checked
/// @param name that is asked for and that the certificate must have; null for that of the address
record Credentials(
    @Nullable PemTrustOptions trusted,
    @Nullable PemKeyCertOptions own,
    boolean isInsecure,
    @Nullable String name) {
  /// Those of the environment: the file (PEM) that `SSL_CERT_FILE` names, or what the JDK trusts.
  static Credentials ofEnvironment() {
    String file = System.getenv("SSL_CERT_FILE");
    PemTrustOptions trusted =
        file == null || file.isEmpty() ? null : new PemTrustOptions().addCertPath(file);
    return new Credentials(trusted, null, false, null);
  }

  /// Reads files (PEM); raises IoError for those that cannot be used. Waits.
  static Credentials read(
      @Nullable String ca,
      @Nullable String certificate,
      @Nullable String key,
      boolean isInsecure,
      @Nullable String name) {
    if ((certificate == null) != (key == null)) {
      throw Failure.argumentError("A certificate of a client needs both `cert` and `key`");
    }
    PemTrustOptions trusted =
        ca == null ? ofEnvironment().trusted : new PemTrustOptions().addCertValue(bytes(ca));
    PemKeyCertOptions own =
        certificate == null || key == null
            ? null
            : new PemKeyCertOptions().addCertValue(bytes(certificate)).addKeyValue(bytes(key));
    try {
      if (trusted != null && ca != null) {
        trusted.getTrustManagerFactory(Engine.vertx());
      }
      if (own != null) {
        own.getKeyManagerFactory(Engine.vertx());
      }
    } catch (Exception malformed) {
      String file = own == null ? ca : certificate + " and " + key;
      throw Failure.ioError("Cannot use " + file + " for TLS: " + malformed.getMessage());
    }
    return new Credentials(trusted, own, isInsecure, name);
  }

  private static Buffer bytes(String path) {
    try {
      return Blocking.call(
          () -> Buffer.buffer(Files.readAllBytes(Surroundings.file(path).toPath())));
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read " + path + ": " + FileReasons.of(failure));
    }
  }

  void applyTo(HttpClientOptions options) {
    options.setVerifyHost(!isInsecure).setTrustAll(isInsecure);
    if (trusted != null && !isInsecure) {
      options.setTrustOptions(trusted);
    }
    if (own != null) {
      options.setKeyCertOptions(own);
    }
  }
}
