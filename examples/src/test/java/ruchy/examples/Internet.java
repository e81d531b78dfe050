package ruchy.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// All hosts that a program talks to, on loopback: it is their proxy, and answers for them itself.
/// For https it speaks TLS with a certificate of its own, which programs accept that are started
/// with its variables.
final class Internet implements AutoCloseable {
  private static final String PASSWORD = "changeit";
  private static final Map<String, byte[]> KEYS = new HashMap<>();

  /// @param url with host; of an https address without the port
  /// @param head all lines, each ended by `\n`
  record Request(String method, String url, String head, String body) {
    /// The value of a field; `""` without it.
    String field(String name) {
      for (String line : head.split("\n", -1)) {
        if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }
  }

  /// @param fields lines, each ended by `\n`
  /// @param body one character for each byte
  record Answer(int status, String fields, String body) {
    static Answer json(String text) {
      return of(200, "Content-Type: application/json\n", text.getBytes(UTF_8));
    }

    static Answer text(int status, String text) {
      return of(status, "Content-Type: text/plain\n", text.getBytes(UTF_8));
    }

    static Answer of(int status, String fields, byte[] body) {
      return new Answer(status, fields, new String(body, ISO_8859_1));
    }
  }

  /// What the hosts answer.
  interface Hosts {
    /// An exception closes the connection without any answer.
    Answer answer(Request request) throws IOException;
  }

  private final ServerSocket socket;
  private final @Nullable SSLContext secure;
  private final Path certificate;
  private final Hosts hosts;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  /// @param folder for its keys
  /// @param names of the hosts that are reached by https
  Internet(Path folder, Hosts hosts, String... names)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.hosts = hosts;
    certificate = folder.resolve("certificate.pem");
    secure = names.length == 0 ? null : context(folder, names);
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /// What the environment of a program says.
  Map<String, String> variables() {
    var proxy = "http://127.0.0.1:" + socket.getLocalPort();
    return Map.of(
        "http_proxy", proxy, "https_proxy", proxy, "SSL_CERT_FILE", certificate.toString());
  }

  /// All requests so far, in order.
  List<Request> requests() {
    return List.copyOf(requests);
  }

  private SSLContext context(Path folder, String... names)
      throws IOException, InterruptedException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(
        new ByteArrayInputStream(keys(folder, String.join(",dns:", names))),
        PASSWORD.toCharArray());
    Files.writeString(
        certificate,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("host").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /// A store with a certificate for these hosts and its key; `keytool`, which needs seconds, makes
  /// it once for all tests.
  private static synchronized byte[] keys(Path folder, String names)
      throws IOException, InterruptedException {
    byte[] known = KEYS.get(names);
    if (known != null) {
      return known;
    }
    var file = folder.resolve("keys.p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "host",
            "-keyalg",
            "EC",
            "-validity",
            "30",
            "-dname",
            "CN=test",
            "-ext",
            "san=dns:" + names,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    try (var process = new ProgramProcess(command, folder)) {
      assertEquals(0, process.status(), () -> process.output() + process.errors());
    }
    byte[] made = Files.readAllBytes(file);
    KEYS.put(names, made);
    return made;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      if (head.startsWith("CONNECT ") && secure != null) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
        String host = head.substring("CONNECT ".length(), head.indexOf(":443 "));
        var factory = secure.getSocketFactory();
        try (var tunnel = (SSLSocket) factory.createSocket(client, null, 0, true)) {
          tunnel.setUseClientMode(false);
          answerAll(tunnel, "https://" + host, head(tunnel.getInputStream()));
        }
      } else {
        answerAll(client, "", head);
      }
    } catch (IOException gone) {
      // The program has ended.
    }
  }

  private void answerAll(Socket client, String origin, String first) throws IOException {
    for (String head = first; !head.isEmpty(); head = head(client.getInputStream())) {
      String[] line = head.substring(0, head.indexOf('\n')).split(" ", -1);
      var request = new Request(line[0], origin + line[1], head, "");
      String length = request.field("content-length");
      int size = length.isEmpty() ? 0 : Integer.parseInt(length);
      String body = new String(client.getInputStream().readNBytes(size), UTF_8);
      request = new Request(line[0], origin + line[1], head, body);
      requests.add(request);
      var answer = hosts.answer(request);
      var out = new ByteArrayOutputStream();
      String start =
          "HTTP/1.1 " + answer.status() + " Status\n" + answer.fields() + "Content-Length: ";
      out.writeBytes(
          (start + answer.body().length() + "\n\n").replace("\n", "\r\n").getBytes(UTF_8));
      if (!line[0].equals("HEAD")) {
        out.writeBytes(answer.body().getBytes(ISO_8859_1));
      }
      client.getOutputStream().write(out.toByteArray());
      client.getOutputStream().flush();
    }
  }

  /// The next head with `\n` for each line end; `""` at the end of the connection.
  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int each = in.read();
      if (each < 0) {
        return "";
      }
      head.write(each);
    }
    return head.toString(ISO_8859_1).replace("\r\n", "\n");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
