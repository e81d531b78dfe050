package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ruchy.runtime.http.Handlers.handler;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// HTTPS, and HTTP/2 with clients that want it: handlers see no difference.
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecureServerTest {
  private final Server server = Server.create("127.0.0.1:0");
  private HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @BeforeEach
  void certificate() throws Exception {
    server.developmentTls();
    client = HttpClient.newBuilder().sslContext(Anybody.context()).build();
  }

  @AfterEach
  void close() {
    server.close();
    client.shutdownNow();
  }

  private HttpRequest.Builder request(HttpClient.Version version, String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
        .version(version);
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void handlers_see_no_difference(HttpClient.Version version) throws Exception {
    Files.writeString(folder.resolve("large.txt"), "0123456789".repeat(20_000));
    for (boolean waits : List.of(false, true)) {
      server.post(
          "/" + waits,
          handler(
              waits,
              waits,
              (req, res) ->
                  res.status(201)
                      .header("X-Seen", req.header("Host"))
                      .json(HashMapValue.of("q", req.query("q"), "name", req.text()))));
    }
    server.get("/stream", handler(true, false, (req, res) -> res.write("one").end("two")));
    server.put("/size", handler(true, false, (req, res) -> res.send(size(req))));
    server.files("/files", folder.toString());
    server.listen();
    for (boolean waits : List.of(false, true)) {
      HttpResponse<String> answer =
          client.send(
              request(version, "/" + waits + "?q=1").POST(BodyPublishers.ofString("Al")).build(),
              BodyHandlers.ofString());
      assertEquals(version, answer.version());
      assertEquals(201, answer.statusCode());
      assertEquals("{\"q\":\"1\",\"name\":\"Al\"}", answer.body());
      assertEquals("localhost:" + server.port(), answer.headers().firstValue("x-seen").get());
    }
    assertEquals("onetwo", get(version, "/stream").body());
    assertEquals(404, get(version, "/no").statusCode());
    assertEquals(200_000, get(version, "/files/large.txt").body().length());
    HttpResponse<String> size =
        client.send(
            request(version, "/size").PUT(BodyPublishers.ofByteArray(new byte[5_000_000])).build(),
            BodyHandlers.ofString());
    assertEquals("5000000", size.body());
  }

  private static long size(Request req) {
    long size = 0;
    var pieces = req.stream();
    for (var piece = pieces.read(); piece != null; piece = pieces.read()) {
      size += piece.len();
    }
    return size;
  }

  private HttpResponse<String> get(HttpClient.Version version, String path) throws Exception {
    return client.send(request(version, path).build(), BodyHandlers.ofString());
  }

  @Test
  void many_requests_of_one_connection_are_answered_at_once() throws Exception {
    server.get(
        "/:n",
        handler(
            true,
            false,
            (req, res) -> {
              Bridge.sleep(20_000_000);
              return res.text(req.param("n"));
            }));
    server.listen();
    get(HttpClient.Version.HTTP_2, "/0");
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(
          client.sendAsync(
              request(HttpClient.Version.HTTP_2, "/" + i).build(), BodyHandlers.ofString()));
    }
    for (int i = 0; i < 100; i++) {
      assertEquals(Integer.toString(i), answers.get(i).get().body());
    }
  }

  @Test
  void a_server_that_closes_lets_requests_finish() throws Exception {
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              server.close();
              Bridge.sleep(100_000_000);
              return res.text("done");
            }));
    server.listen();
    assertEquals("done", get(HttpClient.Version.HTTP_2, "/").body());
    server.awaitClosed();
  }

  @Test
  void what_is_no_certificate_is_an_error() throws Exception {
    Path file = Files.writeString(folder.resolve("cert.pem"), "none");
    Failure failure =
        assertThrows(Failure.class, () -> server.tls(file.toString(), file.toString()));
    assertEquals("Cannot use " + file + ": it is no certificate in PEM", failure.message());
    assertEquals(
        "Cannot read the certificate: /no/cert.pem: no such file or directory",
        assertThrows(Failure.class, () -> server.tls("/no/cert.pem", "/no/key.pem")).message());
  }

  @Test
  void a_certificate_is_read_again_while_the_server_listens() throws Exception {
    server.get("/", handler((req, res) -> res.text("hello")));
    server.listen();
    assertEquals("hello", get(HttpClient.Version.HTTP_2, "/").body());
    server.reloadTls();
    assertEquals("hello", get(HttpClient.Version.HTTP_1_1, "/").body());
  }
}
