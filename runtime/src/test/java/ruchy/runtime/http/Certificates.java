package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
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
    keytool("-exportcert", "-alias", "ca", "-rfc", "-file", path("ca.pem"));
  }

  /// Makes `NAME.pem`, a certificate with its chain, and `NAME.key`; the algorithm as keytool names
  /// it.
  void make(String name, String algorithm) throws Exception {
    keytool("-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name);
    keytool("-certreq", "-alias", name, "-file", path(name + ".csr"));
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-ext",
        "san=dns:localhost",
        "-infile",
        path(name + ".csr"),
        "-outfile",
        path(name + ".leaf"));
    Files.writeString(
        folder.resolve(name + ".pem"),
        Files.readString(folder.resolve(name + ".leaf"))
            + Files.readString(folder.resolve("ca.pem")));
    KeyStore store = KeyStore.getInstance(folder.resolve("store").toFile(), PASSWORD.toCharArray());
    byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    Files.writeString(
        folder.resolve(name + ".key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
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
    command.addAll(List.of(words));
    command.addAll(
        List.of("-keystore", path("store"), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
