package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Type;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.time.DateTimeValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;

/// A connection of TCP, put together from the packets of a capture: what each side has said, in
/// order and once. Nothing changes it after its end, and before it no program has it.
@LibraryType("net::PacketStream")
public final class PacketStream implements LibraryObject {
  /// About what a piece takes besides its bytes.
  private static final int PIECE_BYTES = 200;

  /// In place of a scale, when the SYN was not captured.
  private static final int UNSEEN = -2;

  private static final String CLIENT = "client";
  private static final String SERVER = "server";

  private final Flow clientFlow;
  private final String client;
  private final String server;
  private final long mostBytes;
  private final long firstNanos;
  private final Half fromClient = new Half(CLIENT);
  private final Half fromServer = new Half(SERVER);
  private final List<Piece> pieces = new ArrayList<>();
  private @Nullable Asking asking;
  private long lastNanos;
  private long packets;
  private long kept;
  private String end = "";

  PacketStream(Flow clientFlow, String client, String server, long mostBytes, long nanos) {
    this.clientFlow = clientFlow;
    this.client = client;
    this.server = server;
    this.mostBytes = mostBytes;
    this.firstNanos = nanos;
    this.lastNanos = nanos;
  }

  /// A packet that asks for a connection between the same two, and that nobody has answered yet.
  record Asking(Frame frame, Flow flow, Network.Ip ip, Transport.Tcp tcp) {
    /// Whether that packet is the answer: to a SYN another one, to a SYN with ACK an ACK (RFC 9293,
    /// 3.5). Who takes it for a part of the old connection tells what it expects there (RFC 5961,
    /// 4).
    boolean isAnswered(Flow by, Transport.Tcp answer) {
      int distance = answer.acknowledged() - (tcp.sequence() + 1);
      return answer.has(Transport.ACK)
          && (answer.has(Transport.SYN) || tcp.has(Transport.ACK))
          && by.equals(flow.opposite())
          && distance >= 0
          && distance <= tcp.payload().size();
    }
  }

  /// What one side has said without the other in between.
  private static final class Piece {
    final Half from;
    final long nanos;
    final long gap;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// @param gap how many bytes are missing before it
    Piece(Half from, long nanos, long gap) {
      this.from = from;
      this.nanos = nanos;
      this.gap = gap;
    }
  }

  /// One of the sides.
  private final class Half implements StreamSide.Target {
    final String name;
    final StreamSide side = new StreamSide(this);
    boolean isHeard;

    /// By how many bits its windows are shifted: `-1` if its SYN does not say so.
    int scale = UNSEEN;

    long size;
    long kept;
    long gap;
    long missing;

    Half(String name) {
      this.name = name;
    }

    @Override
    public void bytes(Octets next) {
      size += next.size();
      Octets part = next.first((int) Math.min(next.size(), mostBytes - kept));
      if (part.size() == 0) {
        return;
      }
      Piece last = pieces.isEmpty() ? null : pieces.getLast();
      if (last == null || last.from != this || gap > 0) {
        last = new Piece(this, lastNanos, gap);
        pieces.add(last);
        gap = 0;
        PacketStream.this.kept += PIECE_BYTES;
      }
      last.bytes.writeBytes(part.copy());
      kept += part.size();
      PacketStream.this.kept += part.size();
    }

    @Override
    public void gap(long count) {
      gap += count;
      missing += count;
    }

    byte[] all() {
      var bytes = new ByteArrayOutputStream();
      for (Piece piece : pieces) {
        if (piece.from == this) {
          bytes.writeBytes(piece.bytes.toByteArray());
        }
      }
      return bytes.toByteArray();
    }
  }

  /// The flow of what the client sends.
  Flow client() {
    return clientFlow;
  }

  /// The side that sends in this direction.
  StreamSide side(Flow flow) {
    return half(flow).side;
  }

  private Half half(Flow flow) {
    return flow.equals(clientFlow) ? fromClient : fromServer;
  }

  /// Whether a packet in this direction was captured.
  boolean isHeard(Flow flow) {
    return half(flow).isHeard;
  }

  /// How many bytes the sender of the packet takes (RFC 7323, 2.3); -1 if that is not known.
  long window(Flow flow, Transport.Tcp tcp) {
    Half half = half(flow);
    int other = half(flow.opposite()).scale;
    if (tcp.has(Transport.SYN)) {
      half.scale = tcp.scale();
      return tcp.window();
    }
    if (half.scale == UNSEEN || other == UNSEEN) {
      return -1;
    }
    return half.scale < 0 || other < 0 ? tcp.window() : (long) tcp.window() << half.scale;
  }

  /// Remembers it, the last one alone.
  void ask(@Nullable Asking next) {
    asking = next;
  }

  @Nullable Asking asking() {
    return asking;
  }

  /// Counts a packet; the side that has sent it.
  StreamSide packet(Flow flow, long nanos) {
    packets++;
    lastNanos = nanos;
    half(flow).isHeard = true;
    return side(flow);
  }

  long lastNanos() {
    return lastNanos;
  }

  /// How many bytes are held, what came too early too.
  long held() {
    int asks = asking == null ? 0 : PIECE_BYTES + asking.frame().bytes().length;
    return PIECE_BYTES + kept + fromClient.side.held() + fromServer.side.held() + asks;
  }

