package ruchy.runtime.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import ruchy.runtime.failure.Failure;

/// Makes packets of IP, with right lengths and checksums.
final class Composer {
  private static final int LARGEST = 65_535;
  private static final int HOPS = 64;

  private Composer() {}

  /// One end: an address of IP and a port.
  private static final class End {
    final byte[] address;
    final int port;

    End(byte[] address, int port) {
      this.address = address;
      this.port = port;
    }

    /// `10.0.0.1:53` or `[fe80::1]:53`; raises ArgumentError. No names: nothing is looked up.
    static End parse(String text) {
      int colon = text.lastIndexOf(':');
      try {
        String host = text.substring(0, Math.max(0, colon));
        int port = Integer.parseInt(text.substring(colon + 1));
        boolean is6 = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
        if (port < 0 || port > LARGEST || !(is6 || host.matches("[0-9]+(\\.[0-9]+){3}"))) {
          throw new NumberFormatException();
        }
        return new End(InetAddress.getByName(host).getAddress(), port);
      } catch (NumberFormatException | UnknownHostException malformed) {
        throw Failure.argumentError(
            "Expected an address such as 10.0.0.1:53 or [fe80::1]:53, got '" + text + "'");
      }
    }
  }

  /// A datagram of UDP, from IP on.
  static byte[] udp(String source, String target, byte[] payload) {
    End from = End.parse(source);
    End to = End.parse(target);
    var udp = ByteBuffer.allocate(8 + payload.length);
    udp.putShort((short) from.port).putShort((short) to.port);
    udp.putShort((short) udp.capacity()).putShort((short) 0).put(payload);
    return ip(from, to, Transport.UDP, udp.array(), 6);
  }

  /// A segment of TCP, from IP on.
  ///
  /// @param flags the lowest eight bits of RFC 9293
  static byte[] tcp(String source, String target, byte[] payload, int flags) {
    End from = End.parse(source);
    End to = End.parse(target);
    var tcp = ByteBuffer.allocate(20 + payload.length);
    tcp.putShort((short) from.port).putShort((short) to.port);
    tcp.putInt(0).putInt(0).put((byte) 0x50).put((byte) flags).putShort((short) LARGEST);
    tcp.putInt(0).put(payload);
    return ip(from, to, Transport.TCP, tcp.array(), 16);
  }

  private static byte[] ip(End from, End to, int protocol, byte[] content, int checksumAt) {
    if (from.address.length != to.address.length) {
      throw Failure.argumentError("One address is of IPv4 and the other of IPv6");
    }
    boolean is4 = from.address.length == 4;
    int header = is4 ? 20 : 40;
    int size = content.length;
    if (header + size > LARGEST) {
      throw Failure.argumentError("A packet has 65535 bytes at most, got " + (header + size));
    }
    // The sum of a pseudo header (RFC 9293, 3.1): addresses, length, protocol.
    long pseudo = sum(from.address) + sum(to.address) + size + protocol;
    int checksum = folded(pseudo + sum(content));
    ByteBuffer.wrap(content).putShort(checksumAt, (short) (checksum == 0 ? 0xFFFF : checksum));
    var packet = ByteBuffer.allocate(header + size);
    if (is4) {
      packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity()).putInt(0);
      packet.put((byte) HOPS).put((byte) protocol).putShort((short) 0);
      packet.put(from.address).put(to.address);
      packet.putShort(10, (short) folded(sum(packet.array())));
    } else {
      packet.putInt(0x6000_0000).putShort((short) size).put((byte) protocol).put((byte) HOPS);
      packet.put(from.address).put(to.address);
    }
    return packet.put(content).array();
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (long) (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
    }
    return sum;
  }

  /// RFC 1071.
  private static int folded(long sum) {
    long rest = sum;
    while (rest >>> 16 != 0) {
      rest = (rest & 0xFFFF) + (rest >>> 16);
    }
    return (int) ~rest & 0xFFFF;
  }
}
