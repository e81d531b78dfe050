package ruchy.runtime.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.http.Server;
import ruchy.runtime.wire.Wire;

/// Other programs before `http::proxy`: curl, nghttp, node. A test whose program is not on the
/// machine is skipped.
@Timeout(120)
class ProxyPeersTest {
  /// A client of HTTP/2 over TLS that sends trailers, and prints what it gets.
  private static final String NODE =
      """
      const client = require('http2').connect(process.argv[1], {rejectUnauthorized: false})
      const call = client.request(
          {':method': 'POST', ':path': '/shop.Cart/Add', 'te': 'trailers'}, {waitForTrailers: true})
      call.on('wantTrailers', () => call.sendTrailers({'x-sum': '3'}))
      call.on('headers', (informed) => console.log(informed[':status'] + ' ' + informed.link))
      call.on('response', (head) => console.log(head[':status']))
      call.on('data', (piece) => console.log(piece.toString()))
      call.on('trailers', (fields) => console.log('grpc-status ' + fields['grpc-status']))
      call.on('close', () => { console.log(call.rstCode); client.close() })
      call.end('abc')
      """;

  private static final String ANSWER =
      "HTTP/1.1 103 Early Hints\nLink: </a.css>\n\n"
          + "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\ngrpc-status: 0\n\n";

  private final BlockingQueue<Wire.Message> seen = new LinkedBlockingQueue<>();
  private Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private RawBackend serve(String answer) throws IOException {
    RawBackend backend =
        RawBackend.answering(
            request -> {
              seen.add(request);
              return answer;
            });
    server.all("*", ProxyModule.proxy(backend.url()));
    server.listen();
    return backend;
  }

  /// What a program writes to both of its outputs.
  private static String run(String... command) throws IOException, InterruptedException {
    boolean isThere = false;
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      isThere |= Files.isExecutable(Path.of(folder, command[0]));
    }
    assumeTrue(isThere, () -> "the program " + command[0] + " is not on this machine");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
    return said;
  }

  @Test
  void nghttp_sends_trailers_and_gets_some(@TempDir Path folder) throws Exception {
    Path body = Files.writeString(folder.resolve("body"), "abc");
    try (var backend = serve(ANSWER)) {
      String said =
          run(
              "nghttp",
              "-v",
              "--no-content-length",
              "-H",
              "te: trailers",
              "--trailer",
              "x-sum: 3",
              "-d",
              body.toString(),
              "http://127.0.0.1:" + server.port() + "/shop.Cart/Add");
      assertEquals(1, backend.connections.get(), said);
      Wire.Message request = seen.remove();
      assertEquals("POST /shop.Cart/Add HTTP/1.1", request.start());
      assertEquals("abc", request.body());
      assertEquals(List.of("x-sum: 3"), request.trailers());
      assertEquals("trailers", request.field("te"));
      assertTrue(said.contains("hello"), said);
      assertTrue(said.indexOf("grpc-status: 0") > said.indexOf("hello"), said);
      assertTrue(said.contains(":status: 103"), said);
    }
  }

  @Test
  void node_does_so_over_tls() throws Exception {
    server = server.developmentTls();
    try (var backend = serve(ANSWER)) {
      String said = run("node", "-e", NODE, "https://localhost:" + server.port());
      assertEquals("103 </a.css>\n200\nhello\ngrpc-status 0\n0\n", said);
      assertEquals(1, backend.connections.get());
      Wire.Message request = seen.remove();
      assertEquals("abc", request.body());
      assertEquals(List.of("x-sum: 3"), request.trailers());
      assertEquals("2.0 ruchy", request.field("via"));
    }
  }

  @Test
  void curl_may_ask_for_another_protocol_with_a_body() throws Exception {
    try (var backend = serve("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      String upgrade = "Connection: Upgrade";
      String line = "Upgrade: line";
      // Two requests on one connection.
      String said =
          run("curl", "-s", "-H", upgrade, "-H", line, "-d", "hello", url + "1", url + "2");
      assertEquals("okok", said);
      // By default curl asks for h2c as well.
      assertEquals("ok", run("curl", "-s", "--http2", "-d", "hello", url + "3"));
      for (int i = 1; i <= 3; i++) {
        Wire.Message request = seen.remove();
        assertEquals("POST /" + i + " HTTP/1.1", request.start());
        assertEquals("hello", request.body());
        assertEquals(List.of(), request.all("upgrade"));
        assertEquals(List.of(), request.all("http2-settings"));
      }
      assertTrue(backend.connections.get() >= 1);
    }
  }

  @Test
  void curl_need_not_be_told_to_go_on() throws Exception {
    try (var backend = serve("HTTP/1.1 200 OK\nContent-Length: 2\n\nok")) {
      String said =
          run(
              "curl",
              "-s",
              "-H",
              "Expect: 100-continue",
              "-d",
              "hello",
              "http://127.0.0.1:" + server.port() + "/");
      assertEquals("ok", said);
      assertEquals("hello", seen.remove().body());
      assertEquals(1, backend.connections.get());
    }
  }

  @Test
  void curl_sees_an_answer_that_breaks_off() throws Exception {
    try (var backend =
        new RawBackend(
            wire -> {
              Wire.Message head = wire.head();
              wire.send(
                  head.start().contains("/chunks")
                      ? "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"
                      : "HTTP/1.1 200 OK\nContent-Length: 10\n\nhello");
            })) {
      server.all("*", ProxyModule.proxy(backend.url()));
      server.listen();
      String url = "http://127.0.0.1:" + server.port();
      String told = "%{exitcode}";
      for (String version : List.of("--http1.1", "--http2-prior-knowledge")) {
        for (String path : List.of("/length", "/chunks")) {
          String said = run("curl", "-s", version, "-w", told, url + path);
          // A reset may overtake what has come before it.
          String begun = version.equals("--http1.1") ? "hello" : "(hello)?";
          assertTrue(said.matches(begun + "[1-9][0-9]*"), version + path + said);
        }
      }
    }
  }
}
