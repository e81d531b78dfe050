package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.http.RawHttp2Client;
import ruchy.runtime.wire.Wire;

/// What `http::proxy` does with answers before the answer (RFC 9110, section 15.2), and with
/// clients that wait for one.
@Timeout(60)
class ProxyInterimTest {
  private final Front front = new Front();

  @AfterEach
  void close() {
    front.close();
  }

  private static RawBackend informing(String status) throws IOException {
    return RawBackend.answering(
        request ->
            "HTTP/1.1 "
                + status
                + "\nLink: </a.css>\nConnection: X-Hop\nX-Hop: 1\n\n"
                + "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"102 Processing", "103 Early Hints", "104 Upload", "199 Whatever"})
  void all_of_them_are_passed_on(String status) throws IOException {
    try (var backend = informing(status);
        var client = front.client(backend)) {
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.1\nHost: x\n\n");
        Wire.Message informed = client.head();
        assertEquals(Integer.parseInt(status.split(" ", 2)[0]), informed.status());
        assertEquals("</a.css>", informed.field("link"));
        assertEquals(List.of(), informed.all("x-hop"));
        assertEquals(List.of(), informed.all("connection"));
        assertEquals("ok", client.read().body());
      }
      assertEquals(1, backend.connections.get());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"102 Processing", "103 Early Hints"})
  void clients_of_http2_get_them(String status) throws IOException {
    try (var backend = informing(status);
        var client = front.http2(backend)) {
      RawHttp2Client.Answer answer = client.get("/");
      assertEquals(2, answer.heads().size(), answer::toString);
      List<String> informed = answer.heads().getFirst();
      assertEquals(List.of(":status: " + status.split(" ", 2)[0], "link: </a.css>"), informed);
      assertEquals(200, answer.status());
      assertEquals("ok", answer.body());
    }
  }

  @Test
  void clients_of_http_1_0_get_none() throws IOException {
    try (var backend = informing("103 Early Hints");
        var client = front.client(backend)) {
      assertEquals(200, client.ask("GET / HTTP/1.0\nHost: x\n\n").status());
    }
  }

  @Test
  void a_word_to_go_on_that_nobody_waits_for_is_kept() throws IOException {
    try (var backend = informing("100 Continue");
        var client = front.client(backend)) {
      assertEquals(200, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
      assertEquals(200, client.ask("POST / HTTP/1.1\nHost: x\nContent-Length: 1\n\na").status());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_backend_that_knows_no_expectations_gets_the_body_all_the_same(boolean waits)
      throws IOException {
    try (var backend =
            RawBackend.answering(
                request -> "HTTP/1.1 200 OK\nContent-Length: 7\n\n<" + request.body() + ">");
        var client = front.client(backend)) {
      client.send("POST / HTTP/1.1\nHost: x\nContent-Length: 5\nExpect: 100-continue\n\n");
      if (!waits) {
        // A client need not wait for ever (RFC 9110, section 10.1.1).
        client.send("hello");
      }
      assertEquals(100, client.head().status());
      if (waits) {
        client.send("hello");
      }
      assertEquals("<hello>", client.read().body());
    }
  }

  @Test
  void the_body_of_a_request_that_is_refused_at_once_is_not_asked_for() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 413 Too Large\nContent-Length: 2\n\nno");
                  // Nothing of a body comes: the connection ends.
                  assertTrue(wire.isClosed());
                });
        var client = front.client(backend)) {
      Wire.Message answer =
          client.ask("POST / HTTP/1.1\nHost: x\nContent-Length: 5\nExpect: 100-continue\n\n");
      assertEquals(413, answer.status());
      assertEquals("no", answer.body());
      assertTrue(client.isClosed());
    }
  }
}
