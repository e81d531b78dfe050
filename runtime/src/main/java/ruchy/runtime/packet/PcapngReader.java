package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The format of Wireshark (draft-ietf-opsawg-pcapng): sections of blocks, each with its own byte
/// order and interfaces.
final class PcapngReader implements FrameReader {
  static final int SECTION = 0x0A0D0D0A;
  private static final int ORDER = 0x1A2B3C4D;
  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int PACKET = 6;

  private static final int NAME = 2;
  private static final int RESOLUTION = 9;
  private static final int OFFSET = 14;

  private static final int LARGEST_BLOCK = LARGEST + (1 << 16);
  private static final int MOST_INTERFACES = 1 << 16;

  private final CaptureInput in;
  private final List<Source> sources = new ArrayList<>();

  /// Where the present block begins.
  private long start;

  /// An interface of the section.
  ///
  /// @param snapLength how much is captured of a packet, 0 for all
  /// @param ticks the parts of a second in which times are counted
  /// @param offsetSeconds what is added to times
  private record Source(int link, long snapLength, String name, Ticks ticks, long offsetSeconds) {}

  /// @param in behind the first four bytes, which are those of a section
  PcapngReader(CaptureInput in) throws IOException {
    this.in = in;
    section();
  }

  @Override
  public @Nullable Frame next() throws IOException {
    while (true) {
      start = in.place();
      byte[] type = in.read(4, "the head of a block");
      if (type.length == 0) {
        return null;
      }
      Frame frame = null;
      switch (in.i32(type, 0)) {
        case SECTION -> section();
        case INTERFACE -> sources.add(source(body()));
        case PACKET -> frame = packet(body());
        case OLD_PACKET -> frame = oldPacket(body());
        case SIMPLE_PACKET -> frame = simplePacket(body());
        default -> body();
      }
      if (frame != null) {
        return frame;
      }
    }
  }

  /// The byte order stands behind the length of the block, and the length is in that order.
  private void section() throws IOException {
    byte[] head = in.need(8, "the head of a section");
    in.setLittle(false);
    if (in.i32(head, 4) != ORDER) {
      in.setLittle(true);
    }
    if (in.i32(head, 4) != ORDER) {
      throw new BrokenCapture(start + 8, "a section has no byte order");
    }
    byte[] rest = rest(in.u32(head, 0), 12);
    if (rest.length < 4 || in.u16(rest, 0) != 1) {
      throw new BrokenCapture(start + 12, "this version of pcapng is not known");
    }
    sources.clear();
  }

  /// What is in the block whose type was read.
  private byte[] body() throws IOException {
    return rest(in.u32(in.need(4, "the length of a block"), 0), 8);
  }

  /// The rest of a block of that length, without the length that is repeated at its end.
  private byte[] rest(long length, int alreadyRead) throws IOException {
    if (length < alreadyRead + 4 || length > LARGEST_BLOCK) {
      throw new BrokenCapture(start, "a block says that it has " + length + " bytes");
    }
    // Blocks end on a multiple of four; some writers forget to say so.
    int padded = (int) (length + 3 & ~3L);
    byte[] rest = in.need(padded - alreadyRead, "the end of a block");
    if (in.u32(rest, rest.length - 4) != length) {
      throw new BrokenCapture(start, "a block ends with another length than it begins with");
    }
    return Arrays.copyOf(rest, rest.length - 4);
  }

  private Source source(byte[] body) throws IOException {
    if (body.length < 8 || sources.size() >= MOST_INTERFACES) {
      throw new BrokenCapture(start, "the description of an interface is damaged");
    }
    String name = "";
    Ticks ticks = Ticks.MICROS;
    long offset = 0;
    // Every turn takes four bytes or more away.
    int at = 8;
    while (at + 4 <= body.length && in.u16(body, at) != 0) {
      int length = in.u16(body, at + 2);
      int value = at + 4;
      if (value + length > body.length) {
        break;
      }
      switch (in.u16(body, at)) {
        case NAME -> name = new String(body, value, length, UTF_8);
        case RESOLUTION -> ticks = length == 1 ? Ticks.of(body[value] & 0xFF) : ticks;
        case OFFSET -> offset = length == 8 ? i64(body, value) : offset;
        default -> {}
      }
      at = value + (length + 3 & ~3);
    }
    return new Source(in.u16(body, 0), in.u32(body, 4), name, ticks, offset);
  }

  private long i64(byte[] body, int at) {
    long first = in.u32(body, at);
    long second = in.u32(body, at + 4);
    return in.isLittle() ? second << 32 | first : first << 32 | second;
  }

  private Frame packet(byte[] body) throws IOException {
    return frame(body, body.length < 20 ? -1 : in.u32(body, 0));
  }

  private Frame oldPacket(byte[] body) throws IOException {
    return frame(body, body.length < 20 ? -1 : in.u16(body, 0));
  }

  /// Times and lengths stand at the same places in both kinds of packets.
  private Frame frame(byte[] body, long number) throws IOException {
    if (number < 0) {
      throw new BrokenCapture(start, "a packet is too short");
    }
    Source source = source(number);
    long ticks = in.u32(body, 4) << 32 | in.u32(body, 8);
    return frame(
        source,
        body,
        20,
        in.u32(body, 12),
        in.u32(body, 16),
        source.ticks.nanos(ticks, source.offsetSeconds));
  }

  /// These have neither an interface, which is the first, nor a time.
  private Frame simplePacket(byte[] body) throws IOException {
    if (body.length < 4) {
      throw new BrokenCapture(start, "a packet is too short");
    }
    Source source = source(0);
    long size = in.u32(body, 0);
    long most = source.snapLength == 0 ? size : Math.min(size, source.snapLength);
    return frame(source, body, 4, Math.min(most, body.length - 4), size, 0);
  }

  private Source source(long number) throws IOException {
    if (number >= sources.size()) {
      throw new BrokenCapture(
          start, "a packet is of interface " + number + " of " + sources.size());
    }
    return sources.get((int) number);
  }

  private Frame frame(Source source, byte[] body, int at, long captured, long size, long nanos)
      throws IOException {
    if (captured > body.length - at) {
      throw new BrokenCapture(
          start, "a packet says that it has " + captured + " bytes in a block of " + body.length);
    }
    byte[] bytes = Arrays.copyOfRange(body, at, at + (int) captured);
    return new Frame(source.link, bytes, PcapReader.size(size, bytes.length), nanos, source.name);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
