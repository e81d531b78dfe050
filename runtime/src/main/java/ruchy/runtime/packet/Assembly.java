package ruchy.runtime.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The bytes of one direction of a connection from some place on, put together from segments in
/// whatever order they come and however often (RFC 9293, 3.4). It holds a limited number of bytes.
final class Assembly {
  /// Whether a segment with this number comes before one that belongs in front of it.
  boolean isEarly(int sequence) {
    return sequence - first > count;
  }

  /// How many bytes are held at most, together with those that came too early.
  static final int MOST = 65_536;

  private static final int MOST_EARLY = 64;

  /// A segment that came before one that belongs in front of it.
  private record Early(int place, Octets bytes) {}

  private final int first;
  private final List<Early> early = new ArrayList<>(0);
  private int earlyBytes;
  private byte[] bytes;
  private int count;

  /// @param first the sequence number of the first byte
  Assembly(int first, int capacity) {
    this.first = first;
    bytes = new byte[capacity];
  }

  /// What is there without a gap from the first byte on.
  Octets bytes() {
    return Octets.of(bytes).first(count);
  }

  /// How many bytes are held, those that came too early too.
  int held() {
    return bytes.length + earlyBytes;
  }

  /// Adds a segment; false when that would be too much.
  boolean add(int sequence, Octets payload) {
    int place = sequence - first; // the numbers go round at 2^32
    if (place > MOST || payload.size() > MOST) {
      return false;
    }
    if (place > count) {
      if (early.size() == MOST_EARLY || held() + payload.size() > MOST) {
        return false;
      }
      early.add(new Early(place, Octets.of(payload.copy())));
      earlyBytes += payload.size();
      return true;
    }
    return append(place, payload) && appendEarly();
  }

  /// What was there before stays; what is new in it goes to the end.
  private boolean append(int place, Octets payload) {
    long end = (long) place + payload.size();
    if (end <= count) {
      return true;
    }
    if (end + earlyBytes > MOST) {
      return false;
    }
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, Math.max(end, bytes.length * 2L)));
    }
    Octets fresh = payload.from(count - place);
    fresh.copyTo(bytes, count);
    count += fresh.size();
    return true;
  }

  /// Those whose turn has come, which may be that of others.
  private boolean appendEarly() {
    for (int i = 0; i < early.size(); ) {
      Early next = early.get(i);
      if (next.place > count) {
        i++;
        continue;
      }
      early.remove(i);
      earlyBytes -= next.bytes.size();
      if (!append(next.place, next.bytes)) {
        return false;
      }
      i = 0;
    }
    return true;
  }
}
