package ruchy.runtime.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// What the module `net` has of the machine's interfaces.
@Module("net")
public final class InterfaceModule {
  private InterfaceModule() {}

  /// The interfaces of this machine, each a map: `name`, `index`, `addresses` (list of texts),
  /// `mac` (text or nil), `mtu`, `is_up`, `is_loopback`, `has_multicast`.
  ///
  /// ```ruchy
  /// net::interfaces().filter(|i| i.is_loopback).map(|i| i.addresses.contains("127.0.0.1"))   // => [true]
  /// ```
  @Export
  @Type("list<any>")
  public static ListValue interfaces() {
    ListValue list = ListValue.empty();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        list.add(described(each));
      }
    } catch (IOException failure) {
      throw Failure.ioError("Cannot list the interfaces: " + Reasons.of(failure));
    }
    return list;
  }

  private static HashMapValue described(NetworkInterface each) throws IOException {
    return HashMapValue.of(
        "name",
        each.getName(),
        "index",
        (long) each.getIndex(),
        "addresses",
        ListValue.ofStrings(
            each.inetAddresses().map(InterfaceModule::withoutScope).toArray(String[]::new)),
        "mac",
        mac(each.getHardwareAddress()),
        "mtu",
        (long) each.getMTU(),
        "is_up",
        each.isUp(),
        "is_loopback",
        each.isLoopback(),
        "has_multicast",
        each.supportsMulticast());
  }

  private static String withoutScope(InetAddress address) {
    String text = Names.text(address);
    int percent = text.indexOf('%');
    return percent < 0 ? text : text.substring(0, percent);
  }

  private static @Nullable String mac(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.ofDelimiter(":").formatHex(bytes);
  }
}
