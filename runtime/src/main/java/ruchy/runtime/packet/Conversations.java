package ruchy.runtime.packet;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The connections of TCP of a capture, put together from its packets. Each is told when it has
/// ended. What is held is limited by the options: the connection that has been silent for longest
/// is told in the middle to make room. Packets of which IP has made fragments count when all of
/// them are there. The task that walks over the capture alone uses it.
final class Conversations {

  /// How many that have ended are remembered, so that what is sent again behind their end is not
  /// taken for a new connection.
  private static final int MOST_LATELY = 4096;

  private final StreamOptions options;

  /// By the flow of one of the sides; the one that has been silent for longest is the first.
  private final Map<Flow, PacketStream> open = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<Flow> lately = new LinkedHashSet<>();
  private final Queue<PacketStream> ended = new ArrayDeque<>();
  private final Fragments fragments;

  /// Of the connections.
  private long held;

  Conversations(StreamOptions options) {
    this.options = options;
    this.fragments = new Fragments(options.mostInAll());
  }

  /// A connection that has ended and was not told yet; null if there is none.
  @Nullable PacketStream next() {
    return ended.poll();
  }

  /// How many bytes are held of connections that have not ended, and of fragments.
  long held() {
    return held + fragments.held();
  }

  /// There will be no more packets.
  void finish() {
    fragments.clear();
    for (PacketStream stream : List.copyOf(open.values())) {
      end(stream, "open");
    }
  }

  void add(Frame frame, Layers layers) {
    endIdle(frame.nanos());
    if (!(layers.network() instanceof Network.Ip ip)) {
      return;
    }
    if (!ip.isFragment()) {
      add(frame, ip, layers.transport());
      return;
    }
    Network.Ip whole = fragments.add(frame, ip);
    if (whole != null) {
      add(frame, whole, Transport.of(whole));
    }
    makeRoom();
  }

  private void add(Frame frame, Network.Ip ip, @Nullable Transport transport) {
    if (transport instanceof Transport.Tcp tcp && tcp.hasFlags() && !ip.isFragment()) {
      follow(frame, ip, tcp);
      makeRoom();
    }
  }

  private void follow(Frame frame, Network.Ip ip, Transport.Tcp tcp) {
    Flow flow = Flow.of(ip, tcp);
    PacketStream stream = open.get(flow.either());
    PacketStream.Asking asking = stream == null ? null : stream.asking();
    if (stream != null && asking != null && asking.isAnswered(flow, tcp)) {
      end(stream, "replaced");
      follow(asking.frame(), asking.flow(), asking.ip(), asking.tcp());
    }
    follow(frame, flow, ip, tcp);
  }

  private void follow(Frame frame, Flow flow, Network.Ip ip, Transport.Tcp tcp) {
    Flow key = flow.either();
    boolean isSyn = tcp.has(Transport.SYN) && !tcp.has(Transport.RST);
    PacketStream stream = open.get(key);
    boolean asks = stream != null && isSyn && stream.side(flow).isOther(tcp.sequence() + 1);
    if (stream != null && asks && !stream.isHeard(flow.opposite())) {
      // Who has not said anything yet, or is not captured, may not be heard to answer.
      end(stream, "replaced");
      stream = null;
      asks = false;
    }
    if (stream == null) {
      boolean isNews = isSyn || tcp.payload().size() > 0 && !lately.contains(key);
      if (!isNews || tcp.has(Transport.RST)) {
        return;
      }
      lately.remove(key);
      stream = begun(frame, flow, ip, tcp);
      open.put(key, stream);
    }
    held -= stream.held();
    StreamSide side = stream.packet(flow, frame.nanos());
    StreamSide other = stream.side(flow.opposite());
    boolean isReset = tcp.has(Transport.RST) && isReset(side, other, tcp);
    if (asks) {
      // Anybody can send it. The connection goes on until the other side takes it.
      stream.ask(new PacketStream.Asking(frame, flow, ip, tcp));
    } else if (!tcp.has(Transport.RST)) {
      // What it acknowledges counts only if the other side takes it (RFC 9293, 3.10.7.4).
      boolean isTaken = !side.isKnown() || side.isExpected(tcp.sequence());
      take(side, frame, ip, tcp);
      long window = stream.window(flow, tcp);
      if (isTaken && tcp.has(Transport.ACK)) {
        other.acknowledge(tcp.acknowledged(), window);
      }
    }
    held += stream.held();
    if (isReset) {
      end(stream, "reset");
    } else if (stream.isFinished()) {
      end(stream, "closed");
    }
  }

  /// Whether who gets it believes it: by its number, and before anything is known from there by
  /// what it acknowledges (RFC 9293, 3.10.7.3). What was not captured is not held against it.
  private static boolean isReset(StreamSide side, StreamSide other, Transport.Tcp tcp) {
    return side.isNext(tcp.sequence())
        || !side.isKnown() && tcp.has(Transport.ACK) && other.isSent(tcp.acknowledged());
  }

  private PacketStream begun(Frame frame, Flow flow, Network.Ip ip, Transport.Tcp tcp) {
    int from = tcp.header().u16(0);
    int to = tcp.header().u16(2);
    // Who asks for the connection is the client; where that was not seen, who has the higher port.
    boolean isFromClient = tcp.has(Transport.SYN) ? !tcp.has(Transport.ACK) : from >= to;
    String source = end(ip.source(), from);
    String target = end(ip.target(), to);
    var stream =
        isFromClient
            ? new PacketStream(flow, source, target, options.mostBytes(), frame.nanos())
            : new PacketStream(flow.opposite(), target, source, options.mostBytes(), frame.nanos());
    held += stream.held();
    return stream;
  }

  private static String end(Octets address, int port) {
    String text = Addresses.ip(address);
    return (address.size() > 4 ? "[" + text + "]" : text) + ":" + port;
  }

  private static void take(StreamSide side, Frame frame, Network.Ip ip, Transport.Tcp tcp) {
    int sequence = tcp.sequence();
    if (tcp.has(Transport.SYN)) {
      sequence++;
      side.begin(sequence);
    }
    Octets payload = tcp.payload();
    if (payload.size() > 0) {
      side.add(sequence, payload);
    }
    sequence += payload.size();
    int missing = missing(frame, ip, tcp);
    if (missing > 0) {
      side.addMissing(sequence, missing);
      sequence += missing;
    }
    if (tcp.has(Transport.FIN)) {
      side.end(sequence);
    }
  }

  /// How many bytes of the payload were not captured: as the length of IP says, since the frame may
  /// have padding behind it; never more than the frame lacks.
  private static int missing(Frame frame, Network.Ip ip, Transport.Tcp tcp) {
    int lacking = frame.size() - frame.bytes().length;
    int cut = ip.cut() < 0 ? lacking : Math.min(ip.cut(), lacking);
    return Math.max(0, cut - tcp.cut());
  }

  private void endIdle(long now) {
    while (!open.isEmpty()) {
      PacketStream silent = open.values().iterator().next();
      if (now - silent.lastNanos() <= options.idleNanos()) {
        return;
      }
      end(silent, "idle");
    }
  }

  private void makeRoom() {
    while (open.size() > options.mostStreams() || held() > options.mostInAll() && !open.isEmpty()) {
      end(open.values().iterator().next(), "dropped");
    }
  }

  private void end(PacketStream stream, String why) {
    held -= stream.held();
    Flow key = stream.client().either();
    open.remove(key);
    stream.end(why);
    ended.add(stream);
    if (why.equals("closed") || why.equals("reset")) {
      lately.add(key);
      if (lately.size() > MOST_LATELY) {
        Iterator<Flow> oldest = lately.iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }
}
