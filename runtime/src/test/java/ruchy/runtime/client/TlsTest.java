package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.failure.Failure;

/// Servers that cannot be trusted. What is trusted is read from the environment of a process, so
/// the tests of the examples look at that.
@Timeout(60)
class TlsTest {
  @Test
  void a_certificate_that_nobody_has_signed_is_not_accepted(@TempDir Path folder) throws Exception {
    try (var server = listening(folder)) {
      var thread = Thread.ofPlatform().daemon().start(() -> shakeHands(server));
      String url = "https://localhost:" + server.getLocalPort() + "/";
      Failure failure = assertThrows(Failure.class, () -> ClientModule.get(url).send());
      assertTrue(failure.matchesType("IoError"));
      assertTrue(
          failure
              .message()
              .startsWith(
                  "Cannot connect to localhost:"
                      + server.getLocalPort()
                      + ": TLS: the certificate is not accepted: "),
          failure::message);
      thread.join();
    }
  }

  @Test
  void a_server_without_tls_is_told_apart() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "plain"))) {
      // It waits for the end of a line, which a handshake may not have.
      String url = "https://127.0.0.1:" + server.port() + "/";
      Failure failure =
          assertThrows(Failure.class, () -> ClientModule.get(url).timeout(300).send());
      assertEquals(
          "No answer within 300 ms: connected, but the handshake of TLS has not ended (GET "
              + url
              + ")",
          failure.message());
    }
  }

  private static void shakeHands(SSLServerSocket server) {
    try (var client = server.accept()) {
      while (client.getInputStream().read() >= 0) {}
    } catch (IOException refused) {
      // As it should be.
    }
  }

  private static SSLServerSocket listening(Path folder) throws Exception {
    Keys keys = Keys.make(folder, "host", "dns:localhost");
    var factory = keys.context(keys).getServerSocketFactory();
    return (SSLServerSocket) factory.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }
}
