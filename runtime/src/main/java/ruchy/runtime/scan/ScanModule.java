package ruchy.runtime.scan;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.net.Probe;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What the module `net` has of scans.
@Module("net")
public final class ScanModule {
  private ScanModule() {}

  /// Asks which ports take connections: a list of maps with `host`, `port`, `state` (`"open"`,
  /// `"closed"`, `"filtered"`), `latency_ms` and `service` (nil if the port has no usual one); of
  /// open ports, by host and port, unless the options say `all: true`.
  ///
  /// Hosts are a text, or a list of texts: names, addresses, `10.0.0.0/24`, `10.0.0.1-20`, with
  /// commas between them. Ports are an integer, a range, a text as `"22,80,8000-8100"`, `"common"`,
  /// or a list of these. Options: `timeout` (1000 ms for an answer), `retries` (1, of ports that do
  /// not answer), `concurrency` (at most 1000 at once), `banner` (true, or how many milliseconds to
  /// listen to open ports), which adds `banner`, what the port says first, and `subject`, the name
  /// on its certificate; `progress: true` shows a bar while it lasts, if standard error is a
  /// terminal.
  ///
  /// ```ruchy
  /// let listener = net::TcpListener::bind("127.0.0.1:0")
  /// let found = net::scan("127.0.0.1", listener.port, {timeout: 500})
  /// found.map(|f| f.port == listener.port)   // => [true]
  /// listener.close()
  /// ```
  @Export
  @Waits
  @Type("list<any>")
  public static ListValue scan(
      @Reads @Nullable Object hosts, @Reads @Nullable Object ports, @Reads MapValue options) {
    ScanOptions read = ScanOptions.of(options);
    Targets targets = Targets.of(hosts, ports);
    ListValue list = ListValue.empty();
    for (Scan.Found each : Scan.run(targets, read)) {
      list.add(described(targets, each, read.bannerMillis() > 0));
    }
    return list;
  }

  /// Asks which ports take connections, with the default options.
  ///
  /// ```ruchy
  /// net::scan("127.0.0.1", 1)   // => []
  /// ```
  @Export
  @Waits
  @Type("list<any>")
  public static ListValue scan(@Reads @Nullable Object hosts, @Reads @Nullable Object ports) {
    return scan(hosts, ports, new HashMapValue());
  }

  /// What a scan has found as text: a line for each port below a head, with aligned columns. Takes
  /// any list of maps with the same keys; the text is empty if the list is.
  ///
  /// ```ruchy
  /// let found = [{host: "10.0.0.7", port: 22, state: "open", service: "ssh"}]
  /// println(net::scan_table(found).lines()[1])   // prints 10.0.0.7    22  open   ssh
  /// ```
  @Export
  public static String scanTable(@Reads ListValue found) {
    return Table.of(found);
  }

  /// The name under which a TCP port is registered, or nil.
  ///
  /// ```ruchy
  /// net::service_name(22)   // => "ssh"
  /// ```
  @Export
  public static @Nullable String serviceName(long port) {
    return serviceName(port, "tcp");
  }

  /// The name under which a port of `"tcp"` or `"udp"` is registered, or nil.
  ///
  /// ```ruchy
  /// net::service_name(67, "udp")   // => "bootps"
  /// ```
  @Export
  public static @Nullable String serviceName(long port, String protocol) {
    int number = port < 0 || port > 65_535 ? -1 : (int) port;
    return switch (protocol.toLowerCase(Locale.ROOT)) {
      case "tcp" -> Services.name(number);
      case "udp" -> Services.udpName(number);
      default ->
          throw Failure.argumentError(
              "The protocol of a service is \"tcp\" or \"udp\", got \"" + protocol + "\"");
    };
  }

  private static HashMapValue described(Targets targets, Scan.Found found, boolean hasBanner) {
    Probe probe = found.probe();
    HashMapValue map =
        HashMapValue.of(
            "host",
            targets.hosts().get(found.host()).name(),
            "port",
            (long) found.port(),
            "state",
            probe.state().name().toLowerCase(Locale.ROOT),
            "latency_ms",
            Math.floorDiv(probe.nanos(), 1000L) / 1000.0,
            "service",
            Services.name(found.port()));
    if (hasBanner) {
      map.put("banner", probe.banner());
      map.put("subject", probe.subject());
    }
    return map;
  }
}
