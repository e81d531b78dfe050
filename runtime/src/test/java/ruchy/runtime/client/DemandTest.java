package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// How many requests may wait for a connection, and what is told of those that do.
@Timeout(60)
class DemandTest {
  private static RequestOptions options(RawServer server) {
    return new RequestOptions()
        .setHost("127.0.0.1")
        .setPort(server.port())
        .setSsl(false)
        .setURI("/");
  }

  /// Asks for so many requests at once, and yields which of them are refused at once.
  private static List<Integer> refused(Connections connections, Loop loop, RawServer server, int n)
      throws Exception {
    var refused = new CompletableFuture<List<Integer>>();
    loop.context()
        .runOnContext(
            nothing -> {
              List<Integer> failed = new ArrayList<>();
              for (int i = 0; i < n; i++) {
                Future<HttpClientRequest> asked = connections.request(options(server));
                if (asked.failed()) {
                  failed.add(i);
                }
              }
              refused.complete(failed);
            });
    return refused.get();
  }

  @Test
  void requests_whose_connections_are_being_opened_are_not_among_those_that_wait()
      throws Exception {
    try (var server = RawServer.holding(new CountDownLatch(1), "never")) {
      var given = ClientOptions.of(HashMapValue.of("connections", 3L, "queue", 2L));
      Loop loop = Engine.loops().getFirst();
      Connections connections = given.connections(loop);
      assertEquals(List.of(5, 6), refused(connections, loop, server, 7));
      given.close();
    }
  }

  @Test
  void with_no_queue_as_many_are_sent_as_there_may_be_connections() throws Exception {
    try (var server = new RawServer(connection -> connection.answer("200 OK", "x"))) {
      Client client = Client.create(HashMapValue.of("connections", 1L, "queue", 0L));
      for (int i = 0; i < 5; i++) {
        assertEquals("x", client.get(server.url("/")).text());
      }
      assertEquals(1, server.connections());
      client.close();
    }
  }

  @Test
  void a_time_limit_tells_whether_all_connections_are_in_use() throws IOException {
    var hasArrived = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var server =
        new RawServer(
            connection -> {
              hasArrived.countDown();
              connection.hold(release);
              connection.answer("200 OK", "x");
            })) {
      Client client = Client.create(HashMapValue.of("connections", 1L));
      var first = client.get(server.url("/"));
      Thread task = Thread.ofPlatform().start(first::send);
      hasArrived.await();
      Failure failure =
          assertThrows(Failure.class, () -> client.get(server.url("/")).timeout(200).send());
      assertEquals(
          "No answer within 200 ms: still waiting for a connection, as all that there may be to the"
              + " host are in use (GET "
              + server.url("/")
              + ")",
          failure.message());
      release.countDown();
      task.join();
      assertEquals("x", first.text());
      assertEquals("x", client.get(server.url("/")).text());
      client.close();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
