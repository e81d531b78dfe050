package ruchy.runtime.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Addresses;

/// Which addresses hosts have, and which of them was reached last: the next request finds its
/// connection still open. Only used on the event loop of the connections.
final class Hosts {
  /// Who knows the addresses of a host; completes on the event loop that asks.
  @FunctionalInterface
  interface Resolver {
    Future<List<InetAddress>> lookUp(Loop loop, String host);
  }

  /// As long as the same address is taken without asking again. The system and the name servers may
  /// keep what they know for longer.
  private static final long KEPT_NANOS = 5_000_000_000L;

  private static final int MOST_KEPT = 1000;

  private record Reached(InetAddress address, long atNanos) {}

  private final Loop loop;
  private final ClientOptions options;
  private final Map<String, Reached> reached = new HashMap<>();

  Hosts(Loop loop, ClientOptions options) {
    this.loop = loop;
    this.options = options;
  }

  /// What `/etc/hosts` and the name servers say.
  static Future<List<InetAddress>> ask(Loop loop, String host) {
    Promise<List<InetAddress>> found = Promise.promise();
    Addresses.lookUp(loop.events(), host, found::complete);
    return found.future();
  }

  /// The addresses of a host in the order in which they are to be tried, or why there are none: at
  /// the latest after the time in which there has to be a connection. Those of both families take
  /// turns (RFC 8305, section 4), after the one that was reached last.
  Future<List<InetAddress>> lookUp(String host) {
    InetAddress literal = Addresses.literal(host);
    if (literal != null) {
      return Future.succeededFuture(List.of(literal));
    }
    Reached last = reached.get(host);
    if (last != null && System.nanoTime() - last.atNanos < KEPT_NANOS) {
      return Future.succeededFuture(List.of(last.address));
    }
    List<InetAddress> given = options.hosts.get(host);
    Future<List<InetAddress>> asked =
        given == null
            ? options
                .resolver
                .lookUp(loop, host)
                .timeout(options.connectMillis, TimeUnit.MILLISECONDS)
            : Future.succeededFuture(given);
    return asked.map(found -> ordered(found, last == null ? null : last.address));
  }

  private static List<InetAddress> ordered(List<InetAddress> found, @Nullable InetAddress last) {
    if (found.size() == 1) {
      return found;
    }
    List<InetAddress> four = new ArrayList<>(found);
    four.removeIf(address -> !(address instanceof Inet4Address));
    List<InetAddress> six = new ArrayList<>(found);
    six.removeAll(four);
    boolean isFourFirst = found.getFirst() instanceof Inet4Address;
    List<InetAddress> first = isFourFirst ? four : six;
    List<InetAddress> second = isFourFirst ? six : four;
    List<InetAddress> ordered = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i < first.size()) {
        ordered.add(first.get(i));
      }
      if (i < second.size()) {
        ordered.add(second.get(i));
      }
    }
    if (last != null && ordered.remove(last)) {
      ordered.addFirst(last);
    }
    return ordered;
  }

  /// There is a connection to that address.
  void reached(String host, InetAddress address) {
    Reached last = reached.get(host);
    boolean isNews = last == null || System.nanoTime() - last.atNanos >= KEPT_NANOS;
    if (isNews && Addresses.literal(host) == null) {
      if (reached.size() >= MOST_KEPT) {
        reached.clear();
      }
      reached.put(host, new Reached(address, System.nanoTime()));
    }
  }

  /// There is no connection to the host any longer. Whether there was one: then other addresses may
  /// not have been asked.
  boolean forget(String host) {
    return reached.remove(host) != null;
  }
}
