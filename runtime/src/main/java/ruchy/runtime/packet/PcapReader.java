package ruchy.runtime.packet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The format of tcpdump (draft-ietf-opsawg-pcap).
final class PcapReader implements FrameReader {
  static final int MICROS = 0xA1B2C3D4;
  static final int NANOS = 0xA1B23C4D;
  static final int MICROS_LITTLE = 0xD4C3B2A1;
  static final int NANOS_LITTLE = 0x4D3CB2A1;

  private final CaptureInput in;
  private final int nanosPerTick;
  private final int link;

  /// @param in behind the first four bytes
  PcapReader(CaptureInput in, boolean isLittle, int nanosPerTick) throws IOException {
    this.in = in;
    this.nanosPerTick = nanosPerTick;
    in.setLittle(isLittle);
    byte[] head = in.need(20, "the head of a capture");
    if (in.u16(head, 0) != 2) {
      throw new BrokenCapture(4, "version " + in.u16(head, 0) + " of pcap is not known");
    }
    // The upper half says how long the checksum of each frame is.
    link = in.u16(head, head.length - 4 + (isLittle ? 0 : 2));
  }

  @Override
  public @Nullable Frame next() throws IOException {
    long start = in.place();
    byte[] head = in.read(16, "the head of a packet");
    if (head.length == 0) {
      return null;
    }
    long captured = in.u32(head, 8);
    if (captured > LARGEST) {
      throw new BrokenCapture(start, "a packet says that it has " + captured + " bytes");
    }
    byte[] bytes = captured == 0 ? new byte[0] : in.need((int) captured, "a packet");
    long nanos = in.u32(head, 0) * 1_000_000_000 + in.u32(head, 4) * nanosPerTick;
    return new Frame(link, bytes, size(in.u32(head, 12), bytes.length), nanos, "");
  }

  /// The size on the wire, which cannot be less than what was captured of it.
  static int size(long said, int captured) {
    return said > Integer.MAX_VALUE ? captured : Math.max((int) said, captured);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
