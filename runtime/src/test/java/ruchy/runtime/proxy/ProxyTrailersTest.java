package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.http.RawHttp2Client;
import ruchy.runtime.wire.Wire;

/// Fields after bodies go through `http::proxy` (RFC 9110, section 6.5; RFC 9113, section 8.1), as
/// gRPC needs them.
@Timeout(60)
class ProxyTrailersTest {
  private static final int HEADERS = 1;
  private static final int LAST = 5;

  private final Front front = new Front();

  @AfterEach
  void close() {
    front.close();
  }

  /// The head of a request as gRPC makes it, with more fields.
  private static String[] call(String... more) {
    String[] fields = {
      ":method",
      "POST",
      ":scheme",
      "http",
      ":path",
      "/shop.Cart/Add",
      ":authority",
      "a",
      "te",
      "trailers",
      "content-type",
      "application/grpc"
    };
    String[] all = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
  }

  @Test
  void those_of_requests_by_http2_reach_the_backend() throws IOException {
    try (var backend = front.noting("HTTP/1.1 200 OK\ncontent-length: 2\n\nok");
        var client = front.http2(backend)) {
      int stream = client.begin(false, call("trailer", "x-sum"));
      client.data(stream, false, "abc");
      client.send(HEADERS, LAST, stream, RawHttp2Client.block("x-sum", "3", "x-more", "a b"));
      assertEquals("ok", client.answer(stream).body());
      Wire.Message request = front.seen.remove();
      assertEquals("abc", request.body());
      assertEquals(List.of("x-sum: 3", "x-more: a b"), request.trailers());
      assertEquals("x-sum", request.field("trailer"));
      assertEquals("trailers", request.field("te"));
      assertEquals("te", request.field("connection"));
      // The next request has none.
      int next = client.begin(false, call());
      client.data(next, true, "def");
      assertEquals("ok", client.answer(next).body());
      assertEquals(List.of(), front.seen.remove().trailers());
    }
  }

  @Test
  void those_of_a_body_without_bytes_reach_the_backend() throws IOException {
    try (var backend = front.noting("HTTP/1.1 200 OK\ncontent-length: 2\n\nok");
        var client = front.http2(backend)) {
      int stream = client.begin(false, call());
      client.send(HEADERS, LAST, stream, RawHttp2Client.block("x-sum", "0"));
      assertEquals("ok", client.answer(stream).body());
      Wire.Message request = front.seen.remove();
      assertEquals("", request.body());
      assertEquals(List.of("x-sum: 0"), request.trailers());
    }
  }

  @Test
  void those_of_answers_come_after_the_body_by_http2() throws IOException {
    try (var backend =
            front.noting(
                "HTTP/1.1 200 OK\nContent-Type: application/grpc\nTransfer-Encoding: chunked\n\n"
                    + "5\nhello\n0\ngrpc-status: 0\nGrpc-Message: fine\n\n");
        var client = front.http2(backend)) {
      int stream = client.begin(false, call());
      client.data(stream, true, "abc");
      RawHttp2Client.Answer answer = client.answer(stream);
      assertEquals(200, answer.status());
      assertEquals("hello", answer.body());
      assertEquals(List.of("grpc-status: 0", "grpc-message: fine"), answer.trailers());
      assertTrue(answer.heads().getFirst().contains("content-type: application/grpc"));
    }
  }

  @Test
  void those_of_an_answer_without_bytes_come_too() throws IOException {
    try (var backend =
            front.noting("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\ngrpc-status: 12\n\n");
        var client = front.http2(backend)) {
      int stream = client.begin(false, call());
      client.data(stream, true, "abc");
      RawHttp2Client.Answer answer = client.answer(stream);
      assertEquals(200, answer.status());
      assertEquals("", answer.body());
      assertEquals(List.of("grpc-status: 12"), answer.trailers());
    }
  }

  @Test
  void both_sides_may_talk_in_turns_before_they_come() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
                  for (int i = 1; i <= 3; i++) {
                    assertEquals("4", wire.line());
                    String message = wire.line();
                    wire.send("6\n<" + message + ">\n");
                  }
                  assertEquals("0", wire.line());
                  String sum = wire.line();
                  assertEquals("", wire.line());
                  wire.send("0\ngrpc-status: 0\nsum: " + sum.replace("x-sum: ", "") + "\n\n");
                });
        var client = front.http2(backend)) {
      int stream = client.begin(false, call());
      for (int i = 1; i <= 3; i++) {
        client.data(stream, false, "ask" + i);
        assertEquals("<ask" + i + ">", client.part(stream));
      }
      client.send(HEADERS, LAST, stream, RawHttp2Client.block("x-sum", "12"));
      RawHttp2Client.Answer answer = client.answer(stream);
      assertFalse(answer.isReset(), answer::toString);
      assertEquals(List.of("grpc-status: 0", "sum: 12"), answer.trailers());
    }
  }

  @Test
  void those_that_belong_into_a_head_are_left_out() throws IOException {
    try (var backend = front.noting("HTTP/1.1 200 OK\ncontent-length: 2\n\nok");
        var client = front.http2(backend)) {
      int stream = client.begin(false, call());
      client.data(stream, false, "abc");
      client.send(
          HEADERS,
          LAST,
          stream,
          RawHttp2Client.block(
              "authorization",
              "Basic x",
              "host",
              "y",
              "content-length",
              "9",
              "x-forwarded-for",
              "6.6.6.6",
              "cookie",
              "a=b",
              "x-sum",
              "3"));
      assertEquals("ok", client.answer(stream).body());
      assertEquals(List.of("x-sum: 3"), front.seen.remove().trailers());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x-a,'1\r\nx-b: 2'",
    "'x a',1",
    "x:a,1",
    ":path,/other",
    "X-Upper,1",
    "'',1",
    "x-a,'\u0000'"
  })
  void malformed_ones_end_their_request_and_no_other(String name, String value) throws IOException {
    try (var backend = Front.mirror();
        var client = front.http2(backend)) {
      int stream = client.begin(false, call());
      client.data(stream, false, "abc");
      client.send(HEADERS, LAST, stream, RawHttp2Client.block(name, value));
      RawHttp2Client.Answer answer = client.answer(stream);
      assertTrue(answer.isReset() || answer.status() == 400, answer::toString);
      assertEquals("", answer.body());
      assertTrue(client.get("/next").body().startsWith("GET /next "));
    }
  }

  @Test
  void too_many_of_them_end_their_request() throws IOException {
    try (var backend = Front.mirror();
        var client = front.http2(backend)) {
      int stream = client.begin(false, call());
      client.data(stream, false, "abc");
      String[] many = new String[202];
      for (int i = 0; i < many.length; i += 2) {
        many[i] = "x-" + i;
        many[i + 1] = "1";
      }
      client.send(HEADERS, LAST, stream, RawHttp2Client.block(many));
      assertTrue(client.answer(stream).isReset());
      assertTrue(client.get("/next").body().startsWith("GET /next "));
    }
  }

  @ParameterizedTest
  @CsvSource({"trailers,trailers", "'gzip, trailers',trailers", "gzip,''"})
  void a_client_of_http1_may_say_that_it_takes_them(String told, String passed) throws IOException {
    try (var backend =
            front.noting("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\nX-Sum: 2\n\n");
        var client = front.client(backend)) {
      Wire.Message answer =
          client.ask("GET / HTTP/1.1\nHost: x\nConnection: TE\nTE: " + told + "\n\n");
      assertEquals(List.of("X-Sum: 2"), answer.trailers());
      assertEquals(passed, front.seen.remove().field("te"));
    }
  }
}
