package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate that nobody else has signed, and its key, made by the JDK's keytool.
///
/// @param certificate a PEM file
/// @param key a PEM file
public record Keys(KeyStore store, Path certificate, Path key) {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Map<String, byte[]> MADE = new HashMap<>();

  /// Makes them, for elliptic curves, in files of the folder.
  ///
  /// @param names as keytool takes them: `dns:localhost,ip:127.0.0.1`
  public static Keys make(Path folder, String alias, String names) throws Exception {
    return make(folder, alias, "EC", names);
  }

  /// As `make`, for the algorithm, as keytool names it.
  public static Keys make(Path folder, String alias, String algorithm, String names)
      throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(made(folder, alias, algorithm, names)), PASSWORD);
    Certificate certificate = store.getCertificate(alias);
    Key key = store.getKey(alias, PASSWORD);
    return new Keys(
        store,
        written(folder.resolve(alias + ".pem"), "CERTIFICATE", certificate.getEncoded()),
        written(folder.resolve(alias + ".key"), "PRIVATE KEY", key.getEncoded()));
  }

  /// The bytes of a store; keytool, which needs its time, makes each once for all tests.
  private static synchronized byte[] made(Path folder, String alias, String algorithm, String names)
      throws Exception {
    String wanted = alias + " " + algorithm + " " + names;
    byte[] known = MADE.get(wanted);
    if (known != null) {
      return known;
    }
    Path file = folder.resolve(alias + ".p12");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(
        List.of("-genkeypair", "-alias", alias, "-keyalg", algorithm, "-validity", "30"));
    command.addAll(List.of("-dname", "CN=" + alias, "-ext", "san=" + names));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertTrue(keytool.waitFor(50, TimeUnit.SECONDS));
    assertEquals(0, keytool.exitValue(), () -> "see keytool.log in " + folder);
    byte[] bytes = Files.readAllBytes(file);
    MADE.put(wanted, bytes);
    return bytes;
  }

  private static Path written(Path file, String kind, byte[] bytes) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  /// What a socket of the JDK needs to show the certificate, and to trust `others`.
  public SSLContext context(Keys others) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    String alias = others.store.aliases().nextElement();
    trusted.setCertificateEntry(alias, others.store.getCertificate(alias));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
