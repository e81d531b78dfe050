package ruchy.runtime.http;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Network;

/// The proxies before a server, whose word about the client's address counts.
final class TrustedProxies {
  private final List<Network> networks = new ArrayList<>();

  /// Addresses, networks such as `10.0.0.0/8`, `loopback` and `private`.
  TrustedProxies(List<String> names) {
    for (String name : names) {
      switch (name) {
        case "loopback" -> add("127.0.0.0/8", "::1");
        case "private" -> add("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
        default -> add(name);
      }
    }
  }

  private void add(String... texts) {
    for (String text : texts) {
      Network network = Network.parseOrNull(text);
      if (network == null) {
        throw Failure.argumentError("Not an address or network of a proxy: '" + text + "'");
      }
      networks.add(network);
    }
  }

  /// The address of the client: the last one that no trusted proxy has.
  String client(String peer, @Nullable String forwarded) {
    String client = peer;
    if (forwarded == null) {
      return client;
    }
    String[] hops = forwarded.split(",", -1);
    for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
      String hop = hops[i].strip();
      if (NetUtil.createByteArrayFromIpAddressString(hop) == null) {
        break;
      }
      client = hop;
    }
    return client;
  }

  /// What the proxy next to the server says in a field; null when it says nothing, or is none.
  @Nullable String word(String peer, @Nullable String field) {
    if (field == null || !isTrusted(peer)) {
      return null;
    }
    String last = field.substring(field.lastIndexOf(',') + 1).strip();
    return last.isEmpty() ? null : last;
  }

  private boolean isTrusted(String text) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
    if (address != null) {
      for (Network network : networks) {
        if (network.contains(address)) {
          return true;
        }
      }
    }
    return false;
  }
}
