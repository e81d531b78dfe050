package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The load balancer of the book, its text unchanged: it listens on port 80, which must be free and
/// allowed. Its backends are on loopback.
final class LoadBalancerTest {
  private static final int PORT = 80;

  /// Of the text's ten seconds between two checks one is left.
  private static final String CLOCK = "fun sleep(ms) { std::time::sleep(ms / 10) }";

  @ParameterizedTest
  @EnumSource(Way.class)
  void requests_go_to_healthy_backends_in_turn(Way way, @TempDir Path folder) throws Exception {
    needsPort();
    var ill = new AtomicReference<String>("server2");
    var clock = Files.writeString(folder.resolve("clock.ruchy"), CLOCK);
    try (var internet = new Internet(folder, request -> backend(request, ill.get()));
        var balancer =
            way.start(
                Examples.FOLDER.resolve("load_balancer.ruchy"),
                folder,
                internet.variables(),
                "--prelude",
                clock.toString())) {
      // A machine with much else to do may miss the time limit of the first round.
      balancer.awaitLine("Health check http://server1:8080: ✓");
      balancer.awaitLine("Health check http://server3:8080: ✓");
      answersComeFromHealthyBackends(internet);
      balancer.awaitLine("Routing GET /0 -> http://server.*");
      headersAndBodiesPassThrough(internet);
      assertEquals("", balancer.errors());
      assertEquals(502, Http.send(PORT, "POST /gone", "", "text").status());
      // The check comes round every ten seconds of its clock, while requests go on.
      ill.set("server1");
      balancer.awaitLine("Health check http://server1:8080: ✗");
      for (int i = 0; i < 4; i++) {
        assertFalse(Http.send(PORT, "GET /" + i).body().contains("server1"));
      }
      balancer.terminate();
      assertEquals(0, balancer.status(), balancer::errors);
      assertTrue(
          balancer.errors().startsWith("error in handler: The connection was closed before"),
          balancer::errors);
    }
  }

  private static void answersComeFromHealthyBackends(Internet internet) throws IOException {
    var backends = new TreeSet<String>();
    for (int i = 0; i < 4; i++) {
      var answer = Http.send(PORT, "GET /" + i);
      assertEquals(200, answer.status(), answer::toString);
      backends.add(answer.body());
    }
    assertEquals("[GET http://server1:8080, GET http://server3:8080]", backends.toString());
    assertEquals(4, internet.requests().stream().filter(r -> !r.url().endsWith("/health")).count());
  }

  private static void headersAndBodiesPassThrough(Internet internet) throws IOException {
    var created = Http.send(PORT, "POST /echo", "X-Color: blue\r\nTE: trailers\r\n", "grün");
    assertEquals(201, created.status());
    assertEquals("grün", created.body());
    assertEquals("yes", created.header("x-backend"));
    // Checks go on meanwhile.
    var request =
        internet.requests().stream()
            .filter(each -> each.method().equals("POST"))
            .reduce((first, later) -> later)
            .orElseThrow();
    assertEquals("POST", request.method());
    assertEquals("blue", request.field("x-color"));
    assertEquals("", request.field("te"));
    assertTrue(request.field("host").startsWith("server"), request::head);
    var head = Http.send(PORT, "HEAD /echo");
    assertEquals("24", head.header("content-length"));
    assertEquals("", head.body());
  }

  private static Internet.Answer backend(Internet.Request request, String ill) throws IOException {
    if (request.url().endsWith("/health")) {
      return Internet.Answer.text(request.url().contains(ill) ? 500 : 200, "");
    }
    if (request.url().endsWith("/gone")) {
      throw new IOException("gone");
    }
    if (request.method().equals("POST")) {
      return Internet.Answer.of(
          201,
          "X-Backend: yes\nKeep-Alive: timeout=5\n",
          request.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    String origin = request.url().substring(0, request.url().lastIndexOf('/'));
    return Internet.Answer.text(200, request.method() + " " + origin);
  }

  private static void needsPort() {
    try (var socket = new ServerSocket(PORT)) {
      assertEquals(PORT, socket.getLocalPort());
    } catch (IOException refused) {
      abort("The text of the book needs port 80: " + refused.getMessage());
    }
  }
}
