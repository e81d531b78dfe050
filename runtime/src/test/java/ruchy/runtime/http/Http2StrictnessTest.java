package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may not stand in the head of a request of HTTP/2 (RFC 9113, sections 8.2 and 8.3), and how
/// a connection ends.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2StrictnessTest {
  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private RawHttp2Client client() throws IOException {
    server.all(
        "*", handler((req, res) -> res.text(req.method() + " " + req.url() + " " + req.text())));
    server.listen();
    return new RawHttp2Client(server.port());
  }

  /// A GET of `/` that has this field besides.
  private static RawHttp2Client.Answer with(RawHttp2Client client, String name, String value)
      throws IOException {
    return client.ask(
        ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", name, value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/x HTTP/1.1\r\nhost: b\r\n\r\nGET /admin/users",
        "/a b",
        "/a#b",
        "/a\tb",
        "/a\0b",
        "/\u00e4",
        "/\u007f",
        "a",
        "*",
        "http://b/"
      })
  void a_path_that_could_not_stand_in_a_request_line_is_refused(String path) throws IOException {
    try (RawHttp2Client client = client()) {
      assertEquals(400, client.get(path).status());
      assertEquals("GET /ok?a=b ", client.get("/ok?a=b").body());
    }
  }

  @Test
  void the_whole_server_can_only_be_asked_for_its_options() throws IOException {
    try (RawHttp2Client client = client()) {
      var answer =
          client.ask(":method", "OPTIONS", ":scheme", "http", ":path", "*", ":authority", "a");
      assertTrue(answer.status() < 400, answer.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\r\nx-b: 2", "1\n2", "1\r2", "1\0", "\n"})
  void a_field_of_more_than_one_line_is_refused(String value) throws IOException {
    try (RawHttp2Client client = client()) {
      assertEquals(400, with(client, "x-a", value).status());
      assertEquals(400, with(client, "cookie", value).status());
      assertEquals(200, with(client, "x-a", "1 2\t3").status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\nb", "x\nb", "x\0b", "X-A", "x b", "x:b", ""})
  void a_name_that_is_none_is_refused(String name) throws IOException {
    try (RawHttp2Client client = client()) {
      var answer = with(client, name, "1");
      assertTrue(answer.status() == 400 || (answer.isReset() && answer.status() == 0), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\nx: y\r\n\r\nGET", "G T", "GET\n"})
  void a_method_that_is_no_word_ends_the_connection(String method) throws IOException {
    try (RawHttp2Client client = client()) {
      assertThrows(
          EOFException.class,
          () -> client.ask(":method", method, ":scheme", "http", ":path", "/", ":authority", "a"));
    }
  }

  @Test
  void a_request_has_exactly_one_host() throws IOException {
    try (RawHttp2Client client = client()) {
      String[] none = {":method", "GET", ":scheme", "http", ":path", "/"};
      assertEquals(400, client.ask(none).status());
      assertEquals(
          200, client.ask(":method", "GET", ":scheme", "http", ":path", "/", "host", "a").status());
      assertEquals(200, with(client, "host", "a").status());
      assertEquals(
          400,
          client
              .ask(
                  ":method",
                  "GET",
                  ":scheme",
                  "http",
                  ":path",
                  "/",
                  ":authority",
                  "a",
                  "host",
                  "a",
                  "host",
                  "b")
              .status());
    }
  }

  @Test
  void too_many_fields_of_one_name_are_too_many() throws IOException {
    server.setMaxFields(5);
    try (RawHttp2Client client = client()) {
      String[] fields = new String[8 + 2 * 6];
      System.arraycopy(
          new String[] {":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"},
          0,
          fields,
          0,
          8);
      for (int i = 8; i < fields.length; i += 2) {
        fields[i] = "x-a";
        fields[i + 1] = "1";
      }
      assertEquals(431, client.ask(fields).status());
      for (int i = 8; i < fields.length; i += 2) {
        fields[i] = "cookie";
      }
      assertEquals(200, client.ask(fields).status());
    }
  }

  @Test
  void a_path_beyond_the_limit_of_a_request_line_is_told() throws IOException {
    server.setMaxLine(100);
    try (RawHttp2Client client = client()) {
      // With "GET ", " HTTP/1.1" and the slash.
      assertEquals(200, client.get("/" + "a".repeat(100 - 14)).status());
      assertEquals(414, client.get("/" + "a".repeat(100 - 13)).status());
    }
  }

  @Test
  void a_connection_that_was_just_used_may_bring_one_more_request_when_the_server_ends()
      throws Exception {
    try (RawHttp2Client client = client()) {
      assertEquals("GET /1 ", client.get("/1").body());
      Thread closing = Thread.ofVirtual().start(server::close);
      assertEquals(Integer.MAX_VALUE, client.goAway());
      assertEquals("GET /2 ", client.get("/2").body());
      assertEquals(3, client.goAway());
      client.awaitEnd();
      closing.join();
    }
  }

  @Test
  void a_request_in_progress_is_answered_when_the_server_ends() throws Exception {
    var begun = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    server.get(
        "/slow",
        handler(
            true,
            false,
            (req, res) -> {
              begun.countDown();
              await(goesOn);
              return res.text("slow");
            }));
    try (RawHttp2Client client = client()) {
      int stream =
          client.begin(
              true, ":method", "GET", ":scheme", "http", ":path", "/slow", ":authority", "a");
      await(begun);
      Thread closing = Thread.ofVirtual().start(server::close);
      assertEquals(Integer.MAX_VALUE, client.goAway());
      assertEquals(stream, client.goAway());
      goesOn.countDown();
      assertEquals("slow", client.answer(stream).body());
      client.awaitEnd();
      closing.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
