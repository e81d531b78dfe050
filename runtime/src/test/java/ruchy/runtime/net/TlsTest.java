package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.net.Errors.raises;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.client.Keys;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// TLS with the JDK's own sockets at the other side, and with itself.
@Timeout(60)
final class TlsTest {
  private static final String EC_KEY =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIOMQEPP6Kn+obK2MCqSTpEShwMozthKkUhZf2Me/CsgioAoGCCqGSM49
      AwEHoUQDQgAEgaBJQpaenasZvFfRz93U0s3EPth+EIa1J1beuk0zeF/qxFi004Ne
      Ah8FYqr+yVeWUT87A7gAlK9F14cn39v1Ow==
      -----END EC PRIVATE KEY-----
      """;

  private static final String EC_CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBlTCCATugAwIBAgIUS/d1hPAwXW/dIPueEr9iskxzc6gwCgYIKoZIzj0EAwIw
      FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjIxMDMzMloYDzIxMjYxMDI5
      MjEwMzMyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAASBoElClp6dqxm8V9HP3dTSzcQ+2H4QhrUnVt66TTN4X+rEWLTTg14C
      HwViqv7JV5ZRPzsDuACUr0XXhyff2/U7o2kwZzAdBgNVHQ4EFgQUVg/37trsDxhp
      Ua3b6XCYylbCAZ4wHwYDVR0jBBgwFoAUVg/37trsDxhpUa3b6XCYylbCAZ4wDwYD
      VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
      SAAwRQIgEtY7lLTfG6hQzftGzMJ3AhpoyGSPflQmZkAz5Xrfn/ECIQDH/pefSO1T
      umeTgA6T9Z3pDT0w1CQWKTFOlucoZDgT2A==
      -----END CERTIFICATE-----
      """;

  @TempDir private static Path folder;
  private static MapValue own = new HashMapValue();
  private static SSLContext context;

  @BeforeAll
  static void a_certificate_for_localhost() throws Exception {
    Keys keys = Keys.make(folder, "cert", "RSA", "dns:localhost");
    own = HashMapValue.of("cert", keys.certificate().toString(), "key", keys.key().toString());
    context = keys.context(keys);
  }

  @Test
  void a_client_of_the_jdk_is_served() throws Exception {
    var listener = TcpListener.bindTls("127.0.0.1:0", own);
    var served =
        Running.of(
            () -> {
              var stream = listener.accept();
              String line = stream.readLine();
              stream.write(line + "\n" + "x".repeat(3 << 20));
              stream.shutdown();
              return stream.readAll();
            });
    try (var client = jdkSocket(listener)) {
      client.getOutputStream().write("häß\n".getBytes(UTF_8));
      byte[] answer = client.getInputStream().readAllBytes();
      assertEquals("häß\n" + "x".repeat(3 << 20), new String(answer, UTF_8));
      client.getOutputStream().write("rest".getBytes(UTF_8));
    }
    assertEquals("rest", served.get());
    listener.close();
  }

  @Test
  void a_server_of_the_jdk_is_asked_and_its_certificate_is_checked() throws Exception {
    try (var server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var serving =
          Running.of(
              () -> {
                try (var socket = server.accept()) {
                  socket.getOutputStream().write(socket.getInputStream().readNBytes(6));
                }
                try (var refused = server.accept()) {
                  return refused.getInputStream().read();
                } catch (IOException alert) {
                  return -2;
                }
              });
      String address = "localhost:" + server.getLocalPort();
      var stream = TcpStream.connectTls(address, HashMapValue.of("ca", file("cert")));
      stream.write("hello\n");
      assertEquals("hello", stream.readLine());
      assertEquals("", stream.readLine());
      var agreed = stream.tls();
      assertEquals("TLSv1.3", agreed == null ? null : agreed.get("protocol"));
      assertEquals("CN=cert", agreed == null ? null : agreed.get("subject"));
      var failure =
          org.junit.jupiter.api.Assertions.assertThrows(
              ruchy.runtime.failure.Failure.class, () -> TcpStream.connectTls(address));
      String peer = "127.0.0.1:" + server.getLocalPort();
      assertTrue(
          failure
              .message()
              .startsWith("Cannot connect to " + peer + ": TLS: the certificate is not accepted: "),
          failure.message());
      assertEquals(-2, serving.get());
    }
  }

