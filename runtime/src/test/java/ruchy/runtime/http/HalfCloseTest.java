package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.wire.Wire;

/// Clients that close their sending side after what they ask get their answers (RFC 9112, section
/// 9.6); those that close all of the connection are not waited for.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HalfCloseTest {
  private static final int ROUNDS = 20;
  private static final int LARGE = 8_000_000;

  private final Server server = Server.create("127.0.0.1:0");
  private final AtomicInteger begun = new AtomicInteger();
  private final CountDownLatch hasLeft = new CountDownLatch(1);

  private static void pause() {
    Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @BeforeEach
  void listen() {
    server.all("/plain", handler((req, res) -> "plain " + req.text()));
    server.all("/shares", handler(false, true, (req, res) -> "shares"));
    for (boolean shares : new boolean[] {false, true}) {
      server.all(
          "/waits" + (shares ? "/shares" : ""),
          handler(
              true,
              shares,
              (req, res) -> {
                begun.incrementAndGet();
                pause();
                return "waits " + req.query("n") + req.text();
              }));
    }
    server.get(
        "/pieces",
        handler(
            true,
            false,
            (req, res) -> {
              for (int i = 0; i < 5; i++) {
                res.write("piece " + i + "\n");
                pause();
              }
              return res.end();
            }));
    server.get("/large", handler((req, res) -> "x".repeat(LARGE)));
    server.get(
        "/large/waits",
        handler(
            true,
            false,
            (req, res) -> {
              pause();
              return "x".repeat(LARGE);
            }));
    server.get(
        "/endless",
        handler(
            true,
            false,
            (req, res) -> {
              try {
                while (true) {
                  res.write("more\n");
                  pause();
                }
              } catch (Failure gone) {
                hasLeft.countDown();
                throw gone;
              }
            }));
    server.get(
        "/events",
        handler(
            true,
            false,
            (req, res) -> {
              Events events = res.events();
              begun.incrementAndGet();
              events.send("first");
              events.awaitEnd();
              hasLeft.countDown();
              return null;
            }));
    server.get(
        "/ticks",
        handler(
            true,
            false,
            (req, res) -> {
              Events events = res.events();
              for (int i = 0; i < 5; i++) {
                events.send("tick");
                pause();
              }
              return null;
            }));
    server.listen();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String request(String path) {
    return "GET " + path + " HTTP/1.1\nHost: a\n\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/plain", "/shares", "/waits", "/waits/shares"})
  void the_answer_comes_whatever_the_function_does(String path) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      try (Wire client = Wire.to(server.port())) {
        client.send(request(path));
        client.endOutput();
        Wire.Message answer = client.read();
        assertEquals(200, answer.status());
        assertTrue(answer.body().startsWith(path.split("/", -1)[1]), answer.body());
        assertTrue(client.isClosed());
      }
    }
  }

  @Test
  void a_body_may_come_before() throws IOException {
    for (String path : new String[] {"/plain", "/waits"}) {
      try (Wire client = Wire.to(server.port())) {
        client.send("POST " + path + " HTTP/1.1\nHost: a\nContent-Length: 4\n\nbody");
        client.endOutput();
        assertTrue(client.read().body().endsWith("body"));
        assertTrue(client.isClosed());
      }
      try (Wire client = Wire.to(server.port())) {
        client.send(
            "POST " + path + " HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n4\nbody\n0\n\n");
        client.endOutput();
        assertTrue(client.read().body().endsWith("body"));
        assertTrue(client.isClosed());
      }
    }
  }

  @Test
  void the_last_answer_says_that_it_is_the_last() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/waits"));
      client.endOutput();
      assertEquals("close", client.read().field("connection"));
    }
  }

  @Test
  void an_answer_in_pieces_is_complete() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/pieces"));
      client.endOutput();
      assertEquals(200, client.head().status());
      assertEquals("piece 0\npiece 1\npiece 2\npiece 3\npiece 4\n", client.chunks());
      assertTrue(client.isClosed());
    }
  }

  @Test
  void an_answer_that_does_not_fit_into_the_socket_is_complete() throws IOException {
    for (String path : new String[] {"/large", "/large/waits"}) {
      try (Wire client = Wire.to(server.port())) {
        client.send(request("/waits") + request(path) + request(path) + request("/waits"));
        client.endOutput();
        assertEquals("waits null", client.read().body());
        assertEquals(LARGE, client.read().body().length());
        assertEquals(LARGE, client.read().body().length());
        assertEquals("waits null", client.read().body());
        assertTrue(client.isClosed());
      }
    }
  }

  @Test
  void requests_in_a_row_are_all_answered() throws IOException {
    for (String path : new String[] {"/waits", "/plain"}) {
      try (Wire client = Wire.to(server.port())) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 30; i++) {
          all.append(request(path + "?n=" + i));
        }
        client.send(all.toString());
        client.endOutput();
        for (int i = 0; i < 30; i++) {
          Wire.Message answer = client.read();
          assertEquals(path.equals("/plain") ? "plain " : "waits " + i, answer.body());
          if (path.equals("/waits")) {
            assertEquals(i == 29 ? "close" : "", answer.field("connection"));
          }
        }
        assertTrue(client.isClosed());
      }
    }
  }

  @Test
  void requests_of_all_kinds_in_a_row_are_answered() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/waits?n=1") + request("/pieces") + request("/plain") + "bad\n\n");
      client.endOutput();
      assertEquals("waits 1", client.read().body());
      assertEquals(200, client.head().status());
      assertTrue(client.chunks().endsWith("piece 4\n"));
      assertEquals("plain ", client.read().body());
      assertEquals(400, client.read().status());
      assertTrue(client.isClosed());
    }
  }

  @Test
  void what_is_not_complete_is_no_request() throws IOException {
    for (String half :
        new String[] {
          "",
          "GET /wai",
          "POST /waits HTTP/1.1\nHost: a\nContent-Length: 4\n\nbo",
          "POST /waits HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n4\nbo"
        }) {
      try (Wire client = Wire.to(server.port())) {
        client.send(half);
        client.endOutput();
        assertTrue(client.isClosed(), half);
      }
      try (Wire client = Wire.to(server.port())) {
        client.send(request("/waits?n=1") + half);
        client.endOutput();
        assertEquals("waits 1", client.read().body());
        assertTrue(client.isClosed(), half);
      }
    }
    assertEquals(4, begun.get());
  }

  @Test
  void a_connection_without_a_request_ends_at_once() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      assertEquals("plain ", client.ask(request("/plain")).body());
      client.endOutput();
      assertTrue(client.isClosed());
    }
  }

  @Test
  void events_go_on() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/ticks"));
      client.endOutput();
      assertEquals(200, client.head().status());
      String events = client.chunks().replaceAll("(?m)^:\n\n", "");
      assertEquals("data: tick\n\n".repeat(5), events);
      assertTrue(client.isClosed());
    }
  }

  @Test
  void a_client_of_events_that_has_gone_is_noticed_at_once() throws Exception {
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/events"));
      assertEquals(200, client.head().status());
      assertEquals("data: first\n\n", client.chunk());
    }
    // Long before the next sign of life, which is sent every 15 seconds.
    assertTrue(hasLeft.await(10, TimeUnit.SECONDS));
  }

  @Test
  void who_writes_to_a_client_that_has_gone_hears_of_it() throws Exception {
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/endless"));
      assertEquals(200, client.head().status());
    }
    assertTrue(hasLeft.await(20, TimeUnit.SECONDS));
  }

  @Test
  void a_request_that_has_ended_its_side_is_waited_for_when_the_server_ends() throws Exception {
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/pieces"));
      client.endOutput();
      assertEquals(200, client.head().status());
      server.close();
      assertTrue(client.chunks().endsWith("piece 4\n"));
      assertTrue(client.isClosed());
    }
    server.awaitClosed();
    assertThrows(IOException.class, () -> Wire.to(server.port()));
    assertFalse(server.isListening());
  }
}
