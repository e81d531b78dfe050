package ruchy.runtime.net;

import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.ListValue;

/// The module `net::dns`: names of hosts, as the system knows them.
@Module("net::dns")
public final class DnsModule {
  private DnsModule() {}

  /// The addresses of a host, at least one. Raises IoError `Cannot look up HOST: unknown host`.
  ///
  /// ```ruchy
  /// net::dns::lookup("127.0.0.1")   // => ["127.0.0.1"]
  /// net::dns::lookup("localhost").contains("127.0.0.1")   // => true
  /// ```
  @Export
  @Waits
  @Type("list<string>")
  public static ListValue lookup(String host) {
    if (host.isBlank()) {
      throw Failure.argumentError("A host is a name or an address, got \"" + host + "\"");
    }
    try {
      return ListValue.ofStrings(
          Names.lookUp(host).stream().map(Names::text).distinct().toArray(String[]::new));
    } catch (IOException failure) {
      throw Failure.ioError("Cannot look up " + host + ": " + Reasons.of(failure));
    }
  }

  /// The name of the host with that address, or nil if the system knows none. Raises ArgumentError
  /// for what is no address.
  ///
  /// ```ruchy
  /// try { net::dns::reverse("localhost") } catch (e) { e.type }   // => "ArgumentError"
  /// ```
  @Export
  @Waits
  public static @Nullable String reverse(String address) {
    InetAddress literal = Names.literal(address);
    if (literal == null) {
      throw Failure.argumentError("Not an address: '" + address + "'");
    }
    try {
      String name = Blocking.ask(literal::getCanonicalHostName);
      return name.equals(literal.getHostAddress()) ? null : name;
    } catch (IOException failure) {
      throw Failure.ioError("Cannot look up " + address + ": " + Reasons.of(failure));
    }
  }
}
