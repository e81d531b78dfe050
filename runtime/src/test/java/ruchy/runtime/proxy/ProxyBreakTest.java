package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.wire.Wire;

/// What `http::proxy` makes of connections that end in the middle, or earlier than usual.
@Timeout(60)
class ProxyBreakTest {
  private static final int LARGE = 8 << 20;

  private final Front front = new Front();

  @AfterEach
  void close() {
    front.close();
  }

  private static void reset(Wire wire) throws IOException {
    wire.socket().setSoLinger(true, 0);
    wire.close();
  }

  /// Bytes that tell where they belong.
  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8) * 7 + (i >> 16));
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({"1.1,false", "1.1,true", "1.0,false"})
  void an_answer_that_is_reset_in_the_middle_never_looks_complete(String version, boolean isReset)
      throws IOException {
    var passedOn = new Semaphore(0);
    try (var backend =
        new RawBackend(
            wire -> {
              Wire.Message head = wire.head();
              wire.send(
                  head.start().contains("/chunked")
                      ? "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"
                      : "HTTP/1.1 200 OK\nContent-Length: 10\n\nhello");
              passedOn.acquire();
              if (isReset) {
                reset(wire);
              }
            })) {
      front.client(backend).close();
      for (String path : new String[] {"/length", "/chunked"}) {
        try (var client = Wire.to(front.server.port())) {
          client.send("GET " + path + " HTTP/" + version + "\nHost: x\n\n");
          Wire.Message head = client.head();
          assertEquals(200, head.status());
          boolean isRaw = head.field("transfer-encoding").isEmpty();
          assertEquals(version.equals("1.0") || path.equals("/length"), isRaw);
          if (isRaw) {
            assertEquals("hello", client.text(5));
          } else {
            assertEquals("5", client.line());
            assertEquals("hello", client.line());
          }
          passedOn.release();
          if (isRaw && head.field("content-length").isEmpty()) {
            // Nothing but a reset tells that this is not the end.
            assertThrows(SocketException.class, () -> client.text(1));
          } else {
            assertTrue(client.isClosed());
          }
        }
      }
    }
  }

  @Test
  void a_client_of_http_1_0_gets_chunks_as_they_are_without_their_frame() throws IOException {
    try (var backend =
            RawBackend.answering(
                request ->
                    "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\nX-T: 1\n\n");
        var client = front.client(backend)) {
      Wire.Message answer = client.ask("GET / HTTP/1.0\nHost: x\n\n");
      assertEquals("", answer.field("transfer-encoding"));
      assertEquals("abcde", answer.body());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_slow_client_gets_all_of_an_answer_whose_backend_has_gone(boolean hasLength)
      throws Exception {
    byte[] body = pattern(LARGE);
    var gone = new CountDownLatch(1);
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send(
                      "HTTP/1.1 200 OK\n"
                          + (hasLength ? "Content-Length: " + LARGE : "Connection: close")
                          + "\n\n");
                  wire.sendBytes(body);
                  wire.close();
                  gone.countDown();
                });
        var client = front.client(backend)) {
      client.send("GET / HTTP/1.1\nHost: x\n\n");
      Wire.Message head = client.head();
      byte[] got;
      if (hasLength) {
        // The first half is read while the backend still writes, the rest after it has gone.
        byte[] first = client.in().readNBytes(LARGE / 2);
        got = Arrays.copyOf(first, LARGE);
        assertEquals(LARGE / 2, client.in().readNBytes(got, LARGE / 2, LARGE / 2));
      } else {
        assertEquals("chunked", head.field("transfer-encoding"));
        got = client.chunkBytes();
      }
      assertTrue(Arrays.equals(body, got));
      assertTrue(gone.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void an_answer_before_the_end_of_the_body_is_complete_and_ends_the_connection() throws Exception {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.text(1000);
                  wire.send("HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nno");
                  wire.awaitEnd();
                });
        var client = front.client(backend)) {
      client.send("POST / HTTP/1.1\nHost: x\nContent-Length: " + LARGE + "\n\n");
      client.sendBytes(new byte[1000]);
      Wire.Message answer = client.read();
      assertEquals(403, answer.status());
      assertEquals("no", answer.body());
      assertEquals("close", answer.field("connection"));
      // What the client still sends is not taken for a request, and does not destroy the answer.
      OutputStream out = client.socket().getOutputStream();
      try {
        out.write(new byte[LARGE - 1000]);
        client.send("GET /second HTTP/1.1\nHost: x\n\n");
      } catch (SocketException closed) {
        // It need not take all of it.
      }
      assertTrue(client.isClosed());
      assertEquals(1, backend.connections.get());
    }
  }

  @Test
  void a_backend_that_closes_its_half_after_the_answer_is_not_used_again() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
                  wire.socket().shutdownOutput();
                  wire.awaitEnd();
                });
        var client = front.client(backend)) {
      for (int i = 0; i < 3; i++) {
        assertEquals("ok", client.ask("POST / HTTP/1.1\nHost: x\nContent-Length: 0\n\n").body());
      }
      assertEquals(3, backend.connections.get());
    }
  }

  @Test
  void a_backend_that_closes_its_half_before_the_answer_answers_502() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.socket().shutdownOutput();
                  wire.awaitEnd();
                });
        var client = front.client(backend)) {
      assertEquals(502, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
      assertEquals(1, backend.connections.get());
    }
  }

  @ParameterizedTest
  @CsvSource({"POST,1,502", "PATCH,1,502", "GET,2,200", "PUT,2,200", "DELETE,2,200"})
  void only_what_does_no_harm_is_sent_again(String method, int sent, int status)
      throws IOException {
    var requests = new AtomicInteger();
    try (var backend =
            new RawBackend(
                wire -> {
                  while (true) {
                    Wire.Message request = wire.read();
                    if (!request.start().contains("/race")) {
                      wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
                    } else if (requests.incrementAndGet() > 1) {
                      wire.send("HTTP/1.1 200 OK\nContent-Length: 5\n\nagain");
                    } else {
                      // Just as if it had closed its idle connection before.
                      return;
                    }
                  }
                });
        var client = front.client(backend)) {
      assertEquals("ok", client.ask("GET / HTTP/1.1\nHost: x\n\n").body());
      Wire.Message answer = client.ask(method + " /race HTTP/1.1\nHost: x\nContent-Length: 0\n\n");
      assertEquals(status, answer.status());
      assertEquals(sent, requests.get());
    }
  }

  @Test
  void a_request_whose_answer_had_begun_is_not_sent_again() throws IOException {
    var requests = new AtomicInteger();
    try (var backend =
            new RawBackend(
                wire -> {
                  while (true) {
                    Wire.Message request = wire.read();
                    if (request.start().contains("/race")) {
                      requests.incrementAndGet();
                      wire.send("HTTP/1.1 200 OK\nContent-Length: 10\n\nhello");
                      return;
                    }
                    wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
                  }
                });
        var client = front.client(backend)) {
      assertEquals("ok", client.ask("GET / HTTP/1.1\nHost: x\n\n").body());
      client.send("GET /race HTTP/1.1\nHost: x\n\n");
      assertEquals(200, client.head().status());
      assertEquals("hello", client.text(5));
      assertTrue(client.isClosed());
      assertEquals(1, requests.get());
    }
  }

  /// A backend that tells when the connection of a request has come to its end.
  private static RawBackend watching(CountDownLatch begun, CountDownLatch ended, String answer)
      throws IOException {
    return new RawBackend(
        wire -> {
          wire.head();
          wire.send(answer);
          begun.countDown();
          try {
            wire.awaitEnd();
          } catch (SocketException reset) {
            // That is an end too.
          }
          ended.countDown();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "GET,''",
    "GET,'HTTP/1.1 200 OK\nContent-Length: 10\n\nhello'",
    "POST,''",
    "POST,'HTTP/1.1 200 OK\nContent-Length: 10\n\nhello'"
  })
  void a_client_that_goes_ends_the_exchange_at_the_backend(String method, String answer)
      throws Exception {
    var begun = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var backend = watching(begun, ended, answer)) {
      try (var client = front.client(backend)) {
        client.send(method + " / HTTP/1.1\nHost: x\n");
        client.send(method.equals("POST") ? "Content-Length: 10\n\nabc" : "\n");
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        if (!answer.isEmpty()) {
          assertEquals(200, client.head().status());
        }
      }
      assertTrue(ended.await(20, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,''",
    "true,'HTTP/1.1 200 OK\nContent-Length: 10\n\nhello'",
    "false,''",
    "false,'HTTP/1.1 200 OK\nContent-Length: 10\n\nhello'"
  })
  void a_stream_that_its_client_resets_ends_the_exchange_at_the_backend(
      boolean isWhole, String answer) throws Exception {
    var begun = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var backend = watching(begun, ended, answer);
        var client = front.http2(backend)) {
      String method = isWhole ? "GET" : "POST";
      int stream =
          client.begin(
              isWhole, ":method", method, ":scheme", "http", ":path", "/", ":authority", "a");
      assertTrue(begun.await(20, TimeUnit.SECONDS));
      if (!answer.isEmpty()) {
        assertEquals("hello", client.part(stream));
      }
      client.send(3, 0, stream, new byte[] {0, 0, 0, 8});
      assertTrue(ended.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void the_last_bytes_of_another_protocol_arrive_although_the_backend_has_gone() throws Exception {
    byte[] bytes = pattern(LARGE);
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 101 Switching\nConnection: Upgrade\nUpgrade: line\n\n");
                  wire.sendBytes(bytes);
                });
        var client = front.client(backend)) {
      client.send("GET / HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: line\n\n");
      assertEquals(101, client.head().status());
      byte[] first = client.in().readNBytes(1000);
      byte[] rest = client.in().readAllBytes();
      byte[] got = Arrays.copyOf(first, first.length + rest.length);
      System.arraycopy(rest, 0, got, first.length, rest.length);
      assertEquals(bytes.length, got.length);
      assertTrue(Arrays.equals(bytes, got));
    }
  }
}
