package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// What all requests of a client have in common.
@Timeout(60)
class ClientOptionsTest {
  private static Client client(Object... options) {
    return Client.create(HashMapValue.of(options));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/v1, /users, http://a/v1/users",
    "http://a/v1/, /users, http://a/v1/users",
    "http://a/v1/, users?x=1, http://a/v1/users?x=1",
    "http://a, ?q=1, http://a/?q=1",
    "http://a/v1?k=1, users, http://a/v1/users",
    "http://a/v1, '', http://a/v1",
    "http://a/v1, https://b/users, https://b/users"
  })
  void paths_are_below_the_base(String base, String path, String expected) {
    assertEquals(expected, client("base", base).get(path).url());
  }

  @Test
  void fields_of_the_client_are_those_of_each_request_and_credentials_stay_at_its_base()
      throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", ""));
        var other = new RawServer(connection -> connection.answer("200 OK", ""))) {
      Client client =
          client(
              "base",
              server.url("/v1"),
              "headers",
              HashMapValue.of("Authorization", "Bearer a", "X-Color", "blue"));
      client.get("/users").send();
      client.get("/users").header("X-Color", "red").send();
      client.get(other.url("/")).send();
      assertTrue(server.requests().get(0).contains("\nAuthorization: Bearer a\n"));
      assertTrue(server.requests().get(0).contains("\nX-Color: blue\n"));
      assertTrue(server.requests().get(1).contains("\nX-Color: red\n"));
      assertFalse(other.requests().get(0).contains("Bearer"));
      assertTrue(other.requests().get(0).contains("\nX-Color: blue\n"));
      client.close();
    }
  }

  @Test
  void limits_of_the_client_are_those_of_each_request() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("302 Found", "123456"))) {
      Client client = client("max_body", 5L, "timeout", 7000L, "retries", 2L, "redirects", 0L);
      String url = server.url("/");
      Failure large = assertThrows(Failure.class, () -> client.get(url).send());
      assertEquals("The body is larger than 5 bytes (GET " + url + ")", large.message());
      assertEquals(302, client.get(url).maxBody(6).status());
    }
  }

  @Test
  void cookies_that_a_server_sets_come_back_also_after_a_redirect() throws IOException {
    try (var server =
        new RawServer(
            connection -> {
              String line = connection.request().lines().findFirst().orElseThrow();
              switch (line) {
                case "GET /login HTTP/1.1" ->
                    connection.answer(
                        "302 Found\nLocation: /home\nSet-Cookie: id=7; HttpOnly\n"
                            + "Set-Cookie: old=; Max-Age=0\nSet-Cookie: far=1; Path=/far\n"
                            + "Set-Cookie: evil=1; Domain=example.com",
                        "");
                case String other -> connection.answer("200 OK", connection.field("cookie"));
              }
            })) {
      Client client = client("cookies", true);
      assertEquals("id=7", client.get(server.url("/login")).text());
      assertEquals("id=7", client.get(server.url("/")).text());
      assertEquals("far=1; id=7", client.get(server.url("/far/away")).text());
      // What the program sets for one request counts first.
      assertEquals(
          "id=8; a=1",
          client.get(server.url("/")).cookies(HashMapValue.of("id", "8", "a", "1")).text());
      assertEquals(2, client.cookies().size());
      assertEquals(
          "{domain: \"127.0.0.1\", http_only: true, name: \"id\", path: \"/\", secure: false,"
              + " value: \"7\"}",
          Display.print(client.cookies().at(0)));
      client.clearCookies();
      assertEquals("", client.get(server.url("/")).text());
      // Without the option nothing is kept.
      assertEquals("", client().get(server.url("/login")).text());
    }
  }

  @Test
  void addresses_that_are_not_public_are_refused_also_after_a_redirect() throws IOException {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "secret"))) {
      String place = "127.0.0.1:" + server.port();
      refused(client("public_only", true), place, "127.0.0.1");
      refused(
          client("public_only", true, "retries", 3L), "localhost:" + server.port(), "127.0.0.1");
      refused(client("public_only", true), "[::1]:" + server.port(), "0:0:0:0:0:0:0:1");
      refused(client("public_only", true), "[::ffff:127.0.0.1]:" + server.port(), "127.0.0.1");
      refused(client("public_only", true, "allow", "10.0.0.0/8"), place, "127.0.0.1");
      assertEquals(0, server.connections());
      assertEquals(
          "secret",
          client("public_only", true, "allow", "127.0.0.0/8").get("http://" + place).text());
      assertEquals(
          "secret",
          client("public_only", true, "allow", ListValue.of("LOCALHOST"))
              .get("http://localhost:" + server.port())
              .text());
    }
    try (var server =
        new RawServer(
            connection ->
                connection.answer("302 Found\nLocation: http://169.254.169.254/latest", ""))) {
      Client client = client("public_only", true, "allow", "127.0.0.1");
      Failure failure =
          assertThrows(Failure.class, () -> client.get(server.url("/")).timeout(5000).send());
      assertEquals(
          "Cannot connect to 169.254.169.254:80: 169.254.169.254 is no public address"
              + " (GET http://169.254.169.254/latest)",
          failure.message());
    }
  }

  private static void refused(Client client, String place, String address) {
    Failure failure = assertThrows(Failure.class, () -> client.get("http://" + place + "/").send());
    assertTrue(failure.matchesType("IoError"), failure::message);
    assertTrue(
        failure.message().contains(": " + address + " is no public address (GET "),
        failure::message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.31.255.255",
        "192.168.0.1",
        "198.19.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:1::",
        "2001:db8::1",
        "::ffff:10.0.0.1"
      })
  void special_addresses_are_not_public(String text) throws UnknownHostException {
    assertFalse(Guard.isPublic(InetAddress.getByName(text).getAddress()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "193.0.0.1", "2606:4700::1"})
  void others_are(String text) throws UnknownHostException {
    assertTrue(Guard.isPublic(InetAddress.getByName(text).getAddress()));
  }

  @Test
  void a_proxy_of_the_clients_own_gets_all_requests() throws IOException {
    try (var proxy =
        new RawServer(
            connection ->
                connection.answer(
                    "200 OK", connection.request().lines().findFirst().orElseThrow()))) {
      Client client = client("proxy", "http://127.0.0.1:" + proxy.port());
      assertEquals("GET http://localhost:1/x HTTP/1.1", client.get("http://localhost:1/x").text());
    }
  }

  @Test
  void an_error_tells_that_it_was_the_proxy() {
    Client client = client("proxy", "http://proxy.invalid:3128");
    Failure failure = assertThrows(Failure.class, () -> client.get("http://localhost:1/x").send());
    assertEquals(
        "Cannot connect to localhost:1 through the proxy proxy.invalid:3128: unknown host (GET"
            + " http://localhost:1/x)",
        failure.message());
  }

  @Test
  void an_error_tells_what_a_proxy_says_that_refuses() throws IOException {
    try (var proxy = new RawServer(connection -> connection.answer("403 Forbidden", ""))) {
      Client client = client("proxy", "http://127.0.0.1:" + proxy.port());
      Failure failure = assertThrows(Failure.class, () -> client.get("https://a.test/x").send());
      assertEquals(
          "Cannot connect to a.test:443 through the proxy 127.0.0.1:"
              + proxy.port()
              + ": the proxy refuses: 403 Forbidden (GET https://a.test/x)",
          failure.message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  void a_proxy_that_accepts_and_says_nothing_has_the_time_of_a_connection(String kind)
      throws IOException {
    try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + proxy.getLocalPort();
      Client client = client("proxy", kind + "://" + address, "connect_timeout", 300L);
      Failure failure =
          assertThrows(Failure.class, () -> client.get("https://a.test/x").timeout(5000L).send());
      assertEquals(
          "Cannot connect to a.test:443 through the proxy "
              + address
              + ": the proxy has not answered within 300 ms (GET https://a.test/x)",
          failure.message());
    }
  }

  @Test
  void a_server_says_when_it_wants_to_be_asked_again() throws IOException {
    List<Long> times = new ArrayList<>();
    try (var server =
        new RawServer(
            connection -> {
              times.add(System.nanoTime());
              if (times.size() == 1) {
                connection.answer("429 Too Many\nRetry-After: 1", "");
              } else {
                connection.answer("503 Not Now\nRetry-After: 3600", "later");
              }
            })) {
      // An hour is more than the time limit: the answer is the answer.
      assertEquals("later", ClientModule.get(server.url("/")).retries(5).text());
      assertEquals(2, times.size());
      assertTrue(times.get(1) - times.get(0) >= 1_000_000_000L);
      assertEquals(503, ClientModule.post(server.url("/")).retries(5).status());
      assertEquals(3, times.size());
    }
  }

  @Test
  void dates_and_seconds_tell_when() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(120_000, RetryAfter.millis("120", now));
    assertEquals(5_000, RetryAfter.millis("Thu, 01 Jan 2026 00:00:05 GMT", now));
    assertEquals(0, RetryAfter.millis("Thu, 01 Jan 2015 00:00:05 GMT", now));
    assertEquals(0, RetryAfter.millis("soon", now));
    assertEquals(0, RetryAfter.millis(null, now));
    assertEquals(Long.MAX_VALUE, RetryAfter.millis("99999999999", now));
  }

  @Test
  void options_that_do_not_exist_or_fit_are_faults() {
    fault("Unknown option of Client: 'tiemout'", "tiemout", 5L);
    fault("The option timeout is 1 or more, got 0", "timeout", 0L);
    fault("The option http2 is true, false or \"only\", got 2", "http2", 2L);
    fault("The option allow belongs to public_only", "allow", "10.0.0.0/8");
    fault(
        "The options public_only and proxy exclude each other", "public_only", true, "proxy", "p");
    fault("Not an http or https address: 'ftp://a'", "base", "ftp://a");
    fault(
        "Not an address, a network or a host: '10.0.0.0/33'",
        "public_only",
        true,
        "allow",
        "10.0.0.0/33");
  }

  private static void fault(String message, Object... options) {
    Failure failure = assertThrows(Failure.class, () -> client(options));
    assertTrue(failure.matchesType("ArgumentError"));
    assertEquals(message, failure.message());
  }
}
