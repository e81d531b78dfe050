package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.RawHttp2Client.Answer;

/// Clients of HTTP/2 that ask and do not read the answers.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2UnreadTest {
  private static final int CANCEL = 8;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int REQUESTS = 20;
  private static final int BYTES = 50_000;
  private static final String TEXT = "x".repeat(BYTES);
  private static final String[] GET = {
    ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"
  };
  private static final String[] POST = {
    ":method", "POST", ":scheme", "http", ":path", "/", ":authority", "a"
  };

  private final AtomicInteger begun = new AtomicInteger();
  private final Server server = Server.create("127.0.0.1:0");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  private void serve(boolean waits, Handlers.Two body) {
    server.all(
        "/",
        handler(
            waits,
            false,
            (req, res) -> {
              begun.incrementAndGet();
              return body.call(req, res);
            }));
    server.listen();
  }

  private static void takeAll(RawHttp2Client client) throws IOException {
    client.windowOfStreams(1 << 20);
    client.update(0, 1 << 30);
  }

  @Test
  void requests_wait_while_a_quarter_of_the_limit_is_unread() throws IOException {
    server.setMaxUnsent(8 * BYTES);
    serve(false, (req, res) -> res.text(TEXT));
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      List<Integer> streams = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        streams.add(client.begin(true, GET));
      }
      client.ping();
      assertEquals(3, begun.get());
      client.update(0, 1 << 30);
      for (int stream : streams) {
        client.update(stream, BYTES);
        assertTakes(BYTES, client, stream);
      }
      assertEquals(REQUESTS, begun.get());
    }
  }

  @Test
  void the_bodies_of_requests_that_wait_are_complete() throws IOException {
    server.setMaxUnsent(BYTES);
    server.maxBody("/", 10);
    serve(
        true,
        (req, res) ->
            req.method().equals("GET")
                ? res.text(TEXT)
                : res.send(req.save(folder.resolve(req.header("x-name")).toString())));
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      int unread = client.begin(true, GET);
      client.ping();
      int small = client.begin(false, with(POST, "x-name", "small"));
      client.data(small, true, "abc");
      int large = client.begin(false, with(POST, "x-name", "large"));
      client.data(large, false, "abc".repeat(1000));
      client.ping();
      assertEquals(1, begun.get());
      takeAll(client);
      assertEquals(BYTES, client.answer(unread).body().length());
      assertEquals("3", client.answer(small).body());
      client.data(large, true, "abc".repeat(1000));
      assertEquals("6000", client.answer(large).body());
    }
  }

  @Test
  void events_of_a_request_that_has_waited_end_with_the_server() throws Exception {
    server.setMaxUnsent(BYTES);
    server.setGrace(600_000);
    server.post(
        "/events",
        handler(
            true,
            false,
            (req, res) -> {
              res.events().awaitEnd();
              return null;
            }));
    serve(false, (req, res) -> res.text(TEXT));
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      int unread = client.begin(true, GET);
      int waiting =
          client.begin(
              true, ":method", "POST", ":scheme", "http", ":path", "/events", ":authority", "a");
      Thread closing = Thread.ofVirtual().start(server::close);
      assertEquals(Integer.MAX_VALUE, client.goAway());
      takeAll(client);
      assertEquals(BYTES, client.answer(unread).body().length());
      assertEquals(200, client.answer(waiting).status());
      client.awaitEnd();
      closing.join();
    }
  }

  private static String[] with(String[] fields, String name, String value) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add(name);
    all.add(value);
    return all.toArray(String[]::new);
  }

  @Test
  void answers_beyond_the_limit_are_thrown_away() throws Exception {
    server.setMaxUnsent(8 * BYTES);
    var haveBegun = new CountDownLatch(REQUESTS);
    var mayAnswer = new CountDownLatch(1);
    serve(
        true,
        (req, res) -> {
          haveBegun.countDown();
          mayAnswer.await();
          return res.text(TEXT);
        });
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      List<Integer> streams = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        streams.add(client.begin(true, GET));
      }
      haveBegun.await();
      mayAnswer.countDown();
      Map<Integer, Integer> resets = client.resets(REQUESTS - 9);
      assertEquals(Set.of(ENHANCE_YOUR_CALM), Set.copyOf(resets.values()));
      streams.removeAll(resets.keySet());
      assertEquals(9, streams.size());
      takeAll(client);
      for (int stream : streams) {
        assertEquals(BYTES, client.answer(stream).body().length());
      }
    }
  }

  @Test
  void a_function_is_told_that_its_pieces_are_too_many() throws Exception {
    server.setMaxUnsent(8 * BYTES);
    var haveBegun = new CountDownLatch(REQUESTS);
    var mayAnswer = new CountDownLatch(1);
    var errors = new LinkedBlockingQueue<String>();
    serve(
        true,
        (req, res) -> {
          haveBegun.countDown();
          mayAnswer.await();
          try {
            return res.write(TEXT);
          } catch (Failure failure) {
            errors.add(failure.message());
            throw failure;
          }
        });
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      for (int i = 0; i < REQUESTS; i++) {
        client.begin(true, GET);
      }
      haveBegun.await();
      mayAnswer.countDown();
      for (int i = 0; i < REQUESTS - 9; i++) {
        assertEquals(
            "The answer was cut off: its client leaves more unread than max_unsent allows",
            errors.take());
      }
    }
  }

  @Test
  void a_large_answer_has_no_other_one_thrown_away() throws Exception {
    server.setMaxUnsent(8 * BYTES);
    var haveBegun = new CountDownLatch(2);
    var isAnswered = new CountDownLatch(1);
    serve(
        true,
        (req, res) -> {
          haveBegun.countDown();
          if (req.method().equals("POST")) {
            haveBegun.await();
            Object answer = res.text(TEXT.repeat(20));
            isAnswered.countDown();
            return answer;
          }
          isAnswered.await();
          return res.text(TEXT);
        });
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      int large = client.begin(true, POST);
      int small = client.begin(true, GET);
      isAnswered.await();
      client.update(0, 1 << 30);
      client.update(small, BYTES);
      assertEquals(BYTES, client.answer(small).body().length());
      client.update(large, 20 * BYTES);
      assertTakes(20 * BYTES, client, large);
    }
  }

  @Test
  void what_a_client_has_taken_of_an_answer_no_longer_counts() throws IOException {
    server.setMaxUnsent(8 * BYTES);
    serve(false, (req, res) -> res.text(req.method().equals("POST") ? TEXT.repeat(20) : TEXT));
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      client.update(0, 1 << 30);
      int large = client.begin(true, POST);
      int small = client.begin(true, GET);
      client.ping();
      assertEquals(1, begun.get());
      client.update(large, 19 * BYTES);
      assertTakes(19 * BYTES, client, large);
      client.update(small, BYTES);
      assertTakes(BYTES, client, small);
      client.update(large, BYTES);
      assertTakes(BYTES, client, large);
    }
  }

  private static void assertTakes(int bytes, RawHttp2Client client, int stream) throws IOException {
    int taken = 0;
    while (taken < bytes) {
      String part = client.part(stream);
      assertTrue(!part.isEmpty(), "the answer has ended");
      taken += part.length();
    }
    assertEquals(bytes, taken);
  }

  @Test
  void a_request_that_is_reset_while_it_waits_is_never_begun() throws IOException {
    server.setMaxUnsent(BYTES);
    serve(false, (req, res) -> res.text(TEXT));
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      int first = client.begin(true, GET);
      int second = client.begin(true, GET);
      int third = client.begin(true, GET);
      client.send(3, 0, second, new byte[] {0, 0, 0, CANCEL});
      client.ping();
      assertEquals(1, begun.get());
      takeAll(client);
      assertEquals(BYTES, client.answer(first).body().length());
      assertEquals(BYTES, client.answer(third).body().length());
      assertEquals(2, begun.get());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "pieces", "file", "passed on"})
  void a_stream_that_takes_nothing_ends_and_others_go_on(String kind) throws IOException {
    server.setSendTimeout(100);
    server.setBodyTimeout(80); // The limits are looked at the more often the shorter they are.
    Path file = Files.writeString(folder.resolve("file"), TEXT.repeat(4));
    server.maxBody("/", 10);
    serve(
        true,
        (req, res) ->
            switch (req.header("x-kind")) {
              case "pieces" -> {
                for (int i = 0; i < 100; i++) {
                  res.write(TEXT);
                }
                yield null;
              }
              case "file" -> res.sendFile(file.toString());
              case "passed on" -> res.send(req.body());
              case null, default -> res.text(TEXT);
            });
    try (var client = new RawHttp2Client(server.port())) {
      client.windowOfStreams(0);
      int stalled = client.begin(!kind.equals("passed on"), with(POST, "x-kind", kind));
      if (kind.equals("passed on")) {
        client.data(stalled, true, "x".repeat(10_000));
      }
      assertTrue(client.answer(stalled).isReset());
      int next = client.begin(true, GET);
      client.update(next, BYTES);
      assertEquals(BYTES, client.answer(next).body().length());
    }
  }

  @Test
  void a_client_that_takes_a_byte_now_and_then_is_waited_for() throws Exception {
    server.setSendTimeout(100);
    server.setBodyTimeout(80); // The limits are looked at the more often the shorter they are.
    serve(false, (req, res) -> res.text(TEXT.repeat(20)));
    try (var client = new RawHttp2Client(server.port());
        var other = new RawHttp2Client(server.port());
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      client.windowOfStreams(0);
      int slow = client.begin(true, GET);
      other.windowOfStreams(0);
      for (int i = 0; i < 3; i++) {
        Future<Answer> end = threads.submit(() -> other.answer(other.begin(true, GET)));
        while (!end.isDone()) {
          client.update(slow, 1);
          assertEquals("x", client.part(slow));
        }
        assertEquals(CANCEL, end.get().error());
      }
      client.update(slow, 1);
      assertEquals("x", client.part(slow));
    }
  }
}
