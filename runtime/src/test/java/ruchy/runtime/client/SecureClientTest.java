package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.value.HashMapValue;

/// What a client trusts and shows by TLS, and HTTP/2.
@Timeout(60)
class SecureClientTest {
  private static final byte[] LARGE = new byte[3_000_000];

  @TempDir private static Path folder;

  private static Keys keys;
  private static HttpServer server;
  private static final AtomicReference<CountDownLatch> WAITING =
      new AtomicReference<>(new CountDownLatch(0));
  private static final ConcurrentHashMap<Object, Boolean> CONNECTIONS = new ConcurrentHashMap<>();

  @BeforeAll
  static void listen() throws Exception {
    keys = Keys.make(folder, "host", "dns:localhost,dns:other.example");
    server = server(keys, true);
  }

  @AfterAll
  static void close() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);
  }

  private static HttpServer server(Keys keys, boolean isHttp2) throws Exception {
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(isHttp2)
            .setSni(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertPath(keys.certificate().toString())
                    .addKeyPath(keys.key().toString()));
    return Engine.vertx()
        .createHttpServer(options)
        .requestHandler(
            request -> {
              CONNECTIONS.put(request.connection(), true);
              var response = request.response();
              switch (request.path()) {
                case "/large" -> response.end(io.vertx.core.buffer.Buffer.buffer(LARGE));
                case "/reset" -> response.reset(2);
                case "/cut" -> {
                  response.putHeader("content-length", "10").write("12345");
                  Engine.vertx().setTimer(50, id -> response.reset(2));
                }
                case "/together" -> {
                  CountDownLatch latch = WAITING.get();
                  latch.countDown();
                  Thread.ofVirtual()
                      .start(
                          () -> {
                            try {
                              latch.await();
                            } catch (InterruptedException over) {
                              Thread.currentThread().interrupt();
                            }
                            response.end();
                          });
                }
                case "/echo" -> request.body().onSuccess(response::end);
                case String other ->
                    response.end(
                        (request.version() == HttpVersion.HTTP_2 ? "2 " : "1 ")
                            + request.authority()
                            + " "
                            + request.connection().indicatedServerName()
                            + " "
                            + request.getHeader("X-Color"));
              }
            })
        .listen(0, "127.0.0.1")
        .await(10, TimeUnit.SECONDS);
  }

  private static Client client(Object... options) {
    return Client.create(HashMapValue.of(options));
  }

  private static Client trusting(Object... more) {
    var options = new ArrayList<Object>(List.of(more));
    options.addAll(List.of("ca", keys.certificate().toString()));
    return client(options.toArray());
  }

  private static String url(String path) {
    return "https://localhost:" + server.actualPort() + path;
  }

  @Test
  void http_2_is_spoken_where_it_is_offered() {
    String host = "localhost:" + server.actualPort();
    Client client = trusting();
    assertEquals("2 " + host + " null blue", client.get(url("/")).header("X-Color", "blue").text());
    assertEquals("1 " + host + " null null", trusting("http2", false).get(url("/")).text());
    assertEquals("2 " + host + " null null", trusting("http2", "only").get(url("/")).text());
    // The host of the program's own is no field there.
    assertEquals(
        "2 " + "shop.example null null",
        client.get(url("/")).header("Host", "shop.example").text());
    client.close();
    Failure closed = assertThrows(Failure.class, () -> client.get(url("/")).send());
    assertEquals("The client is closed", closed.message());
  }

  @Test
  void http_2_is_not_spoken_where_it_is_not_offered() throws Exception {
    HttpServer old = server(keys, false);
    try {
      String url = "https://localhost:" + old.actualPort() + "/";
      assertTrue(trusting().get(url).text().startsWith("1 "));
    } finally {
      old.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void requests_by_http_1_have_connections_of_their_own() throws Exception {
    var inside = new CountDownLatch(8);
    HttpServer old = server(keys, false);
    try {
      WAITING.set(inside);
      String url = "https://localhost:" + old.actualPort() + "/together";
      Client client = trusting();
      var tasks = new ArrayList<Thread>();
      var statuses = new ConcurrentLinkedQueue<Long>();
      for (int i = 0; i < 8; i++) {
        tasks.add(
            Thread.ofVirtual().start(() -> statuses.add(client.get(url).timeout(20_000).status())));
      }
      // None is answered before all have arrived.
      for (Thread task : tasks) {
        task.join();
      }
      assertEquals(8, statuses.stream().filter(status -> status == 200).count());
    } finally {
      old.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void requests_by_http_2_share_a_connection_and_bodies_go_both_ways() throws Exception {
    Client client = trusting();
    CONNECTIONS.clear();
    var tasks = new ArrayList<Thread>();
    var sizes = new ConcurrentHashMap<Integer, Long>();
    for (int i = 0; i < 20; i++) {
      int n = i;
      tasks.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    long size = 0;
                    var pieces = client.get(url("/large")).stream();
                    for (Body each = pieces.read(); each != null; each = pieces.read()) {
                      size += each.len();
                    }
                    sizes.put(n, size);
                  }));
    }
    for (Thread task : tasks) {
      task.join();
    }
    assertEquals(20, sizes.size());
    assertTrue(sizes.values().stream().allMatch(size -> size == LARGE.length), sizes::toString);
    String body = "0123456789".repeat(100_000);
    assertEquals(body, client.post(url("/echo")).body(body).text());
    Path file = folder.resolve("upload.txt");
    java.nio.file.Files.writeString(file, body);
    assertEquals(body, client.post(url("/echo")).bodyFile(file.toString()).text());
    // One, and as many as tasks began before it was known to be shared.
    assertTrue(CONNECTIONS.size() <= 3, () -> CONNECTIONS.size() + " connections");
  }

  @Test
  void an_http_2_stream_that_is_reset_is_an_error() {
    Client client = trusting();
    String text = "The server has given the request up ";
    raises(text + "before an answer came, with code 2 (GET ", client.get(url("/reset")));
    raises(text + "in the middle of the body, with code 2 (GET ", client.get(url("/cut")));
    // The connection goes on.
    assertTrue(client.get(url("/")).text().startsWith("2 "));
  }

  private static void raises(String beginning, ClientRequest request) {
    Failure failure = assertThrows(Failure.class, request::send);
    assertTrue(failure.matchesType("IoError"), failure::message);
    assertTrue(failure.message().startsWith(beginning), failure::message);
  }

  @Test
  void the_name_of_the_certificate_may_be_another_one_than_that_of_the_address() {
    String host = "127.0.0.1:" + server.actualPort();
    raises(
        "Cannot connect to " + host + ": TLS: the certificate is not accepted: ",
        trusting().get("https://" + host + "/"));
    assertEquals(
        "2 " + host + " other.example null",
        trusting("name", "other.example").get("https://" + host + "/").text());
    raises(
        "Cannot connect to " + host + ": TLS: the certificate is not accepted: ",
        trusting("name", "third.example").get("https://" + host + "/"));
  }

  @Test
  void without_any_check_everything_is_accepted() {
    raises("Cannot connect to localhost:", client().get(url("/")));
    assertEquals(200, client("insecure", true).get(url("/")).status());
  }

  @Test
  void a_client_shows_its_certificate() throws Exception {
    Keys own = Keys.make(folder, "alice", "dns:alice");
    var factory = keys.context(own).getServerSocketFactory();
    try (var listening =
        (SSLServerSocket) factory.createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      listening.setNeedClientAuth(true);
      var thread = Thread.ofPlatform().daemon().start(() -> answerNames(listening));
      String url = "https://localhost:" + listening.getLocalPort() + "/";
      Client client = trusting("cert", own.certificate().toString(), "key", own.key().toString());
      assertEquals("CN=alice", client.get(url).text());
      Failure refused = assertThrows(Failure.class, () -> trusting().get(url).send());
      assertTrue(refused.matchesType("IoError"), refused::message);
      assertTrue(
          refused.message().startsWith("The connection failed before an answer came: TLS: "),
          refused::message);
      thread.interrupt();
    }
  }

  private static void answerNames(SSLServerSocket listening) {
    while (true) {
      try (var socket = (SSLSocket) listening.accept()) {
        socket.startHandshake();
        String name = socket.getSession().getPeerPrincipal().getName();
        socket.getInputStream().read(new byte[1000]);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name;
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      } catch (IOException refused) {
        if (listening.isClosed()) {
          return;
        }
      }
    }
  }

  @Test
  void files_that_cannot_be_used_are_told() throws Exception {
    Path text = java.nio.file.Files.writeString(folder.resolve("text.pem"), "no certificate");
    refused("IoError", "Cannot use " + text, "ca", text.toString());
    refused("IoError", "Cannot read /nowhere.pem: no such file or directory", "ca", "/nowhere.pem");
    refused("ArgumentError", "A certificate of a client needs both", "cert", text.toString());
    refused("IoError", "Cannot use " + text, "cert", text.toString(), "key", keys.key().toString());
  }

  private static void refused(String type, String beginning, Object... options) {
    Failure failure = assertThrows(Failure.class, () -> client(options));
    assertTrue(failure.matchesType(type), failure::message);
    assertTrue(failure.message().startsWith(beginning), failure::message);
  }
}
