package ruchy.runtime.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.call.Members;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What is sent, and what a program sees of the answer.
@Timeout(60)
class ClientTest {
  @Test
  void a_request_is_sent_once_by_the_first_member_that_is_touched() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "hello"))) {
      ClientRequest request = ClientModule.get(server.url("/"));
      assertEquals(0, server.connections());
      assertEquals("hello", request.text());
      assertEquals(200, request.status());
      assertSame(request.send(), request.await());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void values_of_unknown_kind_send_too() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "{\"a\":1}"))) {
      Object request = ClientModule.get(server.url("/"));
      assertEquals(200L, Members.get(request, "status"));
      assertEquals("{\"a\":1}", Members.invoke(request, "text"));
      assertEquals(1L, assertInstanceOf(MapValue.class, Members.invoke(request, "json")).get("a"));
      assertNull(Members.get(request, "color"));
      Members.set(request, "color", "blue");
      assertEquals("blue", Members.get(request, "color"));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void tasks_that_touch_the_same_request_get_the_same_answer() throws Exception {
    var release = new CountDownLatch(1);
    try (var server = RawServer.holding(release, "shared")) {
      ClientRequest request = ClientModule.get(server.url("/"));
      var answers = new ConcurrentLinkedQueue<ClientResponse>();
      List<Thread> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(Thread.ofVirtual().start(() -> answers.add(request.send())));
      }
      release.countDown();
      for (Thread task : tasks) {
        task.join();
      }
      assertEquals(8, answers.size());
      assertTrue(answers.stream().allMatch(answer -> answer == request.send()));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void an_error_is_raised_again_by_each_member() {
    ClientRequest request = ClientModule.get("http://127.0.0.1:1/");
    Failure first = assertThrows(Failure.class, request::status);
    Failure second = assertThrows(Failure.class, request::text);
    assertEquals(first.message(), second.message());
  }

  @Test
  void a_sent_request_cannot_be_configured() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", ""))) {
      ClientRequest request = ClientModule.get(server.url("/"));
      assertEquals(200, request.status());
      Failure late = assertThrows(Failure.class, () -> request.header("A", "b"));
      assertTrue(late.message().startsWith("The request was already sent"), late::message);
    }
  }

  @Test
  void what_the_program_configures_is_sent() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", connection.body()))) {
      ClientRequest request =
          ClientModule.request(server.url("/a b/ä?x=1#part"))
              .method("put")
              .header("X-One", 1L)
              .header("X-Many", ListValue.of(new Object[] {"a", "b"}))
              .query("q", "a&b=c d")
              .query("n", ListValue.of(new Object[] {1L, 2L}))
              .bearer("abc")
              .cookies(map("session", "s1"))
              .body("grüß");
      assertEquals("grüß", request.text());
      String sent = server.requests().getFirst();
      assertTrue(sent.startsWith("PUT /a%20b/%C3%A4?x=1&q=a%26b%3Dc+d&n=1&n=2 HTTP/1.1\n"), sent);
      assertHas(sent, "X-One: 1");
      assertHas(sent, "X-Many: a");
      assertHas(sent, "X-Many: b");
      assertHas(sent, "Authorization: Bearer abc");
      assertHas(sent, "Cookie: session=s1");
      assertHas(sent, "Content-Type: text/plain; charset=utf-8");
      assertHas(sent, "Content-Length: 6");
      assertHas(sent, "host: 127.0.0.1:" + server.port());
    }
  }

  @Test
  void forms_and_json_have_their_types() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", connection.body()))) {
      MapValue values = map("name", "Al & Bo");
      values.put("n", ListValue.of(new Object[] {1L, 2L}));
      assertEquals(
          "name=Al+%26+Bo&n=1&n=2", ClientModule.post(server.url("/")).form(values).text());
      assertHas(server.requests().get(0), "Content-Type: application/x-www-form-urlencoded");
      assertEquals(
          "{\"name\":\"Al & Bo\",\"n\":[1,2]}",
          ClientModule.post(server.url("/")).json(values).text());
      assertHas(server.requests().get(1), "Content-Type: application/json");
    }
  }

  @Test
  void only_methods_with_a_body_have_a_length_without_one() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", ""))) {
      assertEquals(200, ClientModule.get(server.url("/")).body("").status());
      assertEquals(200, ClientModule.post(server.url("/")).status());
      String get = server.requests().get(0).toLowerCase(java.util.Locale.ROOT);
      assertFalse(get.contains("content-length") || get.contains("transfer-encoding"), get);
      assertHas(server.requests().get(1), "Content-Length: 0");
    }
  }

  @Test
  void line_breaks_never_become_fields() {
    ClientRequest request = ClientModule.get("http://127.0.0.1:1/");
    assertThrows(Failure.class, () -> request.header("X-A", "b\r\nX-C: d"));
    assertThrows(Failure.class, () -> request.header("X-A\r\nX-C", "d"));
    assertThrows(Failure.class, () -> request.bearer("a\nb"));
    assertThrows(Failure.class, () -> request.method("GET / HTTP/1.1\r\nX: "));
    assertThrows(Failure.class, () -> request.header("Content-Length", 5L));
    assertThrows(Failure.class, () -> ClientModule.get("http://a\r\nb/"));
    assertEquals("http://127.0.0.1/a%0D%0Ab", ClientModule.get("http://127.0.0.1/a\r\nb").url());
  }

  @Test
  void fields_of_another_message_are_passed_on_without_those_of_its_connection()
      throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", connection.body()))) {
      MapValue fields = map("connection", "close, x-hop");
      fields.put("x-hop", "1");
      fields.put("host", "elsewhere");
      fields.put("content-length", "999");
      fields.put("transfer-encoding", "chunked");
      fields.put("keep-alive", "timeout=5");
      fields.put("te", "trailers");
      fields.put("upgrade", "websocket");
      fields.put("expect", "100-continue");
      fields.put("x-kept", "yes");
      assertEquals("abc", ClientModule.post(server.url("/")).headers(fields).body("abc").text());
      String sent = server.requests().getFirst();
      assertHas(sent, "x-kept: yes");
      assertHas(sent, "Content-Length: 3");
      assertHas(sent, "host: 127.0.0.1:" + server.port());
      String lower = sent.toLowerCase(java.util.Locale.ROOT);
      for (String gone :
          List.of(
              "connection:",
              "x-hop",
              "elsewhere",
              "999",
              "chunked",
              "keep-alive",
              "te:",
              "upgrade",
              "expect",
              "accept",
              "user-agent",
              "content-type")) {
        assertFalse(
            lower.contains("\n" + gone) || lower.contains(": " + gone), gone + " in " + sent);
      }
    }
  }

  @Test
  void compressed_bodies_are_decompressed_and_their_fields_fit() throws IOException {
    byte[] text = "hällo ".repeat(100).getBytes(UTF_8);
    var zlib = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(zlib)) {
      out.write(text);
    }
    try (var server =
        new RawServer(
            connection -> {
              boolean isGzip = connection.request().startsWith("GET /gzip ");
              connection.answer(
                  "200 OK\nContent-Encoding: " + (isGzip ? "gzip" : "deflate"),
                  isGzip ? gzip(text) : zlib.toByteArray());
            })) {
      for (String path : List.of("/gzip", "/deflate")) {
        ClientResponse answer = ClientModule.get(server.url(path)).send();
        assertEquals(new String(text, UTF_8), answer.text());
        assertNull(answer.header("Content-Encoding"));
        assertFalse(answer.headers().has("content-encoding"));
        assertFalse(answer.headers().has("content-length"));
      }
      assertHas(server.requests().getFirst(), "Accept-Encoding: gzip, deflate");
    }
  }

  @Test
  void who_asks_for_a_coding_gets_the_bytes_as_they_came() throws IOException {
    byte[] packed = gzip("{\"a\":1}".getBytes(UTF_8));
    try (var server =
        new RawServer(connection -> connection.answer("200 OK\nContent-Encoding: gzip", packed))) {
      ClientResponse answer =
          ClientModule.get(server.url("/")).header("Accept-Encoding", "gzip").send();
      assertEquals("gzip", answer.header("Content-Encoding"));
      assertArrayEquals(packed, assertInstanceOf(Body.class, answer.body()).bytes().getBytes());
      assertEquals("{\"a\":1}", answer.text());
      assertInstanceOf(MapValue.class, answer.json());
    }
  }

  @Test
  void answers_without_a_body_have_none() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              String request = connection.request();
              if (request.startsWith("HEAD")) {
                connection.send("HTTP/1.1 200 OK\nContent-Length: 5\nContent-Encoding: gzip\n\n");
              } else {
                String status =
                    request.startsWith("GET /304") ? "304 Not Modified" : "204 No Content";
                connection.send("HTTP/1.1 " + status + "\nContent-Encoding: gzip\n\n");
              }
            })) {
      ClientResponse head = ClientModule.head(server.url("/")).send();
      assertEquals("", head.body());
      assertEquals("5", head.header("Content-Length"));
      assertEquals("", ClientModule.get(server.url("/204")).body());
      assertEquals(304, ClientModule.get(server.url("/304")).status());
      assertEquals(1, server.connections());
    }
  }

  @Test
  void texts_are_read_in_the_character_set_that_is_named() throws IOException {
    byte[] latin = {(byte) 0xE4};
    try (var server =
        new RawServer(
            connection ->
                connection.answer("200 OK\nContent-Type: text/plain; charset=ISO-8859-1", latin))) {
      assertEquals("ä", ClientModule.get(server.url("/")).text());
      assertInstanceOf(Body.class, ClientModule.get(server.url("/")).body());
    }
  }

  @Test
  void a_post_that_is_redirected_becomes_a_get_unless_the_status_says_otherwise()
      throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              String request = connection.request();
              int slash = request.indexOf('/');
              String first = request.substring(slash + 1, slash + 4);
              if (first.equals("end")) {
                connection.answer(
                    "200 OK",
                    request.split(" ", 2)[0] + " " + new String(connection.body(), UTF_8));
              } else {
                connection.answer(first + " Moved\nLocation: ../end", "");
              }
            })) {
      assertEquals("GET ", ClientModule.post(server.url("/302/a")).body("x").text());
      assertEquals("GET ", ClientModule.post(server.url("/303/a")).body("x").text());
      assertEquals("POST x", ClientModule.post(server.url("/307/a")).body("x").text());
      assertEquals("PUT x", ClientModule.put(server.url("/308/a")).body("x").text());
      assertEquals(302, ClientModule.get(server.url("/302/a")).redirects(0).status());
    }
  }

  @Test
  void credentials_are_not_sent_to_another_host() throws IOException {
    try (var other = new RawServer(connection -> connection.answer("200 OK", "other"));
        var server =
            new RawServer(
                connection ->
                    connection.answer(
                        connection.request().startsWith("GET /own")
                            ? "302 Found\nLocation: /out"
                            : "302 Found\nLocation: " + other.url("/"),
                        ""))) {
      ClientRequest request =
          ClientModule.get(server.url("/own"))
              .basic("alice", "secret")
              .cookies(map("session", "s1"))
              .header("X-Kept", "yes");
      assertEquals("other", request.text());
      assertHas(server.requests().get(1), "Authorization: Basic YWxpY2U6c2VjcmV0");
      String sent = other.requests().getFirst();
      assertFalse(sent.contains("uthorization") || sent.contains("ookie"), sent);
      assertHas(sent, "X-Kept: yes");
    }
  }

  @Test
  void connections_are_used_again() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "x"))) {
      for (int i = 0; i < 20; i++) {
        assertEquals("x", ClientModule.get(server.url("/")).text());
      }
      assertEquals(1, server.connections());
    }
  }

  @Test
  void a_connection_that_was_closed_while_it_was_idle_does_no_harm() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              connection.answer("200 OK", "x");
              connection.close();
            })) {
      for (int i = 0; i < 20; i++) {
        assertEquals("x", ClientModule.get(server.url("/")).text());
      }
    }
  }

  @Test
  void tries_are_repeated_as_often_as_the_program_allows() throws IOException {
    var count = new AtomicInteger();
    try (var server =
        new RawServer(
            connection -> {
              switch (count.incrementAndGet()) {
                case 1 -> connection.close();
                case 2 -> connection.answer("503 Service Unavailable", "later");
                default -> connection.answer("200 OK", "now");
              }
            })) {
      assertEquals("now", ClientModule.get(server.url("/")).retries(2).text());
      assertEquals(3, count.get());
      count.set(0);
      assertThrows(Failure.class, () -> ClientModule.post(server.url("/")).retries(2).send());
      assertEquals(1, count.get());
    }
  }

  @Test
  void a_cancelled_task_gives_the_request_up() throws Exception {
    var ended = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    try (var server = RawServer.silent(arrived, ended)) {
      var raised = new ConcurrentLinkedQueue<Failure>();
      Thread task =
          Thread.ofVirtual()
              .start(
                  () ->
                      raised.add(
                          assertThrows(Failure.class, ClientModule.get(server.url("/"))::send)));
      arrived.await();
      task.interrupt();
      task.join();
      assertTrue(raised.element().matchesType("CancelledError"));
      ended.await();
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static MapValue map(String key, String value) {
    MapValue map = new HashMapValue();
    map.put(key, value);
    return map;
  }

  private static void assertHas(String request, String line) {
    assertTrue(List.of(request.split("\n", -1)).contains(line), () -> line + " in " + request);
  }
}
