package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;

/// The certificate of a server and its key.
final class Tls {
  private static final String PASSWORD = "ruchy-development";
  private static final long LONGEST_SECONDS = 60;

  private final @Nullable Path certificate;
  private final @Nullable Path key;
  private final KeyCertOptions keys;

  private Tls(@Nullable Path certificate, @Nullable Path key, KeyCertOptions keys) {
    this.certificate = certificate;
    this.key = key;
    this.keys = keys;
  }

  /// The certificate and the key of two PEM files; raises IoError.
  static Tls of(String certificate, String key) {
    return read(Surroundings.file(certificate).toPath(), Surroundings.file(key).toPath());
  }

  private static Tls read(Path certificate, Path key) {
    String chain = text(certificate, "certificate");
    String secret = text(key, "key");
    return new Tls(certificate, key, Pem.options(certificate, chain, key, secret));
  }

  private static String text(Path file, String what) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw Failure.ioError(
          "Cannot read the " + what + ": " + file + ": " + FileReasons.of(failure));
    }
  }

  /// What the files hold now. Waits.
  Tls again() {
    Path chain = certificate;
    Path secret = key;
    try {
      return chain == null || secret == null ? this : Blocking.call(() -> read(chain, secret));
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read the certificate: " + FileReasons.of(failure));
    }
  }

  KeyCertOptions keys() {
    return keys;
  }

  /// A certificate for `localhost`, made by the JDK's keytool, which nobody trusts. Waits.
  static Tls development() {
    try {
      return Blocking.call(Tls::made);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot make a certificate: " + failure.getMessage());
    }
  }

  private static Tls made() throws IOException {
    Path folder = Files.createTempDirectory("ruchy-tls");
    Path store = folder.resolve("localhost.p12");
    try {
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                      // It is over before anything else would pay.
                      "-J-XX:TieredStopAtLevel=1",
                      "-J-XX:+UseSerialGC",
                      "-genkeypair",
                      "-alias",
                      "localhost",
                      "-keyalg",
                      "EC",
                      "-groupname",
                      "secp256r1",
                      "-validity",
                      "30",
                      "-dname",
                      "CN=localhost",
                      "-ext",
                      "san=dns:localhost,ip:127.0.0.1,ip:::1",
                      "-storetype",
                      "PKCS12",
                      "-keystore",
                      store.toString(),
                      "-storepass",
                      PASSWORD))
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool says: " + said.strip());
      }
      byte[] bytes = Files.readAllBytes(store);
      return new Tls(
          null, null, new PfxOptions().setValue(Buffer.buffer(bytes)).setPassword(PASSWORD));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted");
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(folder);
    }
  }
}
