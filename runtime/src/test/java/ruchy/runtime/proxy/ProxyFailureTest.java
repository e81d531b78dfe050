package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.wire.Wire;

/// What `http::proxy` does when one of the two sides fails.
@Timeout(60)
class ProxyFailureTest {
  private static final String[] GET = {
    ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"
  };

  private final Front front = new Front();

  @AfterEach
  void close() {
    front.close();
  }

  @Test
  void a_backend_that_cannot_be_reached_answers_502() throws IOException {
    var gone = new RawBackend(wire -> {});
    gone.close();
    try (var client = front.client(gone)) {
      assertEquals(502, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
      Wire.Message json =
          client.ask("POST / HTTP/1.1\nHost: x\nAccept: application/json\nContent-Length: 2\n\nab");
      assertEquals(502, json.status());
      assertTrue(json.body().contains("\"status\":502"), json.body());
    }
  }

  @Test
  void a_backend_that_closes_or_talks_nonsense_answers_502() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  Wire.Message head = wire.head();
                  if (head.start().contains("/nonsense")) {
                    wire.send("SSH-2.0-x\n\n");
                  } else if (head.start().contains("/switch")) {
                    wire.send("HTTP/1.1 101 Switching Protocols\nUpgrade: x\n\n");
                  } else if (head.start().contains("/long")) {
                    wire.send("HTTP/1.1 200 OK\nX: " + "a".repeat(100_000) + "\n\n");
                  }
                });
        var client = front.client(backend)) {
      for (String path : List.of("/close", "/nonsense", "/switch", "/long")) {
        assertEquals(502, client.ask("GET " + path + " HTTP/1.1\nHost: x\n\n").status(), path);
      }
    }
  }

  @Test
  void a_backend_that_says_nothing_answers_504() throws IOException {
    try (var backend = new RawBackend(Wire::awaitEnd);
        var client = front.client(backend, "timeout", 200L)) {
      assertEquals(504, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
      assertEquals(504, client.ask("POST / HTTP/1.1\nHost: x\nContent-Length: 1\n\nx").status());
    }
  }

  @Test
  void an_answer_that_breaks_off_is_not_ended_properly() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  Wire.Message head = wire.head();
                  wire.send(
                      head.start().contains("/chunked")
                          ? "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"
                          : "HTTP/1.1 200 OK\nContent-Length: 10\n\nhello");
                });
        var client = front.client(backend)) {
      client.send("GET /length HTTP/1.1\nHost: x\n\n");
      client.head();
      assertEquals("hello", client.text(5));
      assertTrue(client.isClosed());
      try (var second = Wire.to(front.server.port())) {
        second.send("GET /chunked HTTP/1.1\nHost: x\n\n");
        assertThrows(IOException.class, second::read);
      }
    }
  }

  @Test
  void a_backend_that_stops_in_the_middle_is_cut_off() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\nContent-Length: 10\n\nhello");
                  wire.awaitEnd();
                });
        var client = front.client(backend, "idle_timeout", 200L)) {
      client.send("GET / HTTP/1.1\nHost: x\n\n");
      client.head();
      assertEquals("hello", client.text(5));
      assertTrue(client.isClosed());
    }
  }

  private static void sendEndlessly(Wire wire) throws IOException {
    wire.head();
    wire.send("HTTP/1.1 200 OK\nContent-Length: 1000000000000\n\n");
    byte[] piece = new byte[1 << 16];
    while (true) {
      wire.sendBytes(piece);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/2"})
  void a_client_that_takes_nothing_is_let_go(String version) throws Exception {
    front.server.setSendTimeout(200);
    var ended = new CountDownLatch(1);
    try (var backend =
        new RawBackend(
            wire -> {
              try {
                sendEndlessly(wire);
              } finally {
                ended.countDown();
              }
            })) {
      if (version.equals("HTTP/2")) {
        try (var client = front.http2(backend)) {
          var _ = client.begin(true, GET);
          ended.await();
        }
      } else {
        try (var client = front.client(backend)) {
          client.send("GET / HTTP/1.1\nHost: x\n\n");
          ended.await();
        }
      }
    }
  }

  @Test
  void a_client_that_takes_its_time_does_not_end_the_answer() throws Exception {
    int length = 30_000_000;
    try (var backend =
            new RawBackend(
                wire -> {
                  boolean isWhole = wire.head().start().contains("/whole");
                  wire.send("HTTP/1.1 200 OK\nContent-Length: " + length + "\n\n");
                  wire.sendBytes(new byte[isWhole ? length : 1]);
                  wire.awaitEnd();
                });
        var client = front.client(backend, "idle_timeout", 200L)) {
      client.send("GET /whole HTTP/1.1\nHost: x\n\n");
      client.head();
      for (int i = 0; i < 3; i++) {
        // The limit of the backend is over when this ends.
        try (var other = Wire.to(front.server.port())) {
          other.send("GET /begin HTTP/1.1\nHost: x\n\n");
          other.head();
          assertEquals("\0", other.text(1));
          assertTrue(other.isClosed());
        }
      }
      assertEquals(length, client.text(length).length());
    }
  }

  @Test
  void a_client_that_goes_away_ends_the_request_at_the_backend() throws Exception {
    var began = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var backend =
        new RawBackend(
            wire -> {
              wire.head();
              began.countDown();
              if (wire.isClosed()) {
                ended.countDown();
              }
            })) {
      try (var client = front.client(backend)) {
        client.send("GET / HTTP/1.1\nHost: x\n\n");
        assertTrue(began.await(20, TimeUnit.SECONDS));
      }
      assertTrue(ended.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_connection_that_the_backend_has_closed_meanwhile_is_replaced() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.read();
                  wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
                  wire.head();
                });
        var client = front.client(backend)) {
      for (int i = 0; i < 5; i++) {
        assertEquals("ok", client.ask("GET / HTTP/1.1\nHost: x\n\n").body());
      }
      assertEquals(5, backend.connections.get());
    }
  }

  @Test
  void requests_beyond_the_connections_wait_and_those_beyond_the_queue_are_refused()
      throws Exception {
    var free = new CountDownLatch(1);
    try (var backend =
        new RawBackend(
            wire -> {
              while (true) {
                wire.read();
                free.await(20, TimeUnit.SECONDS);
                wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
              }
            })) {
      front.server.all(
          "*", ProxyModule.proxy(backend.url(), Front.options("connections", 1L, "queue", 1L)));
      front.server.listen();
      List<Wire> clients = new java.util.ArrayList<>();
      int loops = Engine.loops().size();
      BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
      // Each event loop has one connection and one place to wait: among three for each some loop
      // has too many.
      int count = 3 * loops;
      for (int i = 0; i < count; i++) {
        Wire client = Wire.to(front.server.port());
        clients.add(client);
        client.send("GET / HTTP/1.1\nHost: x\n\n");
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    statuses.add(client.read().status());
                  } catch (IOException closed) {
                    statuses.add(-1);
                  }
                });
      }
      assertEquals(503, statuses.take());
      free.countDown();
      int served = 0;
      for (int i = 1; i < count; i++) {
        served += statuses.take() == 200 ? 1 : 0;
      }
      assertTrue(served >= 2, "served " + served);
      for (Wire client : clients) {
        client.close();
      }
    }
  }
}
