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

  /// With what the segments take besides their bytes.
  static final int MOST_EARLY_BYTES = 1 << 20;

  static final int MOST_EARLY = 1024;

  /// About what a segment that waits takes besides its bytes.
  static final int EARLY_BYTES = 100;

  /// How far from what was seen a number may be, where nothing tells what the other side takes: a
  /// window without scaling (RFC 9293, 3.1).
  private static final int WINDOW = 65_535;

  /// No window is larger (RFC 7323, 2.3).
  private static final int MOST_WINDOW = 1 << 30;

  private static final long UNKNOWN = -1;

  private final Target target;

  /// What came too early, by its place; nothing overlaps.
  private final TreeMap<Long, byte[]> early = new TreeMap<>();

  /// What was sent and not captured behind the next place: from where to where. Bytes for it may
  /// still come; then they count.
  private final TreeMap<Long, Long> holes = new TreeMap<>();

  private boolean isAcknowledged;

  /// The place that the other side expects, as it has said; its number until this side begins.
  private long acknowledged;

  /// The place up to which the other side takes bytes, as it has said.
  private long edge = UNKNOWN;

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
      acknowledged = place((int) acknowledged);
      isAcknowledged = isAcknowledged && Math.abs(acknowledged) <= WINDOW;
    }
  }

  /// Whether bytes that begin with this number would be those of another connection.
  boolean isOther(int sequence) {
    return isBegun && first != sequence;
  }

  /// Whether anything of this side was seen that tells its numbers.
  boolean isBegun() {
    return isBegun;
  }

  /// The other side expects that number. What is far from all that was seen does not count.
  ///
  /// @param window how many bytes it takes from there on; negative if that is not known
  void acknowledge(int number, long window) {
    if (!isBegun) {
      isAcknowledged = true;
      acknowledged = number;
      return;
    }
    long place = place(number);
    if (place > farthest() + WINDOW) {
      return;
    }
    acknowledged = isAcknowledged ? Math.max(acknowledged, place) : place;
    isAcknowledged = true;
    if (window >= 0) {
      edge = Math.max(edge, place + window);
    }
  }

  /// Whether the other side takes a packet with that number, by all that was seen: not before what
  /// it has acknowledged, and not behind its window (RFC 9293, 3.10.7.4).
  boolean isExpected(int number) {
    if (!isBegun) {
      int distance = number - (int) acknowledged;
      return isAcknowledged && distance >= 0 && distance <= WINDOW;
    }
    long place = place(number);
    long least = isAcknowledged ? Math.min(next, acknowledged) : next - WINDOW;
    long most = edge == UNKNOWN ? farthest() + WINDOW : Math.max(next, edge);
    return place >= least && place <= most;
  }

  /// Whether a reset with that number is believed: by one who gets it with the number that he
  /// expects next and with no other (RFC 5961, 3.2). That is what he has acknowledged or, where the
  /// capture does not have his answers or not all bytes, the one behind the bytes that it has.
  boolean isNext(int number) {
    if (!isBegun) {
      return isAcknowledged && number == (int) acknowledged;
    }
    long place = place(number);
    return place == next
        || isAcknowledged && place == acknowledged
        || place == seen()
        || end != UNKNOWN && place == end + 1;
  }

  /// Whether any number of this side is known, from itself or from the other one.
  boolean isKnown() {
    return isBegun || isAcknowledged;
  }

  /// Whether that number acknowledges something that this side has sent.
  boolean isSent(int number) {
    return isBegun && place(number) >= 0 && place(number) <= farthest() + 1;
  }

  /// The place behind all that was seen.
  private long farthest() {
    long most = Math.max(seen(), end);
    return isAcknowledged ? Math.max(most, acknowledged) : most;
  }

  /// The place behind all bytes that were seen.
  private long seen() {
    long most = next;
    if (!early.isEmpty()) {
      most = Math.max(most, early.lastKey() + early.lastEntry().getValue().length);
    }
    if (!holes.isEmpty()) {
      most = Math.max(most, holes.lastEntry().getValue());
    }
    return most;
  }

  /// About how many bytes are kept.
  int held() {
    return earlyBytes + (early.size() + holes.size()) * EARLY_BYTES;
  }

  /// Whether all bytes up to its end have been given on.
  boolean isFinished() {
    return end != UNKNOWN && next >= end;
  }

  void add(int sequence, Octets payload) {
    begin(sequence);
    long place = place(sequence);
    if (next == end || place + payload.size() <= next || place > farthest() + MOST_WINDOW) {
      return;
    }
    if (place <= next && early.isEmpty() && holes.isEmpty()) {
      give(payload.from((int) (next - place)));
      return;
    }
    keep(Math.max(place, next), payload.from((int) Math.max(0, next - place)));
    giveOn();
  }

  /// So many bytes from that number on were sent and not captured.
  void addMissing(int sequence, long count) {
    begin(sequence);
    long place = Math.max(place(sequence), next);
    long stop = place(sequence) + count;
    if (place < stop && place <= farthest() + MOST_WINDOW) {
      holes.merge(place, stop, Math::max);
      giveOn();
    }
  }

  private void giveOn() {
    giveEarly();
    while (held() > MOST_EARLY_BYTES || early.size() + holes.size() > MOST_EARLY) {
      skip();
    }
  }

  /// The side ends before that number.
  void end(int sequence) {
    begin(sequence);
    if (isExpected(sequence)) {
      end = Math.max(next, place(sequence));
    }
  }

  /// Gives on what is left, with its gaps. What somebody has put behind the end is not told.
  void flush() {
    if (end != UNKNOWN) {
      early.tailMap(end).values().forEach(bytes -> earlyBytes -= bytes.length);
      early.tailMap(end).clear();
      holes.tailMap(end).clear();
    }
    while (!early.isEmpty() || !holes.isEmpty()) {
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
    if (next > end) {
      end = UNKNOWN; // A receiver that gets bytes across an end has not believed in it.
    }
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

  /// Gives on what nothing is awaited in front of any more.
  private void giveEarly() {
    while (true) {
      Map.Entry<Long, byte[]> first = early.firstEntry();
      Map.Entry<Long, Long> hole = holes.firstEntry();
      if (first != null && first.getKey() == next) {
        early.pollFirstEntry();
        earlyBytes -= first.getValue().length;
        give(Octets.of(first.getValue()));
      } else if (hole != null && hole.getKey() <= next) {
        long stop = hole.getValue();
        pass(first == null ? stop : Math.min(stop, first.getKey()));
        if (stop <= next) {
          holes.pollFirstEntry();
        }
      } else {
        return;
      }
    }
  }

  private void skip() {
    long found = early.isEmpty() ? Long.MAX_VALUE : early.firstKey();
    pass(holes.isEmpty() ? found : Math.min(found, holes.firstKey()));
    giveEarly();
  }

  /// What lies before that place is missing.
  private void pass(long place) {
    if (place > next) {
      target.gap(place - next);
      next = place;
    }
  }
}
