package ruchy.runtime.client;

import io.netty.util.NetUtil;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Ascii;
import ruchy.runtime.message.Network;

/// Which requests go through a proxy, as the environment says: `http_proxy`, `https_proxy`,
/// `all_proxy` (an address with or without `http://`, with or without `name:password@`), and
/// `no_proxy`, a list of hosts that are reached directly: `example.com` with all below it,
/// `example.com:8080`, `10.1.2.3`, `10.1.0.0/16`, `*` for all.
///
/// All names may be written in upper case too, except `http_proxy`: to a program that is started by
/// a web server for one request, `HTTP_PROXY` is a header of that request.
final class Proxy {
  static final Proxy OF_ENVIRONMENT = new Proxy(System.getenv());

  static final Proxy NONE = new Proxy(Map.of());

  private final @Nullable ProxyOptions forPlain;
  private final @Nullable ProxyOptions forSecure;
  private final String[] direct;
  private final List<Network> directNetworks = new ArrayList<>();

  /// Whether this machine is reached directly.
  private final boolean isLocalDirect;

  private Proxy(ProxyOptions forAll) {
    forPlain = forAll;
    forSecure = forAll;
    direct = new String[0];
    isLocalDirect = false;
  }

  /// The proxy at an address, for all requests; raises ArgumentError for what is none.
  static Proxy at(String address) {
    ProxyOptions options = options(address);
    if (options == null) {
      throw Failure.argumentError("Not the address of a proxy: '" + address + "'");
    }
    return new Proxy(options);
  }

  Proxy(Map<String, String> environment) {
    ProxyOptions forAll = options(value(environment, "all_proxy"));
    ProxyOptions plain = options(environment.getOrDefault("http_proxy", ""));
    ProxyOptions secure = options(value(environment, "https_proxy"));
    forPlain = plain == null ? forAll : plain;
    forSecure = secure == null ? forAll : secure;
    isLocalDirect = true;
    direct = value(environment, "no_proxy").toLowerCase(Locale.ROOT).split("[,\\s]+", -1);
    for (String entry : direct) {
      Network network = Network.parseOrNull(entry);
      if (network != null) {
        directNetworks.add(network);
      }
    }
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
  }

  private static @Nullable ProxyOptions options(String text) {
    String address = text.strip();
    if (address.isEmpty()) {
      return null;
    }
    int scheme = address.indexOf("://");
    Url url = Url.parseOrNull("http://" + (scheme < 0 ? address : address.substring(scheme + 3)));
    if (url == null) {
      return null;
    }
    boolean isSocks = address.regionMatches(true, 0, "socks", 0, 5);
    var options =
        new ProxyOptions()
            .setType(isSocks ? ProxyType.SOCKS5 : ProxyType.HTTP)
            .setHost(url.host())
            .setPort(url.port());
    if (url.user() != null) {
      int colon = url.user().indexOf(':');
      String name = colon < 0 ? url.user() : url.user().substring(0, colon);
      options.setUsername(Url.unescaped(name));
      options.setPassword(colon < 0 ? "" : Url.unescaped(url.user().substring(colon + 1)));
    }
    return options;
  }

  /// The proxy for an address, or null when it is reached directly. Programs on this machine always
  /// are.
  @Nullable ProxyOptions of(Url url) {
    ProxyOptions proxy = url.isSecure() ? forSecure : forPlain;
    return proxy == null || isDirect(url) ? null : proxy;
  }

  private boolean isDirect(Url url) {
    String host = url.host();
    boolean isLocal = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    if (isLocal && isLocalDirect) {
      return true;
    }
    byte[] address =
        directNetworks.isEmpty() ? null : NetUtil.createByteArrayFromIpAddressString(host);
    if (address != null && directNetworks.stream().anyMatch(each -> each.contains(address))) {
      return true;
    }
    for (String entry : direct) {
      if (entry.equals("*") || (!entry.isEmpty() && isCovered(url, entry))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCovered(Url url, String entry) {
    String name = entry.startsWith("*.") ? entry.substring(2) : entry;
    name = name.startsWith(".") ? name.substring(1) : name;
    int colon = name.lastIndexOf(':');
    boolean hasPort =
        colon > 0
            && name.indexOf(':') == colon
            && name.substring(colon + 1).chars().allMatch(Ascii::isDigit);
    if (hasPort) {
      if (!name.substring(colon + 1).equals(Integer.toString(url.port()))) {
        return false;
      }
      name = name.substring(0, colon);
    }
    return url.host().equals(name) || url.host().endsWith("." + name);
  }
}
