package ruchy.runtime.message;

import io.netty.channel.EventLoop;
import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Engine;

/// The addresses of hosts.
public final class Addresses {
  /// `/etc/hosts`, of which Vert.x takes one line for each host.
  private static final HostsFileEntriesProvider FILE =
      HostsFileEntriesProvider.parser().parseSilently(StandardCharsets.UTF_8);

  private Addresses() {}

  /// The address that a text is; null for a name.
  public static @Nullable InetAddress literal(String host) {
    return NetUtil.createInetAddressFromIpAddressString(host);
  }

  /// Tells all addresses of a host, at least one, or why there are none: what it is itself, else
  /// what `/etc/hosts` says, else the name servers. Called on the event loop, as is `outcome`.
  public static void lookUp(
      EventLoop loop,
      String host,
      BiConsumer<@Nullable List<InetAddress>, @Nullable Throwable> outcome) {
    InetAddress literal = literal(host);
    List<InetAddress> known = literal == null ? inFile(host) : List.of(literal);
    if (!known.isEmpty()) {
      outcome.accept(known, null);
      return;
    }
    ((VertxInternal) Engine.vertx())
        .nameResolver()
        .resolveAll(loop, host)
        .addListener(
            (Future<List<InetSocketAddress>> found) -> {
              if (found.isSuccess()) {
                outcome.accept(
                    found.getNow().stream().map(InetSocketAddress::getAddress).toList(), null);
              } else {
                outcome.accept(null, found.cause());
              }
            });
  }

  private static List<InetAddress> inFile(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    List<InetAddress> found = new ArrayList<>(FILE.ipv4Entries().getOrDefault(name, List.of()));
    found.addAll(FILE.ipv6Entries().getOrDefault(name, List.of()));
    return found;
  }
}
