package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;

/// A stretch of the bytes of a packet, highest byte first. Places are counted from its start. Who
/// reads asks `has` before; a place outside is a fault of the reader.
final class Octets {
  static final Octets NONE = of(new byte[0]);

  private final byte[] bytes;
  private final int start;
  private final int end;

  private Octets(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  static Octets of(byte[] bytes) {
    return new Octets(bytes, 0, bytes.length);
  }

  int size() {
    return end - start;
  }

  boolean has(int count) {
    return count <= end - start;
  }

  /// From a place to the end; empty when the place is behind it.
  Octets from(int place) {
    return new Octets(bytes, Math.min(end, start + Math.max(0, place)), end);
  }

  /// So many bytes from the first, or all if there are fewer.
  Octets first(int count) {
    return new Octets(bytes, start, start + Math.clamp(count, 0, size()));
  }

  /// So many bytes from a place, or as many as there are.
  Octets part(int place, int count) {
    return from(place).first(count);
  }

  int u8(int place) {
    return at(place) & 0xFF;
  }

  int u16(int place) {
    return u8(place) << 8 | u8(place + 1);
  }

  int i32(int place) {
    return u16(place) << 16 | u16(place + 2);
  }

  long u32(int place) {
    return i32(place) & 0xFFFF_FFFFL;
  }

  private byte at(int place) {
    if (place < 0 || place >= end - start) {
      throw new IndexOutOfBoundsException(place);
    }
    return bytes[start + place];
  }

  /// Whether it begins with this text.
  boolean startsWith(String ascii) {
    if (!has(ascii.length())) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (u8(i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the other has the same bytes.
  boolean isSame(Octets other) {
    return Arrays.equals(bytes, start, end, other.bytes, other.start, other.end);
  }

  void copyTo(byte[] target, int place) {
    System.arraycopy(bytes, start, target, place, size());
  }

  /// The first place from `from` on where these characters stand, or -1.
  int find(String ascii, int from) {
    for (int place = Math.max(0, from); has(place + ascii.length()); place++) {
      if (u8(place) == ascii.charAt(0) && from(place).startsWith(ascii)) {
        return place;
      }
    }
    return -1;
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /// Each byte as the character of that number.
  String latin() {
    return new String(bytes, start, size(), ISO_8859_1);
  }

  /// What is no UTF-8 becomes U+FFFD.
  String text() {
    return new String(bytes, start, size(), UTF_8);
  }

  String hex() {
    return HexFormat.of().formatHex(bytes, start, end);
  }
}