  /// Whether both sides have ended and nothing is missing.
  boolean isFinished() {
    return fromClient.side.isFinished() && fromServer.side.isFinished();
  }

  /// Nothing more will come.
  void end(String why) {
    fromClient.side.flush();
    fromServer.side.flush();
    asking = null;
    end = why;
  }

  @Override
  public String typeName() {
    return "net::PacketStream";
  }

  @Override
  public String display() {
    return "<PacketStream "
        + client
        + " -> "
        + server
        + ", "
        + fromClient.size
        + " and "
        + fromServer.size
        + " bytes>";
  }

  /// The address of who has asked for the connection. Where that was not captured it is the side
  /// with the higher port.
  ///
  /// ```ruchy
  /// connection.client   // => "10.0.0.1:5001"
  /// ```
  @Property("client")
  public String clientAddress() {
    return client;
  }

  /// The address of the other side.
  ///
  /// ```ruchy
  /// connection.server   // => "10.0.0.2:80"
  /// ```
  @Property
  public String server() {
    return server;
  }

  /// What one side has said after the other, in order: maps with `from` (`"client"` or `"server"`),
  /// `bytes`, `text`, `time`, and `gap`: how many bytes of that side are missing before.
  ///
  /// ```ruchy
  /// connection.pieces.map(|piece| (piece.from, piece.text))   // => [("client", "ping"), ("server", "pong")]
  /// ```
  @Property
  @Type("list<map<string, any>>")
  public ListValue pieces() {
    ListValue all = ListValue.withCapacity(pieces.size());
    for (Piece piece : pieces) {
      byte[] bytes = piece.bytes.toByteArray();
      var map =
          HashMapValue.of(
              "from",
              piece.from.name,
              "bytes",
              Bytes.list(bytes),
              "text",
              new String(bytes, UTF_8),
              "time",
              DateTimeValue.of(Math.floorDiv(piece.nanos, 1_000_000)),
              "gap",
              piece.gap);
      all.add(map);
    }
    return all;
  }

  /// All bytes of the client that were kept.
  ///
  /// ```ruchy
  /// connection.client_bytes.len()   // => 4
  /// ```
  @Property
  @Type("list<byte>")
  public ListValue clientBytes() {
    return Bytes.list(fromClient.all());
  }

  /// All bytes of the server that were kept.
  ///
  /// ```ruchy
  /// connection.server_bytes.len()   // => 4
  /// ```
  @Property
  @Type("list<byte>")
  public ListValue serverBytes() {
    return Bytes.list(fromServer.all());
  }

  /// The bytes of the client as text; what is no UTF-8 becomes U+FFFD.
  ///
  /// ```ruchy
  /// connection.client_text   // => "ping"
  /// ```
  @Property
  public String clientText() {
    return new String(fromClient.all(), UTF_8);
  }

  /// The bytes of the server as text; what is no UTF-8 becomes U+FFFD.
  ///
  /// ```ruchy
  /// connection.server_text   // => "pong"
  /// ```
  @Property
  public String serverText() {
    return new String(fromServer.all(), UTF_8);
  }

  /// How many bytes the client has sent: more than were kept, if that were too many; without those
  /// that are missing.
  ///
  /// ```ruchy
  /// connection.client_size   // => 4
  /// ```
  @Property
  public long clientSize() {
    return fromClient.size;
  }

  /// How many bytes the server has sent, as `client_size`.
  ///
  /// ```ruchy
  /// connection.server_size   // => 4
  /// ```
  @Property
  public long serverSize() {
    return fromServer.size;
  }

  /// How many bytes are missing of both sides together, as far as the numbers of other packets
  /// tell: they were not captured.
  ///
  /// ```ruchy
  /// connection.missing   // => 0
  /// ```
  @Property
  public long missing() {
    return fromClient.missing + fromServer.missing;
  }

  /// Whether no byte is missing and none was left out because of a limit.
  ///
  /// ```ruchy
  /// connection.is_whole   // => true
  /// ```
  @Property
  public boolean isWhole() {
    return missing() == 0
        && fromClient.size == fromClient.kept
        && fromServer.size == fromServer.kept;
  }

  /// How it has ended: `"closed"`, `"reset"`, `"idle"` (no packet for long), `"replaced"` (the same
  /// addresses began anew), `"dropped"` (given up to make room for others), `"open"` (the capture
  /// has ended before).
  ///
  /// ```ruchy
  /// connection.end   // => "open"
  /// ```
  @Property
  public String end() {
    return end;
  }

  /// How many packets it had.
  ///
  /// ```ruchy
  /// connection.packets   // => 2
  /// ```
  @Property
  public long packets() {
    return packets;
  }

  /// When its first packet was captured.
  ///
  /// ```ruchy
  /// connection.time.year > 2000   // => true
  /// ```
  @Property
  public DateTimeValue time() {
    return DateTimeValue.of(Math.floorDiv(firstNanos, 1_000_000));
  }

  /// Seconds from its first packet to its last.
  ///
  /// ```ruchy
  /// connection.seconds >= 0   // => true
  /// ```
  @Property
  public double seconds() {
    return (lastNanos - firstNanos) / 1e9;
  }
}
