package ruchy.runtime.http;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The proxies before a server, whose word about the client's address counts.
final class TrustedProxies {
  /// Addresses that begin with the same bits.
  private static final class Network {
    private final byte[] address;
    private final int bits;

    Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
        return false;
      }
      int left = bits % 8;
      int mask = 0xff00 >> left & 0xff;
      return left == 0 || (address[whole] & mask) == (other[whole] & mask);
    }
  }

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
      int slash = text.indexOf('/');
      byte[] address =
          NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
      int bits = address == null ? -1 : address.length * 8;
      if (slash >= 0 && address != null) {
        try {
          int given = Integer.parseInt(text.substring(slash + 1));
          bits = given >= 0 && given <= bits ? given : -1;
        } catch (NumberFormatException malformed) {
          bits = -1;
        }
      }
      if (address == null || bits < 0) {
        throw Failure.argumentError("Not an address or network of a proxy: '" + text + "'");
      }
      networks.add(new Network(address, bits));
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
