package ruchy.runtime.packet;

/// One direction of a connection of TCP: whose segments follow one another.
///
/// @param sourceHigh the upper half of an address of IP 6; 0 of IP 4
/// @param ports that of the source, and behind it that of the target
record Flow(long sourceHigh, long sourceLow, long targetHigh, long targetLow, int ports) {
  private static final int ADDRESS_6 = 16;

  static Flow of(Network.Ip ip, Transport.Tcp tcp) {
    Octets source = ip.source();
    Octets target = ip.target();
    return new Flow(high(source), low(source), high(target), low(target), tcp.header().i32(0));
  }

  /// The other direction of the connection.
  Flow opposite() {
    return new Flow(targetHigh, targetLow, sourceHigh, sourceLow, Integer.rotateLeft(ports, 16));
  }

  /// This or the opposite direction, the same of both.
  Flow either() {
    Flow other = opposite();
    int order = Long.compare(sourceHigh, other.sourceHigh);
    order = order != 0 ? order : Long.compare(sourceLow, other.sourceLow);
    order = order != 0 ? order : Integer.compareUnsigned(ports, other.ports);
    return order <= 0 ? this : other;
  }

  /// The upper half of an address of IPv6; 0 of IPv4.
  static long high(Octets address) {
    return address.has(ADDRESS_6) ? address.u32(0) << 32 | address.u32(4) : 0;
  }

  /// The lower half of an address of IPv6, or an address of IPv4.
  static long low(Octets address) {
    return address.has(ADDRESS_6)
        ? address.u32(8) << 32 | address.u32(12)
        : address.has(4) ? address.u32(0) : 0;
  }
}
