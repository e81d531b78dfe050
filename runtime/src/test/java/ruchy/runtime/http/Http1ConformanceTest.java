package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.proxy.ProxyModule;
import ruchy.runtime.value.HashMapValue;

/// What RFC 9110 and RFC 9112 say of requests and their answers, rule by rule and each with its
/// section: the dialogues of the folder `http1`, with a server alone and with one behind a proxy,
/// which must be the same to clients. `SmugglingTest` tries the spellings of what must be refused.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http1ConformanceTest {
  private static final Server SERVER = Server.create("127.0.0.1:0");
  private static final Server FRONT = Server.create("127.0.0.1:0");
  private static final AtomicInteger NEVER = new AtomicInteger();

  @BeforeAll
  static void listen() {
    SERVER.maxBody("/", 1000);
    SERVER.get("/only-get", handler((req, res) -> res.text("hello")));
    SERVER.get("/empty", handler((req, res) -> res.status(204).send()));
    SERVER.get("/same", handler((req, res) -> res.status(304).header("ETag", "\"a\"").send()));
    SERVER.get(
        "/pieces", handler(true, false, (req, res) -> res.write("one").write("two").end("three")));
    SERVER.all("/field", handler((req, res) -> res.text(req.header("X"))));
    SERVER.all("/host", handler((req, res) -> res.text(req.header("Host"))));
    SERVER.all(
        "/never",
        handler(
            (req, res) -> {
              NEVER.incrementAndGet();
              return res.send();
            }));
    for (String path : List.of("/", "/a", "/1", "/2", "/3", "/4", "/next")) {
      SERVER.all(
          path,
          handler(
              (req, res) -> res.text((req.method() + " " + req.url() + " " + req.text()).strip())));
    }
    SERVER.listen();
    FRONT.all(
        "*",
        ProxyModule.proxy(
            "http://127.0.0.1:" + SERVER.port(), HashMapValue.of("preserve_host", true)));
    FRONT.listen();
  }

  @AfterAll
  static void close() {
    FRONT.close();
    SERVER.close();
  }

  @TestFactory
  Stream<DynamicTest> messages() throws IOException {
    return cases("messages.txt");
  }

  @TestFactory
  Stream<DynamicTest> request_lines() throws IOException {
    return cases("request-lines.txt");
  }

  @TestFactory
  Stream<DynamicTest> targets() throws IOException {
    return cases("targets.txt");
  }

  @TestFactory
  Stream<DynamicTest> hosts() throws IOException {
    return cases("hosts.txt");
  }

  @TestFactory
  Stream<DynamicTest> fields() throws IOException {
    return cases("fields.txt");
  }

  @TestFactory
  Stream<DynamicTest> lengths() throws IOException {
    return cases("lengths.txt");
  }

  @TestFactory
  Stream<DynamicTest> codings() throws IOException {
    return cases("codings.txt");
  }

  @TestFactory
  Stream<DynamicTest> chunks() throws IOException {
    return cases("chunks.txt");
  }

  @TestFactory
  Stream<DynamicTest> answers() throws IOException {
    return cases("answers.txt");
  }

  @TestFactory
  Stream<DynamicTest> connections() throws IOException {
    return cases("connections.txt");
  }

  private static Stream<DynamicTest> cases(String file) throws IOException {
    List<DynamicTest> cases = new ArrayList<>();
    for (Dialogue each : Dialogue.of(file)) {
      cases.add(dynamicTest(each.name(), () -> hold(each, SERVER)));
      if (!each.name().endsWith("(without proxy)")) {
        cases.add(dynamicTest(each.name() + " (through a proxy)", () -> hold(each, FRONT)));
      }
    }
    return cases.stream();
  }

  private static void hold(Dialogue dialogue, Server server) throws IOException {
    dialogue.hold((int) server.port());
    assertEquals(0, NEVER.getAndSet(0), "a hidden request was read");
  }
}
