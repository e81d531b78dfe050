package ruchy.runtime.packet;

/// A packet as it was on the wire. Nobody changes the bytes.
final class Frame {
  private final int link;
  private final byte[] bytes;
  private final int size;
  private final long nanos;
  private final String interfaceName;

  /// @param link what its first bytes are: a LINKTYPE number of `Link`
  /// @param bytes what was captured of it
  /// @param size how many bytes it had on the wire, not fewer than were captured
  /// @param nanos when, since the beginning of 1970
  /// @param interfaceName where, `""` if that is not known
  Frame(int link, byte[] bytes, int size, long nanos, String interfaceName) {
    this.link = link;
    this.bytes = bytes;
    this.size = size;
    this.nanos = nanos;
    this.interfaceName = interfaceName;
  }

  int link() {
    return link;
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /// Whether all of it was captured.
  boolean isWhole() {
    return bytes.length >= size;
  }

  long nanos() {
    return nanos;
  }

  String interfaceName() {
    return interfaceName;
  }
}
