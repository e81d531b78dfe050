package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ErrorValue;

/// What a program gets from servers that break off, lie, or never end.
@Timeout(60)
class HostileServerTest {
  @Test
  void a_body_that_is_shorter_than_its_length_is_an_error() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nContent-Length: 100\n\nshort");
              connection.close();
            })) {
      raises(
          "IoError",
          "The connection was closed in the middle of the body",
          server.url("/a"),
          ClientModule.get(server.url("/a")));
    }
  }

  @Test
  void a_chunked_body_without_its_end_is_an_error() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n");
              connection.close();
            })) {
      raises(
          "IoError",
          "The connection was closed in the middle of the body",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_server_of_another_protocol_is_known_by_its_first_line() throws IOException {
    try (var server = new RawServer(connection -> connection.send("SSH-2.0-OpenSSH_9.6\n"))) {
      raises(
          "IoError",
          "The answer is malformed: its first line",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_head_without_its_end_is_no_answer() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nContent-Le");
              connection.close();
            })) {
      raises(
          "IoError",
          "The connection was closed before an answer came",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void an_endless_body_ends_at_the_limit() throws IOException {
    byte[] chunk = new byte[65536];
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\n\n");
              while (true) {
                connection.sendBytes(chunk);
              }
            })) {
      raises(
          "IoError",
          "The body is larger than 1000000 bytes",
          server.url("/"),
          ClientModule.get(server.url("/")).maxBody(1_000_000));
    }
  }

  @Test
  void endless_header_fields_are_an_error() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\n");
              while (true) {
                connection.send("X-Field: " + "a".repeat(1000) + "\n");
              }
            })) {
      raises(
          "IoError",
          "The answer is malformed: ",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void answers_before_the_answer_are_not_the_answer() throws IOException {
    try (var server =
        new RawServer(
            connection ->
                connection.send(
                    "HTTP/1.1 100 Continue\n\nHTTP/1.1 102 Processing\n\n"
                        + "HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 199 Odd\n\n"
                        + "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"))) {
      for (int i = 0; i < 2; i++) {
        ClientRequest request = ClientModule.get(server.url("/"));
        assertEquals(200, request.status());
        assertEquals("hello", request.text());
      }
      assertEquals(1, server.connections());
    }
  }

  @Test
  void what_is_not_http_is_an_error() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("SSH-2.0-OpenSSH_9.2\n\n\n");
              connection.close();
            })) {
      raises(
          "IoError",
          "The answer is malformed: ",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_connection_that_ends_without_an_answer_is_an_error() throws IOException {
    try (var server = new RawServer(RawServer.Connection::close)) {
      raises(
          "IoError",
          "The connection was closed before an answer came",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_reset_is_an_error() throws IOException {
    try (var server = new RawServer(RawServer.Connection::reset)) {
      raises("IoError", "The connection was ", server.url("/"), ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_server_that_never_answers_runs_into_the_time_limit() throws IOException {
    try (var server = new RawServer(RawServer.Connection::awaitEnd)) {
      raises(
          "TimeoutError",
          "No answer within 150 ms: waiting for the answer",
          server.url("/"),
          ClientModule.get(server.url("/")).timeout(150));
    }
  }

  @Test
  void a_body_that_trickles_runs_into_the_time_limit() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nContent-Length: 100\n\na");
              connection.awaitEnd();
            })) {
      raises(
          "TimeoutError",
          "No answer within 150 ms: reading the body",
          server.url("/"),
          ClientModule.get(server.url("/")).timeout(150));
    }
  }

  @Test
  void a_small_body_that_unpacks_to_much_is_an_error() throws IOException {
    byte[] bomb = gzip(new byte[50_000_000]);
    try (var server =
        new RawServer(connection -> connection.answer("200 OK\nContent-Encoding: gzip", bomb))) {
      raises(
          "IoError",
          "The body cannot be decompressed: the body is compressed by more than 100 to 1",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_body_that_is_not_what_its_coding_says_is_an_error() throws IOException {
    try (var server =
        new RawServer(
            connection -> connection.answer("200 OK\nContent-Encoding: gzip", "plain text"))) {
      raises(
          "IoError",
          "The body cannot be decompressed: the body is not gzip",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_compressed_body_that_is_cut_short_is_an_error() throws IOException {
    byte[] whole = gzip("hello".repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
    try (var server =
        new RawServer(connection -> connection.answer("200 OK\nContent-Encoding: gzip", half))) {
      raises(
          "IoError",
          "The body cannot be decompressed: the compressed body is cut short",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void redirects_that_never_end_are_an_error() throws IOException {
    try (var server =
        new RawServer(connection -> connection.answer("302 Found\nLocation: /again", ""))) {
      raises(
          "IoError", "More than 10 redirects", server.url("/"), ClientModule.get(server.url("/")));
      assertEquals(11, server.requests().size());
    }
  }

  @Test
  void a_redirect_to_another_scheme_is_an_error() throws IOException {
    try (var server =
        new RawServer(
            connection -> connection.answer("302 Found\nLocation: file:///etc/passwd", ""))) {
      raises(
          "IoError",
          "A redirect leads to no http or https address",
          server.url("/"),
          ClientModule.get(server.url("/")));
    }
  }

  @Test
  void a_second_answer_to_one_request_reaches_nobody() throws IOException {
    try (var server =
        new RawServer(
            connection ->
                connection.send(
                    "HTTP/1.1 200 OK\nContent-Length: 3\n\none"
                        + "HTTP/1.1 200 OK\nContent-Length: 3\n\ntwo"))) {
      assertEquals("one", ClientModule.get(server.url("/")).text());
      assertEquals("one", ClientModule.get(server.url("/")).text());
    }
  }

  @Test
  void no_error_names_the_password_of_an_address() {
    Failure failure =
        assertThrows(
            Failure.class, () -> ClientModule.get("http://alice:secret@127.0.0.1:1/x").send());
    assertEquals(
        "Cannot connect to 127.0.0.1:1: connection refused (GET http://127.0.0.1:1/x)",
        failure.message());
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /// The error begins with the text and ends with method and address.
  private static void raises(String type, String text, String url, ClientRequest request) {
    Failure failure = assertThrows(Failure.class, request::send);
    assertTrue(failure.value() instanceof ErrorValue error && error.type().equals(type));
    assertTrue(failure.message().startsWith(text), failure::message);
    assertTrue(failure.message().endsWith(" (GET " + url + ")"), failure::message);
  }
}
