package ruchy.runtime.packet;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The format of tcpdump, with nanoseconds, highest byte first. Its head says what all its frames
/// are.
final class PcapWriter implements FrameWriter {
  private static final int SNAP_LENGTH = 262_144;
  private static final int UNKNOWN = -1;

  private int link = UNKNOWN;

  @Override
  public byte[] bytes(Frame frame) throws IOException {
    boolean isFirst = link == UNKNOWN;
    if (!isFirst && frame.link() != link) {
      throw new IOException(
          "a pcap file holds packets of one kind of link; use a name that ends in .pcapng");
    }
    link = frame.link();
    byte[] bytes = frame.bytes();
    var block = ByteBuffer.allocate((isFirst ? 24 : 0) + 16 + bytes.length);
    if (isFirst) {
      block.put(head(link));
    }
    block.putInt((int) Math.floorDiv(frame.nanos(), 1_000_000_000));
    block.putInt(Math.floorMod(frame.nanos(), 1_000_000_000));
    return block.putInt(bytes.length).putInt(frame.size()).put(bytes).array();
  }

  @Override
  public byte[] empty() {
    return head(Link.ETHERNET);
  }

  private static byte[] head(int link) {
    var head = ByteBuffer.allocate(24);
    head.putInt(PcapReader.NANOS).putShort((short) 2).putShort((short) 4).putLong(0);
    return head.putInt(SNAP_LENGTH).putInt(link).array();
  }
}
