package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;

/// A name in a message of DNS (RFC 1035, 4.1.4).
///
/// @param text the labels with dots between them, `.` for the root
/// @param end where the message goes on behind it
record DnsName(String text, int end) {
  private static final int LONGEST = 255;

  /// Null for a name that goes out of the message, is too long, or refers to what does not stand
  /// before it. References lead towards the start alone, so a name ends.
  static @Nullable DnsName at(Octets all, int start) {
    var text = new StringBuilder();
    int place = start;
    int lowest = start;
    int end = -1;
    int length = 0;
    while (all.has(place + 1)) {
      int count = all.u8(place);
      if (count == 0) {
        return new DnsName(text.isEmpty() ? "." : text.toString(), end < 0 ? place + 1 : end);
      }
      if (count >= 0xC0) {
        if (!all.has(place + 2)) {
          return null;
        }
        end = end < 0 ? place + 2 : end;
        place = all.u16(place) & 0x3FFF;
        if (place >= lowest) {
          return null;
        }
        lowest = place;
        continue;
      }
      length += count + 1;
      if (count > 63 || length > LONGEST || !all.has(place + 1 + count)) {
        return null;
      }
      append(text, all.part(place + 1, count));
      place += 1 + count;
    }
    return null;
  }

  /// What would be mistaken or not be seen is written as `\DDD` (RFC 1035, 5.1).
  private static void append(StringBuilder text, Octets label) {
    if (!text.isEmpty()) {
      text.append('.');
    }
    for (int i = 0; i < label.size(); i++) {
      int octet = label.u8(i);
      if (octet == '.' || octet == '\\') {
        text.append('\\').append((char) octet);
      } else if (octet > ' ' && octet < 0x7F) {
        text.append((char) octet);
      } else {
        text.append('\\').append((char) ('0' + octet / 100));
        text.append((char) ('0' + octet / 10 % 10)).append((char) ('0' + octet % 10));
      }
    }
  }
}
