package ruchy.runtime.packet;

import java.util.Map;
import java.util.TreeMap;

/// One side of a connection of TCP: gives the bytes of its segments on in order, each once,
/// whatever the order in which the segments come and however often (RFC 9293, 3.4). What came first
/// counts, also where a later segment says something else for the same place.
///
/// What comes before something that belongs in front of it is kept, up to a limit: then what is
/// missing is told as a gap, and is not waited for any longer.
final class StreamSide {
  /// Who gets the bytes.
  interface Target {
    /// The next bytes. They are those of the frame, and not to be kept.
    void bytes(Octets next);

    /// So many bytes are missing before the next ones.
    void gap(long count);
  }

  static final int MOST_EARLY_BYTES = 1 << 20;
  static final int MOST_EARLY = 1024;
  private static final long UNKNOWN = -1;

  private final Target target;

  /// What came too early, by its place; nothing overlaps.
  private final TreeMap<Long, byte[]> early = new TreeMap<>();

  private int earlyBytes;
  private boolean isBegun;

  /// The number of the byte at place 0.
  private int first;

  /// The place of the byte that is given on next.
  private long next;

  /// The place behind the last byte.
  private long end = UNKNOWN;

  StreamSide(Target target) {
    this.target = target;
  }

  /// The number of the first byte is known; counts once.
  void begin(int sequence) {
    if (!isBegun) {
      isBegun = true;
      first = sequence;
    }
  }

  /// Whether bytes that begin with this number would be those of another connection.
  boolean isOther(int sequence) {
    return isBegun && first != sequence;
  }

  /// How many bytes are kept.
  int held() {
    return earlyBytes;
  }

  /// Whether all bytes up to its end have been given on.
  boolean isFinished() {
    return end != UNKNOWN && next >= end;
  }

  void add(int sequence, Octets payload) {
    begin(sequence);
    long place = place(sequence);
    if (place + payload.size() <= next) {
      return;
    }
    if (place <= next && early.isEmpty()) {
      give(payload.from((int) (next - place)));
      return;
    }
    keep(Math.max(place, next), payload.from((int) Math.max(0, next - place)));
    giveEarly();
    while (earlyBytes > MOST_EARLY_BYTES || early.size() > MOST_EARLY) {
      skip();
    }
  }

  /// So many bytes from that number on were not captured.
  void addMissing(int sequence, long count) {
    if (place(sequence) == next) {
      target.gap(count);
      next += count;
      dropPassed();
      giveEarly();
    }
  }

  /// The side ends before that number.
  void end(int sequence) {
    begin(sequence);
    end = Math.max(next, place(sequence));
  }

  /// Gives on what is left, with its gaps.
  void flush() {
    while (!early.isEmpty()) {
      skip();
    }
    if (next < end) {
      target.gap(end - next);
      next = end;
    }
  }

  /// The numbers go round at 2^32: the place that is nearest to what is expected.
  private long place(int sequence) {
    return next + (sequence - (int) (first + next));
  }

  private void give(Octets bytes) {
    next += bytes.size();
    target.bytes(bytes);
  }

  /// Keeps what nothing has come for yet.
  private void keep(long place, Octets payload) {
    long stop = place + payload.size();
    for (long at = place; at < stop; ) {
      Map.Entry<Long, byte[]> before = early.floorEntry(at);
      long covered = before == null ? at : before.getKey() + before.getValue().length;
      if (covered > at) {
        at = covered;
        continue;
      }
      Long after = early.ceilingKey(at);
      long until = after == null ? stop : Math.min(stop, after);
      early.put(at, payload.part((int) (at - place), (int) (until - at)).copy());
      earlyBytes += (int) (until - at);
      at = until;
    }
  }

  private void giveEarly() {
    while (!early.isEmpty() && early.firstKey() == next) {
      byte[] bytes = early.pollFirstEntry().getValue();
      earlyBytes -= bytes.length;
      give(Octets.of(bytes));
    }
  }

  /// What was kept for places that are passed.
  private void dropPassed() {
    while (!early.isEmpty() && early.firstKey() < next) {
      Map.Entry<Long, byte[]> passed = early.pollFirstEntry();
      byte[] bytes = passed.getValue();
      earlyBytes -= bytes.length;
      keep(next, Octets.of(bytes).from((int) Math.min(bytes.length, next - passed.getKey())));
    }
  }

  private void skip() {
    long found = early.firstKey();
    target.gap(found - next);
    next = found;
    giveEarly();
  }
}
