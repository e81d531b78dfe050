package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// Where requests go, by the names of hosts.
@Timeout(60)
class HostsTest {
  private static Client client(Object... options) {
    return Client.create(HashMapValue.of(options));
  }

  private static Client knowing(Object addresses) {
    return client("hosts", HashMapValue.of("a.test", addresses));
  }

  private static RawServer naming() throws IOException {
    return new RawServer(connection -> connection.answer("200 OK", connection.field("host")));
  }

  private static String refusal(ClientRequest request) {
    Failure failure = assertThrows(Failure.class, request::send);
    assertTrue(failure.matchesType("IoError"), failure::message);
    return failure.message();
  }

  @Test
  void a_server_is_reached_by_its_address_of_ip_version_6() throws IOException {
    try (var server =
        new RawServer(
            "::1", 0, connection -> connection.answer("200 OK", connection.field("host")))) {
      String place = "[::1]:" + server.port();
      assertEquals(place, ClientModule.get("http://" + place + "/").text());
      Client guarded = client("public_only", true, "allow", "::1");
      assertEquals(place, guarded.get("http://" + place + "/").text());
      assertEquals(
          "a.test:" + server.port(),
          knowing("::1").get("http://a.test:" + server.port() + "/").text());
    }
  }

  @Test
  void a_program_tells_the_addresses_of_a_host() throws IOException {
    try (var server = naming()) {
      Client client = knowing("127.0.0.1");
      assertEquals("a.test:" + server.port(), client.get("http://A.TEST:" + server.port()).text());
      client.close();
    }
  }

  @Test
  void the_next_address_of_a_host_is_taken_when_one_refuses() throws IOException {
    try (var server = naming()) {
      String url = "http://a.test:" + server.port() + "/";
      Client client = knowing(ListValue.of("127.0.0.2", "::1", "127.0.0.1"));
      assertEquals(200, client.get(url).status());
      assertEquals(200, client.get(url).status());
      assertEquals(1, server.connections());
      assertEquals(
          "Cannot connect to a.test:" + server.port() + ": connection refused (GET " + url + ")",
          refusal(knowing(ListValue.of("127.0.0.2", "127.0.0.3")).get(url)));
      client.close();
    }
  }

  @Test
  void another_address_takes_over_from_the_one_that_was_reached() throws IOException {
    try (var second = new RawServer(connection -> connection.answer("200 OK", "second"))) {
      String url = "http://a.test:" + second.port() + "/";
      Client client = knowing(ListValue.of("127.0.0.2", "127.0.0.1"));
      try (var first =
          new RawServer(
              "127.0.0.2",
              second.port(),
              connection -> connection.answer("200 OK\nConnection: close", "first"))) {
        assertEquals("first", client.get(url).text());
        assertEquals(1, first.connections());
      }
      assertEquals("second", client.get(url).text());
      client.close();
    }
  }

  @Test
  void of_several_addresses_those_are_left_out_that_are_not_public() throws IOException {
    try (var server = naming()) {
      String url = "http://a.test:" + server.port() + "/";
      var hosts = HashMapValue.of("a.test", ListValue.of("10.0.0.1", "127.0.0.1"));
      Client some = client("hosts", hosts, "public_only", true, "allow", "127.0.0.1");
      assertEquals(200, some.get(url).status());
      assertEquals(
          "Cannot connect to a.test:"
              + server.port()
              + ": 10.0.0.1 is no public address (GET "
              + url
              + ")",
          refusal(client("hosts", hosts, "public_only", true).get(url)));
    }
  }

  @Test
  void a_host_that_nobody_knows_is_not_resolved() {
    ClientOptions options = ClientOptions.standard();
    var asked = new AtomicInteger();
    options.resolver =
        (loop, host) -> {
          asked.incrementAndGet();
          return Future.failedFuture(new UnknownHostException(host));
        };
    var request = new ClientRequest(options.draft("GET", "http://a.test/x"));
    assertEquals(
        "Cannot resolve a.test: unknown host (GET http://a.test/x)", refusal(request.retries(1)));
    assertEquals(2, asked.get());
  }

  @Test
  void who_waits_in_vain_for_an_address_is_told_so() {
    ClientOptions options = ClientOptions.standard();
    options.resolver = (loop, host) -> silence();
    var request = new ClientRequest(options.draft("GET", "http://a.test/"));
    Failure late = assertThrows(Failure.class, () -> request.timeout(50).send());
    assertTrue(late.matchesType("TimeoutError"));
    assertEquals(
        "No answer within 50 ms: still resolving the name of the host (GET http://a.test/)",
        late.message());
    options.connectMillis = 50;
    assertEquals(
        "Cannot resolve a.test: no answer within 50 ms (GET http://a.test/)",
        refusal(new ClientRequest(options.draft("GET", "http://a.test/"))));
  }

  private static Future<List<InetAddress>> silence() {
    return Promise.<List<InetAddress>>promise().future();
  }

  @Test
  void what_is_no_address_is_a_fault() {
    fault("Not an address of a host: 'b.test'", "b.test");
    fault("The option hosts is a map of hosts with an address or more, got []", ListValue.of());
    fault("The option hosts is a text or a list of texts, got 7", 7L);
  }

  private static void fault(String message, Object addresses) {
    Failure failure = assertThrows(Failure.class, () -> knowing(addresses));
    assertTrue(failure.matchesType("ArgumentError"));
    assertEquals(message, failure.message());
  }
}
