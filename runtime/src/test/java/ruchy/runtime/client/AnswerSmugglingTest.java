package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Server;
import ruchy.runtime.proxy.ProxyModule;

/// Answers that two readers in a row may read differently, to the client and through a proxy. `|`
/// stands for CRLF.
@Timeout(60)
class AnswerSmugglingTest {
  private volatile String answer = "";
  private RawServer server;
  private Server proxy;

  @BeforeEach
  void listen() throws IOException {
    server =
        new RawServer(
            connection -> {
              connection.send(answer.replace('|', '\n'));
              connection.close();
            });
    proxy = Server.create("127.0.0.1:0");
    proxy.all("*", ProxyModule.proxy(server.url("")));
    proxy.listen();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  private String throughProxy() {
    return "http://127.0.0.1:" + proxy.port() + "/";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked||5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Length: 50||5|hello|0||",
        "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||hello!",
        "HTTP/1.1 200 OK|Content-Length: 5, 6||hello!",
        "HTTP/1.1 200 OK|Content-Length: +5||hello",
        "HTTP/1.1 200 OK|Content-Length: -5||hello",
        "HTTP/1.1 200 OK|Content-Length: 0x5||hello",
        "HTTP/1.1 200 OK|Content-Length: 5 5||hello",
        "HTTP/1.1 200 OK|Content-Length: ||hello",
        "HTTP/1.1 200 OK|Content-Length: 99999999999999999999||hello",
        "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked, chunked||5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Transfer-Encoding: identity||5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: identity||hello",
        "HTTP/1.1 200 OK|Transfer-Encoding: xchunked||5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: \"chunked\"||5|hello|0||",
        "HTTP/1.0 200 OK|Transfer-Encoding: chunked||5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||+5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||-5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||0x5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5 5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked|||hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||g|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello!|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hell|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||80000005|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||100000005|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5;a=\"x|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|0|no field||",
        "HTTP/2.0 200 OK|Content-Length: 5||hello",
        "http/1.1 200 OK|Content-Length: 5||hello",
        "HTTP/1.1 20 OK|Content-Length: 5||hello",
        "HTTP/1.1 +200 OK|Content-Length: 5||hello",
        "HTTP/1.1 2000 OK|Content-Length: 5||hello",
        "HTTP/1.1 099 OK|Content-Length: 5||hello",
        "HTTP/1.1 200 OK|: no name|Content-Length: 5||hello",
        "HTTP/1.1 200 OK|No colon|Content-Length: 5||hello",
        "HTTP/1.1 200 OK|Content-Length 5||hello",
        "HTTP/1.1 200 OK|X\u0000Y: 1|Content-Length: 5||hello",
        "HTTP/1.1 101 Switching|Upgrade: websocket|Connection: upgrade||hello"
      })
  void what_breaks_the_rules_is_refused(String text) {
    answer = text;
    Failure failure =
        assertThrows(Failure.class, () -> ClientModule.get(server.url("/")).timeout(5000).send());
    assertTrue(failure.matchesType("IoError"), failure::message);
    ClientRequest passed = ClientModule.get(throughProxy()).timeout(5000);
    // Where the head has been passed on already, the body is cut off.
    boolean isInBody = text.contains("||") && text.contains(": chunked||");
    if (isInBody && isHeadFine(text)) {
      assertThrows(Failure.class, passed::send);
    } else {
      assertEquals(502, passed.status(), text);
    }
  }

  private static boolean isHeadFine(String text) {
    return text.startsWith("HTTP/1.1 200 OK|Transfer-Encoding: chunked||");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: Chunked||5;a=b;c=\"d\"|hello|0|X-T: 1||",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked||05|hello|000||",
        "HTTP/1.1 200 OK|Content-Length: 5||hello",
        "HTTP/1.1 200|Content-Length: 5||hello",
        "HTTP/1.0 200 OK|Content-Length: 5||hello",
        "HTTP/1.1 200 OK||hello",
        "HTTP/1.1 100 Continue||HTTP/1.1 103 Hints|Link: </a>||HTTP/1.1 200 OK|Content-Length:"
            + " 5||hello"
      })
  void what_keeps_them_is_read(String text) {
    answer = text;
    assertEquals("hello", ClientModule.get(server.url("/")).text());
    assertEquals("hello", ClientModule.get(throughProxy()).text());
  }

  @Test
  void an_answer_without_body_has_none() {
    answer = "HTTP/1.1 204 No|Transfer-Encoding: chunked||5|hello|0||";
    assertEquals("", ClientModule.get(server.url("/")).text());
    assertEquals(204, ClientModule.get(throughProxy()).status());
    answer = "HTTP/1.1 304 Same|Content-Length: 5||hello";
    assertEquals(304, ClientModule.get(server.url("/")).status());
    assertEquals("", ClientModule.get(throughProxy()).text());
  }

  @Test
  void answers_before_the_answer_come_to_an_end() {
    answer = "HTTP/1.1 100 Continue||".repeat(17) + "HTTP/1.1 200 OK|Content-Length: 5||hello";
    String url = server.url("/");
    Failure failure = assertThrows(Failure.class, () -> ClientModule.get(url).send());
    assertEquals(
        "The answer is malformed: more than 16 answers before the answer (GET " + url + ")",
        failure.message());
    assertEquals(502, ClientModule.get(throughProxy()).status());
  }

  @Test
  void a_flood_of_fields_is_refused() {
    answer = "HTTP/1.1 200 OK|" + "a: b|".repeat(257) + "|";
    String url = server.url("/");
    Failure failure = assertThrows(Failure.class, () -> ClientModule.get(url).send());
    assertEquals(
        "The answer is malformed: more than 256 fields (GET " + url + ")", failure.message());
    assertEquals(502, ClientModule.get(throughProxy()).status());
    answer = "HTTP/1.1 200 OK|a: " + "b".repeat(70_000) + "||";
    assertThrows(Failure.class, () -> ClientModule.get(url).send());
    assertEquals(502, ClientModule.get(throughProxy()).status());
  }

  @Test
  void an_answer_that_nobody_has_asked_for_is_not_that_of_the_next_request() throws IOException {
    String twice =
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nfirst"
            + "HTTP/1.1 200 OK\nContent-Length: 6\n\npoison";
    try (var poisoner =
        new RawServer(
            connection -> {
              if (connection.request().startsWith("GET /first")) {
                connection.send(twice);
              } else {
                connection.answer("200 OK", "second");
              }
            })) {
      Server front = Server.create("127.0.0.1:0");
      front.all("*", ProxyModule.proxy(poisoner.url("")));
      front.listen();
      for (String url : new String[] {poisoner.url(""), "http://127.0.0.1:" + front.port()}) {
        for (int i = 0; i < 20; i++) {
          assertEquals("first", ClientModule.get(url + "/first").text());
          assertEquals("second", ClientModule.get(url + "/second").text());
        }
      }
      front.close();
    }
  }
}
