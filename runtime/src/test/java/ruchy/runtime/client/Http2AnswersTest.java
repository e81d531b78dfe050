package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// What the client makes of answers by HTTP/2 that servers seldom send.
@Timeout(60)
class Http2AnswersTest {
  private static ClientRequest get(RawHttp2Server server) {
    return Client.create(HashMapValue.of("http2", "only")).get(server.url("/"));
  }

  private static void hello(RawHttp2Server.Connection connection, int stream) throws IOException {
    connection.head(stream, false, ":status", "200", "x-color", "blue");
    byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
    connection.frame(RawHttp2Server.DATA, RawHttp2Server.END_STREAM, stream, body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "102", "103", "104", "199"})
  void answers_before_the_answer_are_not_the_answer(String status) throws IOException {
    try (var server =
        new RawHttp2Server(
            (connection, stream) -> {
              for (int i = 0; i < 16; i++) {
                connection.head(stream, false, ":status", status, "link", "</a>");
              }
              hello(connection, stream);
            })) {
      ClientRequest request = get(server);
      assertEquals(200, request.status());
      assertEquals("blue", request.header("x-color"));
      assertEquals("hello", request.text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "17, 103, false, more than 16 answers before the answer",
    "1, 101, false, 'another protocol, which was not asked for'",
    "1, 103, true, it ends before the answer"
  })
  void those_that_may_not_be_are_an_error(int count, String status, boolean isEnd, String text)
      throws IOException {
    try (var server =
        new RawHttp2Server(
            (connection, stream) -> {
              for (int i = 0; i < count; i++) {
                connection.head(stream, isEnd, ":status", status);
              }
              if (!isEnd) {
                hello(connection, stream);
              }
            })) {
      Failure failure = assertThrows(Failure.class, () -> get(server).send());
      assertTrue(failure.matchesType("IoError"));
      assertEquals(
          "The answer is malformed: " + text + " (GET " + server.url("/") + ")", failure.message());
    }
  }

  @Test
  void each_request_of_a_connection_may_have_some() throws IOException {
    try (var server =
        new RawHttp2Server(
            (connection, stream) -> {
              for (int i = 0; i < 10; i++) {
                connection.head(stream, false, ":status", "103");
              }
              hello(connection, stream);
            })) {
      Client client = Client.create(HashMapValue.of("http2", "only"));
      for (int i = 0; i < 3; i++) {
        assertEquals("hello", client.get(server.url("/")).text());
      }
    }
  }
}
