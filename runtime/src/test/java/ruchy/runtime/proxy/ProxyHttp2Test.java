package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.http.RawHttp2Client;

/// What `http::proxy` does with requests of HTTP/2.
@Timeout(60)
class ProxyHttp2Test {
  private final Front front = new Front();

  @AfterEach
  void close() {
    front.close();
  }

  @Test
  void a_path_of_http2_makes_one_request_and_no_other() throws IOException {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var backend =
            RawBackend.answering(
                request -> {
                  seen.add(request.start());
                  return "HTTP/1.1 200 OK\ncontent-length: 2\n\nok";
                });
        var client = front.http2(backend)) {
      for (String path :
          List.of("/x HTTP/1.1\r\nhost: b\r\n\r\nGET /admin/users", "/a b", "/a#b")) {
        assertEquals(400, client.get(path).status(), path);
      }
      assertEquals("ok", client.get("/end").body());
      assertEquals("GET /end HTTP/1.1", seen.remove());
      assertTrue(seen.isEmpty());
    }
  }

  @Test
  void a_request_of_http2_without_body_is_passed_on_without_one() throws IOException {
    try (var backend = Front.mirror();
        var client = front.http2(backend)) {
      String seen = client.get("/a").body();
      assertTrue(seen.startsWith("GET /a HTTP/1.1|"), seen);
      assertFalse(seen.contains("transfer-encoding"), seen);
      assertFalse(seen.contains("content-length"), seen);
      int stream =
          client.begin(
              false, ":method", "POST", ":scheme", "http", ":path", "/b", ":authority", "a");
      client.data(stream, true, "abc");
      seen = client.answer(stream).body();
      assertTrue(seen.contains("|transfer-encoding: chunked|"), seen);
      assertTrue(seen.endsWith("|abc"), seen);
    }
  }

  @Test
  void a_request_of_http2_that_is_refused_before_its_body_has_come_is_answered()
      throws IOException {
    RawBackend gone = Front.mirror();
    gone.close();
    try (var client = front.http2(gone)) {
      int stream =
          client.begin(
              false, ":method", "POST", ":scheme", "http", ":path", "/b", ":authority", "a");
      assertEquals(502, client.answer(stream).status());
    }
  }

  @Test
  void an_answer_to_http2_that_comes_before_the_end_of_the_body_is_passed_on() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 403 Forbidden\ncontent-length: 2\n\nno");
                  wire.isClosed();
                });
        var client = front.http2(backend)) {
      int stream =
          client.begin(
              false, ":method", "POST", ":scheme", "http", ":path", "/b", ":authority", "a");
      client.data(stream, false, "abc");
      RawHttp2Client.Answer answer = client.answer(stream);
      assertEquals(403, answer.status());
      assertEquals("no", answer.body());
    }
  }

  @Test
  void an_answer_that_breaks_off_ends_one_stream_and_no_other() throws Exception {
    var goesOn = new CountDownLatch(1);
    try (var backend =
            new RawBackend(
                wire -> {
                  if (wire.head().start().contains("/slow")) {
                    goesOn.await(20, TimeUnit.SECONDS);
                    wire.send("HTTP/1.1 200 OK\nContent-Length: 4\n\nslow");
                  } else {
                    wire.send("HTTP/1.1 200 OK\nContent-Length: 10\n\nhello");
                  }
                });
        var client = front.http2(backend)) {
      String[] head = {":method", "GET", ":scheme", "http", ":path", "/slow", ":authority", "a"};
      int slow = client.begin(true, head);
      RawHttp2Client.Answer cut = client.get("/cut");
      assertTrue(cut.isReset(), cut::toString);
      assertEquals(200, cut.status());
      goesOn.countDown();
      assertEquals("slow", client.answer(slow).body());
    }
  }

  @Test
  void answers_that_break_off_are_not_the_fault_of_the_client() throws IOException {
    try (var backend =
            RawBackend.answering(
                request ->
                    request.start().contains("/bad")
                        ? "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\nzz\n"
                        : "HTTP/1.1 200 OK\nContent-Length: 4\n\nfine");
        var client = front.http2(backend)) {
      for (int i = 0; i < 250; i++) {
        assertTrue(client.get("/bad").isReset());
      }
      assertEquals("fine", client.get("/good").body());
    }
  }

  @Test
  void a_malformed_answer_to_http2_ends_its_stream_alone() throws IOException {
    try (var backend =
            RawBackend.answering(
                request ->
                    request.start().contains("/bad")
                        ? "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\nzz\n"
                        : "HTTP/1.1 200 OK\nContent-Length: 4\n\nfine");
        var client = front.http2(backend)) {
      assertTrue(client.get("/bad").isReset());
      assertEquals("fine", client.get("/good").body());
    }
  }

  /// A head with more fields than those that it needs.
  private static String[] post(String... more) {
    String[] fields = {":method", "POST", ":scheme", "http", ":path", "/b", ":authority", "a"};
    String[] all = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "transfer-encoding,chunked",
    "connection,close",
    "keep-alive,5",
    "proxy-connection,close",
    "upgrade,websocket",
    "te,gzip",
    "content-length,+3",
    "content-length,x",
    "content-length,'3, 4'",
    "x-a,'1\r\nx-b: 2'",
    ":path,/second",
    ":status,200"
  })
  void a_field_that_makes_another_request_of_it_is_refused(String name, String value)
      throws IOException {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var backend =
            RawBackend.answering(
                request -> {
                  seen.add(request.toString());
                  return "HTTP/1.1 200 OK\ncontent-length: 2\n\nok";
                });
        var client = front.http2(backend)) {
      int stream = client.begin(false, post(name, value.replace("\\r\\n", "\r\n")));
      client.data(stream, true, "abc");
      int status = statusOrEnd(client, stream);
      assertTrue(status == 0 || (status >= 400 && status < 500), () -> name + ": " + status);
      assertTrue(seen.isEmpty(), () -> seen.toString());
    }
  }

  /// The status of an answer; 0 when the stream, or the connection, ends without one.
  private static int statusOrEnd(RawHttp2Client client, int stream) throws IOException {
    try {
      return client.answer(stream).status();
    } catch (EOFException | SocketException end) {
      return 0;
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "4", "0"})
  void a_length_that_the_body_has_not_ends_the_request(String length) throws IOException {
    try (var backend = Front.mirror();
        var client = front.http2(backend)) {
      int stream = client.begin(false, post("content-length", length));
      client.data(stream, true, "abc");
      RawHttp2Client.Answer answer = client.answer(stream);
      assertTrue(answer.isReset() || answer.status() >= 400, answer::toString);
      assertTrue(client.get("/next").body().startsWith("GET /next "));
    }
  }

  @Test
  void a_list_of_equal_lengths_becomes_one() throws IOException {
    try (var backend = Front.mirror();
        var client = front.http2(backend)) {
      int stream = client.begin(false, post("content-length", "3, 3"));
      client.data(stream, true, "abc");
      String seen = client.answer(stream).body();
      assertTrue(seen.contains("|content-length: 3|") && seen.endsWith("|abc"), seen);
    }
  }

  @Test
  void trailers_of_http2_make_no_fields_of_the_backends_request() throws IOException {
    try (var backend = Front.mirror();
        var client = front.http2(backend)) {
      int stream = client.begin(false, post());
      client.data(stream, false, "abc");
      client.send(
          1, 5, stream, RawHttp2Client.block("x-a", "1\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x"));
      RawHttp2Client.Answer answer = client.answer(stream);
      assertFalse(answer.body().contains("hidden"), answer::toString);
      assertTrue(client.get("/next").body().startsWith("GET /next "));
    }
  }
}
