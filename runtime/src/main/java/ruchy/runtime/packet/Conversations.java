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
/// is told in the middle to make room. The task that walks over the capture alone uses it.
final class Conversations {
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int ACK = 16;

  /// How many that have ended are remembered, so that what is sent again behind their end is not
  /// taken for a new connection.
  private static final int MOST_LATELY = 4096;

  private final StreamOptions options;

  /// By the flow of one of the sides; the one that has been silent for longest is the first.
  private final Map<Flow, PacketStream> open = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<Flow> lately = new LinkedHashSet<>();
  private final Queue<PacketStream> ended = new ArrayDeque<>();
  private long held;

  Conversations(StreamOptions options) {
    this.options = options;
  }

  /// A connection that has ended and was not told yet; null if there is none.
  @Nullable PacketStream next() {
    return ended.poll();
  }

  /// How many bytes are held of connections that have not ended.
  long held() {
    return held;
  }

  /// There will be no more packets.
  void finish() {
    for (PacketStream stream : List.copyOf(open.values())) {
      end(stream, "open");
    }
  }

  void add(Frame frame, Layers layers) {
    endIdle(frame.nanos());
    if (layers.transport() instanceof Transport.Tcp tcp
        && layers.network() instanceof Network.Ip ip
        && tcp.hasFlags()
        && !ip.isFragment()) {
      add(frame, ip, tcp);
      makeRoom();
    }
  }

  private void add(Frame frame, Network.Ip ip, Transport.Tcp tcp) {
    Flow flow = Flow.of(ip, tcp);
    Flow key = flow.either();
    boolean isSyn = (tcp.flags() & SYN) != 0;
    PacketStream stream = open.get(key);
    if (stream != null && isSyn && stream.side(flow).isOther(tcp.sequence() + 1)) {
      end(stream, "replaced");
      stream = null;
    }
    if (stream == null) {
      boolean isNews = isSyn || tcp.payload().size() > 0 && !lately.contains(key);
      if (!isNews || (tcp.flags() & RST) != 0) {
        return;
      }
      lately.remove(key);
      stream = begun(frame, flow, ip, tcp);
      open.put(key, stream);
    }
    held -= stream.held();
    take(stream, flow, frame, tcp);
    held += stream.held();
    if ((tcp.flags() & RST) != 0) {
      end(stream, "reset");
    } else if (stream.isFinished()) {
      end(stream, "closed");
    }
  }

  private PacketStream begun(Frame frame, Flow flow, Network.Ip ip, Transport.Tcp tcp) {
    int from = tcp.header().u16(0);
    int to = tcp.header().u16(2);
    // Who asks for the connection is the client; where that was not seen, who has the higher port.
    boolean isFromClient = (tcp.flags() & SYN) != 0 ? (tcp.flags() & ACK) == 0 : from >= to;
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

  private static void take(PacketStream stream, Flow flow, Frame frame, Transport.Tcp tcp) {
    StreamSide side = stream.packet(flow, frame.nanos());
    int sequence = tcp.sequence();
    if ((tcp.flags() & SYN) != 0) {
      sequence++;
      side.begin(sequence);
    }
    Octets payload = tcp.payload();
    if (payload.size() > 0) {
      side.add(sequence, payload);
    }
    sequence += payload.size();
    if (!frame.isWhole() && payload.size() > 0) {
      int missing = frame.size() - frame.bytes().length;
      side.addMissing(sequence, missing);
      sequence += missing;
    }
    if ((tcp.flags() & FIN) != 0) {
      side.end(sequence);
    }
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
    while (open.size() > options.mostStreams() || held > options.mostInAll() && !open.isEmpty()) {
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
