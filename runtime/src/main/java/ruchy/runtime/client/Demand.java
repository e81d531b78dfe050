package ruchy.runtime.client;

import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many requests by HTTP/1.1 use connections to each host, and how many wait for one: Vert.x
/// counts those whose connection is being opened among those that wait. Only used on the event loop
/// of the connections.
final class Demand {
  private record Place(String host, int port, boolean isSecure, @Nullable SocketAddress server) {
    static Place of(RequestOptions options) {
      boolean isSecure = Boolean.TRUE.equals(options.isSsl());
      SocketAddress server = options.getServer() instanceof SocketAddress pinned ? pinned : null;
      return new Place(options.getHost(), options.getPort(), isSecure, server);
    }
  }

  /// Of one host.
  private static final class Count {
    private int asking;
    private int busy;
  }

  private final HttpClientAgent agent;
  private final int connections;
  private final int waiting;
  private final Map<Place, Count> counts = new HashMap<>();

  /// @param connections how many there may be to a host
  /// @param waiting how many requests may wait while all these are in use
  Demand(HttpClientAgent agent, int connections, int waiting) {
    this.agent = agent;
    this.connections = connections;
    this.waiting = waiting;
  }

  Future<HttpClientRequest> request(RequestOptions options) {
    Place place = Place.of(options);
    Count count = counts.computeIfAbsent(place, unknown -> new Count());
    int free = Math.max(0, connections - count.busy);
    if (count.asking >= (long) free + waiting) {
      return Future.failedFuture(
          new ConnectionPoolTooBusyException("too many requests wait for a connection"));
    }
    count.asking++;
    return agent
        .request(options.setProtocolVersion(HttpVersion.HTTP_1_1))
        .onComplete((request, failure) -> answered(place, count, request));
  }

  private void answered(Place place, Count count, @Nullable HttpClientRequest request) {
    count.asking--;
    if (request == null) {
      forget(place, count);
      return;
    }
    count.busy++;
    request
        .response()
        .onComplete(
            (response, failure) -> {
              if (response == null) {
                released(place, count);
              } else {
                response.end().onComplete((end, broken) -> released(place, count));
              }
            });
  }

  private void released(Place place, Count count) {
    count.busy--;
    forget(place, count);
  }

  private void forget(Place place, Count count) {
    if (count.asking == 0 && count.busy == 0) {
      counts.remove(place, count);
    }
  }

  /// Whether all connections that there may be are in use.
  boolean isFull(RequestOptions options) {
    Count count = counts.get(Place.of(options));
    return count != null && count.busy >= connections;
  }
}
