package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ruchy.runtime.http.Handlers.handler;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.wire.Wire;

/// What a request tells of the way on which it has come: host, protocol, address.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WhoIsAskedTest {
  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private void listen() {
    server.get(
        "/",
        handler(
            (req, res) ->
                res.text(req.protocol() + " " + req.secure() + " " + req.host() + " " + req.ip())));
    server.listen();
  }

  private String answer(String request) throws IOException {
    listen();
    try (Wire client = Wire.to(server.port())) {
      return client.ask(request.replace('|', '\n') + "\n\n").body();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1|Host: a:81, http false a:81 127.0.0.1",
    "GET http://b/ HTTP/1.1|Host: a, http false b 127.0.0.1",
    "GET / HTTP/1.0, http false  127.0.0.1",
    "GET / HTTP/1.1|Host: a|X-Forwarded-Proto: https|X-Forwarded-Host: b|X-Forwarded-For: 1.2.3.4,"
        + " http false a 127.0.0.1"
  })
  void who_is_no_proxy_of_the_server_is_not_believed(String request, String told)
      throws IOException {
    assertEquals(told.replace("false 127", "false  127"), answer(request));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto: https|X-Forwarded-Host: b|X-Forwarded-For: 1.2.3.4,"
        + " https true b 1.2.3.4",
    "X-Forwarded-Proto: HTTPS, https true a 127.0.0.1",
    "X-Forwarded-Proto: http|X-Forwarded-Host:, http false a 127.0.0.1",
    "X-Forwarded-Proto: ftp, http false a 127.0.0.1",
    "X-Other: 1, http false a 127.0.0.1"
  })
  void a_trusted_proxy_is_believed(String fields, String told) throws IOException {
    server.trustProxy("loopback");
    assertEquals(told, answer("GET / HTTP/1.1|Host: a|" + fields));
  }

  @Test
  void of_several_words_that_of_the_nearest_proxy_counts() throws IOException {
    server.trustProxy("loopback");
    assertEquals(
        "http false c 127.0.0.1",
        answer("GET / HTTP/1.1|Host: a|X-Forwarded-Proto: https, http|X-Forwarded-Host: b, c"));
  }

  @Test
  void an_encrypted_connection_is_secure() throws Exception {
    server.developmentTls();
    listen();
    try (RawHttp2Client client = RawHttp2Client.secure(server.port())) {
      assertEquals("https true a 127.0.0.1", client.get("/").body());
    }
  }
}
