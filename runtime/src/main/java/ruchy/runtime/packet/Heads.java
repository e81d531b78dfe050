package ruchy.runtime.packet;

import java.util.LinkedHashMap;
import java.util.Map;

/// Finds the heads of HTTP/1 and the ClientHellos of TLS that lie in several segments of TCP: the
/// packet with which one is complete has it, those before have none. One for each walk over a
/// capture, whose task alone uses it.
///
/// What it holds is limited: so many connections, so many bytes in all, so many of a head. The
/// connection that has waited longest is given up for another one.
final class Heads {
  private static final int MOST_FLOWS = 4096;
  private static final int MOST_BYTES = 8 << 20;
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;

  /// The first segment of a connection whose beginning was seen may be a part of a word.
  private static final int UNBEGUN = 0;

  private static final int SMALL = 2048;

  /// So many bytes that begin as a head do it not by chance.
  private static final int SURE = 16;

  /// How much of a head is there.
  enum Part {
    /// It is no head.
    NONE,
    /// More has to come.
    SOME,
    ALL
  }

  private final Map<Flow, Assembly> flows = new LinkedHashMap<>();
  private int held;

  /// How many bytes are held.
  int held() {
    return held;
  }

  /// The packet of the frame, with the head that it completes.
  Packet packet(Frame frame) {
    Layers layers = Layers.of(frame);
    return layers.transport() instanceof Transport.Tcp tcp
            && layers.network() instanceof Network.Ip ip
            && tcp.hasFlags()
        ? packet(frame, layers, ip, tcp)
        : new Packet(frame, layers);
  }

  private Packet packet(Frame frame, Layers layers, Network.Ip ip, Transport.Tcp tcp) {
    Octets payload = tcp.payload();
    int flags = tcp.flags();
    if ((flags & SYN) != 0) {
      // Data that comes with it is rare, and begins behind the number of the SYN (RFC 9293, 3.4).
      begin(Flow.of(ip, tcp), new Assembly(tcp.sequence() + 1, UNBEGUN));
      return new Packet(frame, layers);
    }
    boolean isEnd = (flags & (FIN | RST)) != 0;
    if (payload.size() == 0 && (!isEnd || flows.isEmpty())) {
      return new Packet(frame, layers);
    }
    Part alone = frame.isWhole() && !ip.isFragment() ? part(payload, 0) : Part.NONE;
    if (flows.isEmpty() && alone != Part.SOME) {
      return new Packet(frame, layers);
    }
    Flow flow = Flow.of(ip, tcp);
    Assembly assembly = flows.remove(flow);
    if (assembly == null) {
      if (alone != Part.SOME || isEnd) {
        return new Packet(frame, layers);
      }
      assembly = new Assembly(tcp.sequence(), SMALL);
    } else {
      held -= assembly.held();
    }
    if (assembly.isEarly(tcp.sequence()) && alone == Part.SOME && payload.has(SURE)) {
      // What was in between is lost, or was no head: the next one begins.
      assembly = new Assembly(tcp.sequence(), SMALL);
    }
    int known = assembly.bytes().size();
    if (!frame.isWhole() || !assembly.add(tcp.sequence(), payload)) {
      return new Packet(frame, layers);
    }
    Octets bytes = assembly.bytes();
    Part part = part(bytes, known);
    if (part == Part.SOME && !isEnd) {
      begin(flow, assembly);
      return alone == Part.ALL ? new Packet(frame, layers) : new Packet(frame, layers, Octets.NONE);
    }
    return part == Part.ALL && bytes.size() > payload.size()
        ? new Packet(frame, layers, bytes)
        : new Packet(frame, layers);
  }

  private void begin(Flow flow, Assembly assembly) {
    Assembly before = flows.put(flow, assembly);
    held += assembly.held() - (before == null ? 0 : before.held());
    var oldest = flows.entrySet().iterator();
    while ((flows.size() > MOST_FLOWS || held > MOST_BYTES) && oldest.hasNext()) {
      held -= oldest.next().getValue().held();
      oldest.remove();
    }
  }

  private static Part part(Octets bytes, int known) {
    if (bytes.size() == 0) {
      return Part.SOME;
    }
    Part part = HttpHead.part(bytes, known);
    return part == Part.NONE ? ClientHello.part(bytes) : part;
  }
}
