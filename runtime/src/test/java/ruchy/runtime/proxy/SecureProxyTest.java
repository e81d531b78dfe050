package ruchy.runtime.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.client.ClientModule;
import ruchy.runtime.client.ClientRequest;
import ruchy.runtime.client.Keys;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Server;

/// Backends that are reached by TLS.
@Timeout(60)
class SecureProxyTest {
  @TempDir private static Path folder;

  private static Keys keys;
  private static final Server BACKEND = Server.create("127.0.0.1:0");

  @BeforeAll
  static void listen() throws Exception {
    keys = Keys.make(folder, "backend", "dns:localhost");
    BACKEND.tls(keys.certificate().toString(), keys.key().toString());
    BACKEND.health("/health");
    BACKEND.listen();
  }

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static int status(String host, Object... options) {
    Server front = Server.create("127.0.0.1:0");
    String url = "https://" + host + ":" + BACKEND.port();
    front.all("*", ProxyModule.proxy(url, Front.options(options)));
    front.listen();
    try {
      ClientRequest seen = ClientModule.get("http://127.0.0.1:" + front.port() + "/health");
      return (int) seen.status();
    } finally {
      front.close();
    }
  }

  @Test
  void certificates_are_checked_against_those_that_the_program_names() throws Exception {
    assertEquals(502, status("localhost"));
    assertEquals(200, status("localhost", "ca", keys.certificate().toString()));
    // The name counts, too.
    assertEquals(502, status("127.0.0.1", "ca", keys.certificate().toString()));
    Keys others = Keys.make(folder, "others", "dns:localhost");
    assertEquals(502, status("localhost", "ca", others.certificate().toString()));
  }

  @Test
  void without_any_check_everything_is_accepted() {
    assertEquals(200, status("localhost", "insecure", true));
    assertEquals(200, status("127.0.0.1", "insecure", true));
  }

  @Test
  void a_body_without_length_ends_where_the_backend_says_so_by_tls() throws Exception {
    SSLSocketFactory secure = keys.context(keys).getSocketFactory();
    try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerAndWait(listening, secure));
      Server front = Server.create("127.0.0.1:0");
      String url = "https://localhost:" + listening.getLocalPort();
      front.all("*", ProxyModule.proxy(url, Front.options("insecure", true)));
      front.listen();
      try {
        assertEquals("hello", ClientModule.get("http://127.0.0.1:" + front.port() + "/").text());
      } finally {
        front.close();
      }
    }
  }

  /// Leaves it to the other side to close the connection, as `openssl s_server` does.
  private static void answerAndWait(ServerSocket listening, SSLSocketFactory secure) {
    try (Socket plain = listening.accept();
        Socket socket = secure.createSocket(plain, null, false)) {
      assertTrue(socket.getInputStream().read(new byte[1000]) > 0);
      socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nhello".getBytes(UTF_8));
      socket.shutdownOutput();
      while (plain.getInputStream().read() >= 0) {}
    } catch (IOException closed) {
      // The front has heard enough.
    }
  }

  @Test
  void files_that_cannot_be_used_are_told_at_once() {
    Failure failure =
        assertThrows(Failure.class, () -> status("localhost", "ca", folder + "/none.pem"));
    assertTrue(failure.matchesType("IoError"));
    assertEquals(
        "Cannot read the certificates of " + folder + "/none.pem: no such file or directory",
        failure.message());
    String key = keys.key().toString();
    failure = assertThrows(Failure.class, () -> status("localhost", "ca", key));
    assertEquals(
        "Cannot read the certificates of " + key + ": it holds none in PEM", failure.message());
  }
}
