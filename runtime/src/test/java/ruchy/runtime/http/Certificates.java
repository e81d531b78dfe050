package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// An authority of our own and certificates for `localhost` that it has signed, made by the JDK's
/// keytool.
final class Certificates {
  private static final String PASSWORD = "a password";

  private final Path folder;

  Certificates(Path folder) throws Exception {
    this.folder = folder;
    keytool(
        "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=authority", "-ext", "bc:c");
    KeyStore store = store();
    Files.writeString(folder.resolve("ca.pem"), pem(store.getCertificate("ca")));
  }

  /// Makes `NAME.pem`, a certificate with its chain, and `NAME.key`; the algorithm as keytool names
  /// it.
  void make(String name, String algorithm) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        algorithm,
        "-dname",
        "CN=" + name,
        "-signer",
        "ca",
        "-ext",
        "san=dns:localhost");
    KeyStore store = store();
    StringBuilder chain = new StringBuilder();
    for (Certificate each : store.getCertificateChain(name)) {
      chain.append(pem(each));
    }
    Files.writeString(folder.resolve(name + ".pem"), chain);
    byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key));
  }

  private KeyStore store() throws Exception {
    return KeyStore.getInstance(folder.resolve("store").toFile(), PASSWORD.toCharArray());
  }

  private static String pem(Certificate certificate) throws Exception {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  String path(String file) {
    return folder.resolve(file).toString();
  }

  /// A client that trusts the authority and nobody else.
  SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(folder.resolve("ca.pem"))) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private void keytool(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(words));
    command.addAll(
        List.of("-keystore", path("store"), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
