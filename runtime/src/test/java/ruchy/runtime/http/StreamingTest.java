package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.wire.Wire;

/// Answers that leave piece by piece, and server-sent events.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamingTest {
  private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

  /// RFC 9113, section 7.
  private static final int INTERNAL_ERROR = 2;

  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private Wire asked(String request, Handlers.Two body) throws IOException {
    server.get("/", handler(true, false, body));
    server.listen();
    Wire client = Wire.to(server.port());
    client.send(request);
    return client;
  }

  @Test
  void a_piece_arrives_before_the_next_one_is_written() throws Exception {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              res.status(201).header("X-A", "1").write("one");
              mayGoOn.await();
              return res.end(HashMapValue.of("two", 2L));
            })) {
      Wire.Message head = client.head();
      assertEquals(201, head.status());
      assertEquals("1", head.field("x-a"));
      assertEquals("text/plain; charset=utf-8", head.field("content-type"));
      assertEquals("one", client.chunk());
      mayGoOn.countDown();
      assertEquals("{\"two\":2}", client.chunks());
      client.send("GET /no HTTP/1.1\nHost: a\n\n");
      assertEquals(404, client.read().status());
    }
  }

  @Test
  void an_answer_that_was_begun_ends_with_its_function() throws Exception {
    try (Wire client = asked(GET, (req, res) -> res.write("one").write("two"))) {
      assertEquals("chunked", client.head().field("transfer-encoding"));
      assertEquals("onetwo", client.chunks());
    }
  }

  @Test
  void a_source_is_sent_piece_by_piece() throws Exception {
    try (Wire client = asked(GET, (req, res) -> res.stream(ListValue.of("a", 1L, "b")))) {
      client.head();
      assertEquals("a1b", client.chunks());
    }
  }

  @Test
  void what_is_no_source_is_an_error() throws Exception {
    try (Wire client = asked(GET, (req, res) -> res.text(message(() -> res.stream(1L))))) {
      assertEquals("res.stream expects an iterable or a function", client.read().body());
    }
  }

  @Test
  void a_declared_length_is_kept() throws Exception {
    try (Wire client =
        asked(GET, (req, res) -> res.header("Content-Length", 6L).write("one").write("two"))) {
      Wire.Message answer = client.read();
      assertEquals("onetwo", answer.body());
      assertEquals("", answer.field("transfer-encoding"));
    }
  }

  @Test
  void an_answer_of_http_1_0_ends_with_its_connection() throws Exception {
    try (Wire client =
        asked(
            "GET / HTTP/1.0\nConnection: keep-alive\n\n",
            (req, res) -> res.write("one").write("two"))) {
      assertEquals("", client.head().field("transfer-encoding"));
      assertEquals("onetwo", client.rest());
    }
  }

  @Test
  void an_answer_to_head_has_no_pieces() throws Exception {
    try (Wire client = asked("HEAD / HTTP/1.1\nHost: a\n\n", (req, res) -> res.write("one"))) {
      assertEquals(200, client.read(true).status());
      client.send("GET /no HTTP/1.1\nHost: a\n\n");
      assertEquals(404, client.read().status());
    }
  }

  @Test
  void an_error_in_the_middle_is_seen_by_the_client_of_http2() throws Exception {
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              res.write("one");
              throw Failure.of("no luck");
            }));
    server.listen();
    try (var client = new RawHttp2Client(server.port())) {
      RawHttp2Client.Answer answer = client.get("/");
      assertEquals("one", answer.body());
      assertEquals(INTERNAL_ERROR, answer.error(), "without an error it would be a proper end");
    }
  }

  @Test
  void an_error_in_the_middle_is_seen_by_the_client() throws Exception {
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              res.write("one");
              throw Failure.of("no luck");
            })) {
      client.head();
      assertEquals("one", client.chunk());
      assertTrue(client.isClosed(), "a last chunk would say that the answer is complete");
    }
  }

  @Test
  void a_second_answer_names_the_first() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              res.write("one");
              seen.add(message(() -> res.json(1L)));
              seen.add(message(() -> res.status(404)));
              res.end();
              seen.add(message(() -> res.write("two")));
              return null;
            })) {
      client.head();
      assertEquals("one", client.chunks());
      String sent = "the response was already sent by res.write with status 200";
      assertEquals("res.json comes too late: " + sent, seen.take());
      assertEquals("res.status comes too late: " + sent, seen.take());
      assertEquals("res.write comes too late: " + sent, seen.take());
    }
  }

  @Test
  void who_writes_waits_for_a_client_that_does_not_read() throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch ended = new CountDownLatch(1);
    String piece = "x".repeat(1 << 16);
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              try {
                while (true) {
                  res.write(piece);
                  written.addAndGet(piece.length());
                }
              } finally {
                ended.countDown();
              }
            })) {
      client.head();
      long before = -1;
      while (written.get() != before) {
        before = written.get();
        assertFalse(ended.await(200, TimeUnit.MILLISECONDS));
      }
      assertTrue(before < 64 << 20, "written without being read: " + before);
    }
    ended.await();
  }

  @Test
  void a_client_that_never_reads_is_given_up() throws Exception {
    server.setSendTimeout(100);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    String piece = "x".repeat(1 << 20);
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              seen.add(
                  message(
                      () -> {
                        while (true) {
                          res.write(piece);
                        }
                      }));
              return null;
            })) {
      assertEquals("Timed out after 100 ms", seen.take());
      client.head();
    }
  }

  @Test
  void events_have_names_ids_and_lines() throws Exception {
    try (Wire client =
        asked(
            "GET / HTTP/1.1\nHost: a\nLast-Event-ID: 6\n\n",
            (req, res) -> {
              Events events = res.events();
              events.send("a\nb", HashMapValue.of("event", "news", "id", 7L, "retry", 2000L));
              events.send(HashMapValue.of("after", events.lastId()));
              return null;
            })) {
      assertEquals("text/event-stream", client.head().field("content-type"));
      assertEquals(
          "event: news\nid: 7\nretry: 2000\ndata: a\ndata: b\n\ndata: {\"after\":\"6\"}\n\n",
          client.chunks());
    }
  }

  @Test
  void an_event_cannot_become_another() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              Events events = res.events();
              seen.add(message(() -> events.send("a", HashMapValue.of("id", "1\ndata: b"))));
              seen.add(message(() -> events.send("a", HashMapValue.of("name", "b"))));
              seen.add(message(() -> events.send("a", HashMapValue.of("retry", "soon"))));
              return null;
            })) {
      client.head();
      assertEquals("The id of an event has no line breaks", seen.take());
      assertEquals("Unknown option of send: 'name'", seen.take());
      assertEquals("The retry of an event is a number of milliseconds", seen.take());
      assertEquals("", client.chunks());
    }
  }

  @Test
  void a_silent_stream_of_events_shows_that_it_lives() throws Exception {
    BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              Events events = res.events(HashMapValue.of("heartbeat", 20L));
              events.awaitEnd();
              ended.add(events.isConnected());
              ended.add(events.send("late"));
              return null;
            })) {
      client.head();
      assertEquals(":\n\n", client.chunk());
      assertEquals(":\n\n", client.chunk());
    }
    assertFalse(ended.take());
    assertFalse(ended.take());
  }

  @Test
  void a_server_that_ends_sends_the_clients_of_events_away() throws Exception {
    try (Wire client =
        asked(
            GET,
            (req, res) -> {
              Events events = res.events();
              events.send("hello");
              events.awaitEnd();
              return null;
            })) {
      client.head();
      assertEquals("data: hello\n\n", client.chunk());
      server.close();
      assertEquals("", client.chunk());
      server.awaitClosed();
    }
  }

  private static String message(Runnable action) {
    try {
      action.run();
      return "no error";
    } catch (Failure failure) {
      return failure.message();
    }
  }
}
