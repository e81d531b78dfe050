package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ruchy.runtime.http.Handlers.handler;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;

/// Certificates and keys in files, with clients that check them.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PemTest {
  @TempDir
  @SuppressWarnings("NullAway") // Set by JUnit.
  private static Path folder;

  @SuppressWarnings("NullAway") // Set before all tests.
  private static Certificates certificates;

  @BeforeAll
  static void make() throws Exception {
    certificates = new Certificates(folder);
    certificates.make("rsa", "RSA");
    certificates.make("ec", "EC");
    certificates.make("ed", "Ed25519");
  }

  private static Server listening(String name) {
    Server server = Server.create("127.0.0.1:0");
    server.tls(certificates.path(name + ".pem"), certificates.path(name + ".key"));
    server.get("/", handler((req, res) -> res.text("hello")));
    return server.listen();
  }

  /// Asks with a connection of its own.
  private static HttpResponse<String> ask(Server server) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(certificates.trusting()).build()) {
      URI url = URI.create("https://localhost:" + server.port() + "/");
      return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }
  }

  private static String holder(HttpResponse<String> answer) throws Exception {
    var certificate = answer.sslSession().orElseThrow().getPeerCertificates()[0];
    return ((X509Certificate) certificate).getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ec", "ed"})
  void a_client_that_checks_certificates_gets_its_answer(String name) throws Exception {
    Server server = listening(name);
    try {
      HttpResponse<String> answer = ask(server);
      assertEquals("hello", answer.body());
      assertEquals("CN=" + name, holder(answer));
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
    } finally {
      server.close();
    }
  }

  @Test
  void new_connections_get_the_certificate_that_is_in_the_files_now() throws Exception {
    copy("rsa", "used");
    Server server = listening("used");
    try {
      assertEquals("CN=rsa", holder(ask(server)));
      copy("ec", "used");
      assertEquals("CN=rsa", holder(ask(server)));
      server.reloadTls();
      assertEquals("CN=ec", holder(ask(server)));

      Files.writeString(folder.resolve("used.pem"), "nothing");
      assertThrows(Failure.class, server::reloadTls);
      assertEquals("CN=ec", holder(ask(server)));
    } finally {
      server.close();
    }
  }

  private static void copy(String from, String to) throws Exception {
    for (String end : new String[] {".pem", ".key"}) {
      Files.copy(
          folder.resolve(from + end),
          folder.resolve(to + end),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void a_key_of_another_certificate_is_an_error_at_once() {
    for (String other : new String[] {"rsa", "ed"}) {
      String certificate = certificates.path("ec.pem");
      String key = certificates.path(other + ".key");
      assertEquals(
          "Cannot use " + key + ": it is not the key of " + certificate, refusal(certificate, key));
    }
  }

  @Test
  void a_key_of_the_same_kind_but_another_certificate_is_one_too() throws Exception {
    certificates.make("second", "EC");
    String certificate = certificates.path("ec.pem");
    String key = certificates.path("second.key");
    assertEquals(
        "Cannot use " + key + ": it is not the key of " + certificate, refusal(certificate, key));
  }

  @Test
  void what_is_malformed_encrypted_or_not_supported_is_named() throws Exception {
    String good = certificates.path("ec.pem");
    String begin = "-----BEGIN CERTIFICATE-----\n";
    Path broken = Files.writeString(folder.resolve("broken.pem"), begin + "AAAA\n-----END-----\n");
    String key = certificates.path("ec.key");
    assertEquals("Cannot use " + broken + ": it is malformed", refusal(broken.toString(), key));
    Path secret =
        Files.writeString(
            folder.resolve("secret.key"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertEquals("Cannot use " + secret + ": it is encrypted", refusal(good, secret.toString()));
    certificates.make("dsa", "DSA");
    String other = certificates.path("dsa.pem");
    assertEquals(
        "Cannot use " + other + ": its key is neither of RSA nor of a curve",
        refusal(other, certificates.path("dsa.key")));
    String old =
        Files.writeString(
                folder.resolve("ed-old.key"),
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n")
            .toString();
    assertEquals(
        "Cannot use " + old + ": it is no private key of PKCS 8",
        refusal(certificates.path("ed.pem"), old));
  }

  private static String refusal(String certificate, String key) {
    Server server = Server.create("127.0.0.1:0");
    return assertThrows(Failure.class, () -> server.tls(certificate, key)).message();
  }
}
