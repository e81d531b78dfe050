package ruchy.runtime.packet;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts packets of TCP together that were cut into fragments on their way (RFC 791, 3.2; RFC 8200,
/// 4.5). Packets of which fragments overlap are left out as a whole, by the rule for IPv6 (RFC
/// 5722), which systems keep for IPv4 too; the same fragment once more counts once.
///
/// What is held is limited, in time by the times of the packets: then the packet that has begun
/// first is left out.
final class Fragments {
  /// As long as a receiver waits from the first fragment that comes on (RFC 8200, 4.5).
  static final long MOST_NANOS = 60_000_000_000L;

  private static final long MOST_HELD = 4 << 20;

  /// About what a packet and each of its fragments take besides their bytes.
  private static final int EXTRA_BYTES = 200;

  /// What a packet of IP has behind its first header.
  private static final int MOST_SIZE = 65_535;

  private static final int UNKNOWN = -1;

  private final long mostHeld;

  /// The one that has begun first is the first.
  private final Map<Key, Cut> open = new LinkedHashMap<>();

  private long held;

  /// @param memory of what a quarter may be held
  Fragments(long memory) {
    this.mostHeld = Math.min(MOST_HELD, memory / 4);
  }

  /// What the fragments of a packet have in common.
  ///
  /// @param protocol 0 for IPv6, where it is not a part of it
  private record Key(
      int version,
      long sourceHigh,
      long sourceLow,
      long targetHigh,
      long targetLow,
      int protocol,
      long identification) {
    static Key of(Network.Ip ip) {
      Octets source = ip.source();
      Octets target = ip.target();
      return new Key(
          ip.version(),
          Flow.high(source),
          Flow.low(source),
          Flow.high(target),
          Flow.low(target),
          ip.version() == 4 ? ip.protocol() : 0,
          ip.identification());
    }
  }

  /// A packet of which something has come.
  private static final class Cut {
    final long nanos;

    /// By their places; nothing overlaps.
    final TreeMap<Integer, Octets> pieces = new TreeMap<>();

    Network.@Nullable Ip first;
    int size = UNKNOWN;
    int found;
    long held = EXTRA_BYTES;

    /// Whether fragments overlap: what still comes of it does not count either.
    boolean isSpoilt;

    Cut(long nanos) {
      this.nanos = nanos;
    }

    /// Whether the fragment is there already.
    boolean has(int place, Octets bytes) {
      Octets same = pieces.get(place);
      return same != null && same.isSame(bytes);
    }

    /// Whether there is something in the same place, or the fragment is not within the packet.
    boolean contradicts(int place, Octets bytes, boolean isLast) {
      int stop = place + bytes.size();
      var before = pieces.lowerEntry(stop);
      boolean overlaps = before != null && before.getKey() + before.getValue().size() > place;
      boolean isOutside = size != UNKNOWN && (isLast ? stop != size : stop > size);
      var last = pieces.lastEntry();
      return overlaps
          || isOutside
          || isLast && last != null && last.getKey() + last.getValue().size() > stop;
    }

    Octets all() {
      byte[] bytes = new byte[size];
      pieces.forEach((place, piece) -> piece.copyTo(bytes, place));
      return Octets.of(bytes);
    }
  }

  /// About how many bytes are held.
  long held() {
    return held;
  }

  void clear() {
    open.clear();
    held = 0;
  }

  /// Adds a fragment; the packet, if it is there now as a whole. Fragments that were not captured
  /// as a whole, and those of other protocols, do not count.
  Network.@Nullable Ip add(Frame frame, Network.Ip ip) {
    forget(frame.nanos());
    int place = ip.fragmentOffset();
    Octets bytes = ip.fragment();
    if (!isUsable(ip)) {
      return null;
    }
    Key key = Key.of(ip);
    Cut cut = open.get(key);
    if (cut == null) {
      cut = new Cut(frame.nanos());
      open.put(key, cut);
      held += cut.held;
    }
    if (cut.isSpoilt || cut.has(place, bytes)) {
      return null;
    }
    if (cut.contradicts(place, bytes, !ip.hasMore())) {
      spoil(cut);
      return null;
    }
    keep(cut, frame, ip);
    if (cut.found == cut.size && cut.first != null) {
      open.remove(key);
      held -= cut.held;
      return cut.first.whole(cut.all());
    }
    makeRoom();
    return null;
  }

  private static boolean isUsable(Network.Ip ip) {
    int size = ip.fragment().size();
    boolean mayBeTcp =
        ip.fragmentProtocol() == Transport.TCP
            || ip.version() == 6 && Network.isExtension(ip.fragmentProtocol());
    return mayBeTcp
        && ip.cut() == 0
        && size > 0
        && ip.fragmentOffset() + size <= MOST_SIZE
        && (size % 8 == 0 || !ip.hasMore());
  }

  private void keep(Cut cut, Frame frame, Network.Ip ip) {
    // The bytes of the frame stay, and nobody changes them.
    long room = (long) frame.bytes().length + EXTRA_BYTES;
    cut.pieces.put(ip.fragmentOffset(), ip.fragment());
    cut.found += ip.fragment().size();
    cut.held += room;
    held += room;
    if (ip.fragmentOffset() == 0) {
      cut.first = ip;
    }
    if (!ip.hasMore()) {
      cut.size = ip.fragmentOffset() + ip.fragment().size();
    }
  }

  private void spoil(Cut cut) {
    cut.isSpoilt = true;
    cut.pieces.clear();
    cut.first = null;
    held -= cut.held - EXTRA_BYTES;
    cut.held = EXTRA_BYTES;
  }

  /// Times may jump in a file.
  private void forget(long now) {
    while (!open.isEmpty() && Math.abs(now - open.values().iterator().next().nanos) > MOST_NANOS) {
      removeFirst();
    }
  }

  private void makeRoom() {
    while (held > mostHeld) {
      removeFirst();
    }
  }

  private void removeFirst() {
    Iterator<Cut> cuts = open.values().iterator();
    held -= cuts.next().held;
    cuts.remove();
  }
}
