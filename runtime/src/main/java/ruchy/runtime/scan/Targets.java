package ruchy.runtime.scan;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Cursors;
import ruchy.runtime.value.Display;

/// The hosts and ports of a scan.
///
/// @param hosts each with the name that the program gave it, or its address
/// @param ports ascending
record Targets(List<Host> hosts, List<Integer> ports) {
  private static final int MOST_HOSTS = 1 << 20;

  record Host(String name, InetAddress address) {}

  static Targets of(@Nullable Object hosts, @Nullable Object ports) {
    List<Host> found = new ArrayList<>();
    addHosts(found, hosts);
    TreeSet<Integer> numbers = new TreeSet<>();
    addPorts(numbers, ports);
    return new Targets(found, List.copyOf(numbers));
  }

  /// A text: names, addresses, `10.0.0.0/24` and `10.0.0.1-20`, with commas between them; or a list
  /// of such texts.
  private static void addHosts(List<Host> hosts, @Nullable Object given) {
    if (given instanceof String text) {
      for (String part : text.split(",", -1)) {
        addHost(hosts, part.strip());
      }
      return;
    }
    for (Cursor each = elements(given, "hosts"); each.advance(); ) {
      addHosts(hosts, each.value());
    }
  }

  private static Cursor elements(@Nullable Object given, String what) {
    Cursor cursor = given instanceof String ? null : Cursors.of(given);
    if (cursor == null) {
      throw Failure.typeError("The " + what + " of a scan are text or a list");
    }
    return cursor;
  }

  private static void addHost(List<Host> hosts, String text) {
    int slash = text.indexOf('/');
    int dash = text.lastIndexOf('-');
    InetAddress first = dash < 0 ? null : literal(text.substring(0, dash));
    if (slash >= 0) {
      addNetwork(hosts, text, slash);
    } else if (first != null) {
      long last = number(text, text.substring(dash + 1), 255);
      byte[] bytes = first.getAddress();
      addFrom(hosts, bytes, last - (bytes[bytes.length - 1] & 0xff) + 1, text);
    } else {
      hosts.add(new Host(text, address(text)));
    }
  }

  /// All addresses that begin with the same bits.
  private static void addNetwork(List<Host> hosts, String text, int slash) {
    InetAddress base = literal(text.substring(0, slash));
    if (base == null) {
      throw malformed(text);
    }
    byte[] bytes = base.getAddress();
    int bits = bytes.length * 8;
    int free = bits - (int) number(text, text.substring(slash + 1), bits);
    for (int bit = 0; bit < free; bit++) {
      bytes[bytes.length - 1 - bit / 8] &= (byte) ~(1 << bit % 8);
    }
    addFrom(hosts, bytes, free > 30 ? Long.MAX_VALUE : 1L << free, text);
  }

  private static void addFrom(List<Host> hosts, byte[] first, long count, String text) {
    if (count < 1) {
      throw malformed(text);
    }
    if (hosts.size() + count > MOST_HOSTS || count > MOST_HOSTS) {
      throw Failure.argumentError("A scan has at most " + MOST_HOSTS + " hosts: '" + text + "'");
    }
    BigInteger start = new BigInteger(1, first);
    for (long i = 0; i < count; i++) {
      byte[] sum = start.add(BigInteger.valueOf(i)).toByteArray();
      byte[] bytes = new byte[first.length];
      int length = Math.min(sum.length, bytes.length);
      System.arraycopy(sum, sum.length - length, bytes, bytes.length - length, length);
      try {
        InetAddress address = InetAddress.getByAddress(bytes);
        hosts.add(new Host(address.getHostAddress(), address));
      } catch (UnknownHostException impossible) {
        throw new IllegalStateException("an address of another length", impossible);
      }
    }
  }

  private static InetAddress address(String name) {
    InetAddress literal = literal(name);
    if (literal != null) {
      return literal;
    }
    try {
      return Blocking.ask(() -> InetAddress.getByName(name));
    } catch (IOException unknown) {
      throw Failure.ioError("Cannot scan " + name + ": unknown host");
    }
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return text.isEmpty() ? null : InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException aName) {
      return null;
    }
  }

  /// An integer, a text as `22,80,8000-8100` or `common`, or a list or range of these.
  private static void addPorts(TreeSet<Integer> ports, @Nullable Object given) {
    if (given instanceof Long port) {
      ports.add((int) checkedPort(port));
    } else if (given instanceof String text) {
      addPorts(ports, text);
    } else {
      for (Cursor each = elements(given, "ports"); each.advance(); ) {
        addPorts(ports, each.value());
      }
    }
  }

  private static void addPorts(TreeSet<Integer> ports, String text) {
    for (String part : text.split(",", -1)) {
      String words = part.strip();
      int dash = words.indexOf('-');
      if (words.equals("common")) {
        for (int port : Services.COMMON) {
          ports.add(port);
        }
      } else if (dash < 0) {
        ports.add((int) checkedPort(number(text, words, 65_535)));
      } else {
        long last = checkedPort(number(text, words.substring(dash + 1), 65_535));
        long first = checkedPort(number(text, words.substring(0, dash), 65_535));
        if (first > last) {
          throw malformed(text);
        }
        for (long port = first; port <= last; port++) {
          ports.add((int) port);
        }
      }
    }
  }

  private static long checkedPort(long port) {
    if (port < 1 || port > 65_535) {
      throw Failure.argumentError("A port to scan is 1 to 65535, got " + Display.print(port));
    }
    return port;
  }

  private static long number(String whole, String digits, long most) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() < 6
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber || Long.parseLong(digits) > most) {
      throw malformed(whole);
    }
    return Long.parseLong(digits);
  }

  private static Failure malformed(String text) {
    return Failure.argumentError("Cannot tell what to scan: '" + text + "'");
  }
}
