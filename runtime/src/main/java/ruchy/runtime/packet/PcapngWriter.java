package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// The format of Wireshark: one section, an interface for each kind of link and name, times in
/// nanoseconds.
final class PcapngWriter implements FrameWriter {
  private static final int LONGEST_NAME = 1024;

  private record Source(int link, String name) {}

  private final Map<Source, Integer> sources = new HashMap<>();
  private boolean hasSection;

  @Override
  public byte[] bytes(Frame frame) {
    byte[] section = hasSection ? new byte[0] : empty();
    hasSection = true;
    var source = new Source(frame.link(), frame.interfaceName());
    Integer known = sources.get(source);
    byte[] description = new byte[0];
    if (known == null) {
      known = sources.size();
      sources.put(source, known);
      description = description(source);
    }
    byte[] packet = packet(frame, known);
    return ByteBuffer.allocate(section.length + description.length + packet.length)
        .put(section)
        .put(description)
        .put(packet)
        .array();
  }

  @Override
  public byte[] empty() {
    var section = ByteBuffer.allocate(28);
    section.putInt(PcapngReader.SECTION).putInt(28).putInt(0x1A2B3C4D);
    return section.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28).array();
  }

  private static byte[] description(Source source) {
    byte[] all = source.name.getBytes(UTF_8);
    int length = Math.min(all.length, LONGEST_NAME);
    int name = length == 0 ? 0 : 4 + padded(length);
    int size = 20 + name + 8 + 4;
    var block = ByteBuffer.allocate(size);
    block.putInt(1).putInt(size).putShort((short) source.link).putShort((short) 0).putInt(0);
    if (length > 0) {
      block.putShort((short) 2).putShort((short) length).put(all, 0, length);
      block.position(16 + name);
    }
    block.putShort((short) 9).putShort((short) 1).put((byte) 9).put(new byte[3]);
    return block.putInt(0).putInt(size).array();
  }

  private static byte[] packet(Frame frame, int source) {
    byte[] bytes = frame.bytes();
    int size = 32 + padded(bytes.length);
    var block = ByteBuffer.allocate(size);
    block.putInt(6).putInt(size).putInt(source).putLong(frame.nanos());
    block.putInt(bytes.length).putInt(frame.size()).put(bytes);
    return block.position(size - 4).putInt(size).array();
  }

  private static int padded(int length) {
    return length + 3 & ~3;
  }
}