  @Test
  void the_certificate_must_have_the_name_of_the_host() throws Exception {
    var listener = TcpListener.bindTls("127.0.0.1:0", own);
    var served = Running.of(() -> listener.accept().readLine());
    String message =
        "Cannot connect to "
            + listener.localAddr()
            + ": TLS: the certificate is not accepted: No subject alternative names matching IP"
            + " address 127.0.0.1 found";
    var trusting = HashMapValue.of("ca", file("cert"));
    raises("IoError", message, () -> TcpStream.connectTls(listener.localAddr(), trusting));
    var failure =
        org.junit.jupiter.api.Assertions.assertThrows(
            ruchy.runtime.failure.Failure.class, served::get);
    assertTrue(failure.message().contains(": TLS: "), failure.message());
    var again = Running.of(() -> listener.accept().readLine());
    var named = HashMapValue.of("ca", file("cert"), "name", "localhost");
    var client = TcpStream.connectTls(listener.localAddr(), named);
    client.writeLine("by name");
    assertEquals("by name", again.get());
    listener.close();
  }

  @Test
  void protocols_are_agreed_on() throws Exception {
    var alpn = ListValue.ofStrings("chat/2", "chat/1");
    var server =
        HashMapValue.of(
            "cert", file("cert"), "key", folder.resolve("cert.key").toString(), "alpn", alpn);
    var listener = TcpListener.bindTls("127.0.0.1:0", server);
    var accepted = Running.of(() -> listener.accept().tls());
    var options = HashMapValue.of("insecure", true, "alpn", ListValue.ofStrings("chat/1"));
    var agreed = TcpStream.connectTls(listener.localAddr(), options).tls();
    assertEquals("chat/1", agreed == null ? null : agreed.get("alpn"));
    assertNull(accepted.get().get("subject"));
    listener.close();
  }

  @Test
  void a_connection_may_change_to_tls_in_the_middle() throws Exception {
    var listener = TcpListener.bind("127.0.0.1:0");
    var served =
        Running.of(
            () -> {
              var stream = listener.accept();
              assertEquals("STARTTLS", stream.readLine());
              stream.writeLine("ready");
              return stream.acceptTls(own).readLine();
            });
    var client = TcpStream.connect(listener.localAddr());
    client.writeLine("STARTTLS");
    assertEquals("ready", client.readLine());
    client.upgradeTls("localhost", HashMapValue.of("ca", file("cert")));
    client.writeLine("secret");
    assertEquals("secret", served.get());
    raises(
        "IoError",
        "The connection to " + listener.localAddr() + " has TLS already",
        () -> client.upgradeTls("localhost"));
    listener.close();
  }

  @Test
  void who_speaks_no_tls_is_told() throws Exception {
    try (var peer = Peer.open()) {
      peer.send("220 hello\r\n");
      raises(
          "IoError",
          "Cannot connect to "
              + peer.stream.remoteAddr()
              + ": TLS: the other side does not speak it",
          () -> peer.stream.upgradeTls("localhost"));
    }
    try (var silent = Peer.open()) {
      silent.stream.setTimeout(50);
      raises(
          "TimeoutError",
          "Cannot connect to " + silent.stream.remoteAddr() + ": TLS: no answer in time",
          () -> silent.stream.upgradeTls("localhost"));
    }
  }

  @Test
  void who_speaks_no_tls_to_a_server_is_let_go() throws Exception {
    var listener = TcpListener.bindTls("127.0.0.1:0", own);
    try (var client = new Socket(InetAddress.getLoopbackAddress(), (int) listener.port())) {
      client.setSoTimeout(30_000);
      client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      TcpStream served = listener.accept();
      raises(
          "IoError",
          "Cannot read from " + served.remoteAddr() + ": TLS: the other side does not speak it",
          served::readLine);
      assertTrue(served.isClosed());
      try {
        client.getInputStream().readAllBytes(); // an alert, and the end
      } catch (SocketException reset) {
        assertEquals("Connection reset", reset.getMessage());
      }
    }
    listener.close();
  }

