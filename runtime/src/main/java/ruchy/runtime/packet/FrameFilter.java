package ruchy.runtime.packet;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/// A filter in the language of libpcap, for the frames of a file. Used by one thread at a time.
final class FrameFilter implements Closeable {
  private static final int MOST_BYTES = 1 << 18;

  private static final int RAW = 12;

  private final PcapLibrary pcap;
  private final String text;
  private final Arena arena = Arena.ofShared();
  private final Map<Integer, MemorySegment> programs = new HashMap<>();
  private final MemorySegment header = arena.allocate(PcapLibrary.HEADER_BYTES, 8);
  private final MemorySegment room = arena.allocate(MOST_BYTES);

  private FrameFilter(PcapLibrary pcap, String text) {
    this.pcap = pcap;
    this.text = text;
  }

  /// IOException when the text is no filter, or libpcap is not there.
  static FrameFilter of(String text) throws IOException {
    var filter = new FrameFilter(PcapLibrary.needed(), text);
    try {
      filter.program(Link.ETHERNET);
      return filter;
    } catch (IOException failure) {
      filter.close();
      throw failure;
    }
  }

  boolean takes(Frame frame) throws IOException {
    int length = Math.min(frame.bytes().length, MOST_BYTES);
    MemorySegment.copy(frame.bytes(), 0, room, ValueLayout.JAVA_BYTE, 0, length);
    header.set(ValueLayout.JAVA_INT, 16, length);
    header.set(ValueLayout.JAVA_INT, 20, frame.size());
    return pcap.matches(program(frame.link()), header, room);
  }

  /// What is compiled depends on what the first bytes of a frame are.
  private MemorySegment program(int link) throws IOException {
    MemorySegment known = programs.get(link);
    if (known == null) {
      // libpcap has a number of its own for this one.
      known = pcap.compile(link == Link.RAW ? RAW : link, text, arena);
      programs.put(link, known);
    }
    return known;
  }

  @Override
  public void close() {
    programs.values().forEach(pcap::free);
    arena.close();
  }
}