  @Test
  void words_behind_the_one_that_asks_for_tls_are_not_taken_for_secure_ones() throws Exception {
    try (var peer = Peer.open()) {
      peer.send("STARTTLS\r\nDELETE everything\r\n");
      assertEquals("STARTTLS", peer.stream.readLine());
      raises(
          "IoError",
          "Cannot connect to "
              + peer.stream.remoteAddr()
              + ": TLS: the other side does not speak it",
          () -> peer.stream.acceptTls(own));
    }
  }

  @Test
  void files_that_cannot_be_used_are_told() throws Exception {
    raises(
        "IoError",
        "Cannot prepare TLS: cannot read /no/such.pem: no such file or directory",
        () -> Tls.ofClient(HashMapValue.of("ca", "/no/such.pem")));
    raises(
        "IoError",
        "Cannot prepare TLS: no private key in " + file("cert"),
        () -> Tls.ofServer(HashMapValue.of("cert", file("cert"), "key", file("cert"))));
    raises(
        "ArgumentError",
        "A server of TLS needs the files `cert` and `key`",
        () -> Tls.ofServer(new HashMapValue()));
    raises(
        "ArgumentError",
        "Unknown option of TLS: 'certs'",
        () -> Tls.ofClient(HashMapValue.of("certs", "x")));
  }

  /// Made with `openssl ecparam -name prime256v1 -genkey` and `openssl req -x509`, for localhost
  /// and a hundred years; nobody else uses it.
  @Test
  void keys_of_elliptic_curves_have_their_older_form_too() throws Exception {
    String certificate =
        Files.writeString(folder.resolve("ec-cert.pem"), EC_CERTIFICATE).toString();
    String key = Files.writeString(folder.resolve("ec-key.pem"), EC_KEY).toString();
    var options = HashMapValue.of("cert", certificate, "key", key);
    var listener = TcpListener.bindTls("127.0.0.1:0", options);
    var served =
        Running.of(
            () -> {
              listener.accept().writeLine("over a curve");
              return true;
            });
    var trusting = HashMapValue.of("ca", certificate, "name", "localhost");
    var stream = TcpStream.connectTls(listener.localAddr(), trusting);
    assertEquals("over a curve", stream.readLine());
    assertTrue(served.get());
    stream.close();
    listener.close();
    for (String broken : new String[] {"MAA=", "MIIB", "MAYCAQEEAQE=", "AA=="}) {
      String text =
          "-----BEGIN EC PRIVATE KEY-----\n" + broken + "\n-----END EC PRIVATE KEY-----\n";
      String file = Files.writeString(folder.resolve("broken.pem"), text).toString();
      var failure =
          assertThrows(
              Failure.class, () -> Tls.ofServer(HashMapValue.of("cert", certificate, "key", file)));
      assertTrue(failure.message().startsWith("Cannot prepare TLS: "), failure::message);
    }
  }

  @Test
  void a_key_of_another_certificate_is_told_before_anybody_connects() throws Exception {
    for (String algorithm : List.of("RSA", "EC")) {
      Keys others = Keys.make(folder, "others-" + algorithm, algorithm, "dns:localhost");
      String key = others.key().toString();
      MapValue mixed = HashMapValue.of("cert", file("cert"), "key", key);
      String text = "Cannot prepare TLS: the key in " + key + " is not that of " + file("cert");
      raises("IoError", text, () -> Tls.ofServer(mixed));
      raises("IoError", text, () -> Tls.ofClient(mixed));
    }
  }

  private static String file(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  private static SSLSocket jdkSocket(TcpListener listener) throws IOException {
    return (SSLSocket)
        context
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), (int) listener.port());
  }
}
