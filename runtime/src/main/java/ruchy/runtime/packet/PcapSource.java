package ruchy.runtime.packet;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// An interface, through libpcap.
@SuppressWarnings("restricted") // pointers that libpcap gives
final class PcapSource implements FrameSource {
  /// What the kernel keeps for us while handlers run.
  private static final int BUFFER_BYTES = 16 << 20;

  private final PcapLibrary pcap;
  private final SystemCalls system;
  private final MemorySegment capture;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment header = arena.allocate(ValueLayout.ADDRESS);
  private final MemorySegment bytes = arena.allocate(ValueLayout.ADDRESS);
  private final String name;
  private final int link;
  private final int descriptor;
  private long dropped;

  private PcapSource(PcapLibrary pcap, SystemCalls system, MemorySegment capture, String name)
      throws IOException {
    this.pcap = pcap;
    this.system = system;
    this.capture = capture;
    this.name = name;
    int type = pcap.datalink(capture);
    // libpcap has numbers of its own for this one.
    link = type == 12 || type == 14 ? Link.RAW : type;
    descriptor = pcap.nonBlocking(capture);
  }

  static PcapSource open(PcapLibrary pcap, String name, CaptureSettings settings)
      throws IOException {
    MemorySegment capture = pcap.create(name);
    try {
      int status = pcap.activate(capture, settings, BUFFER_BYTES);
      if (status < 0) {
        throw refused(status, pcap.error(capture));
      }
      if (settings.filter() != null) {
        pcap.filter(capture, settings.filter());
      }
      return new PcapSource(pcap, SystemCalls.instance(), capture, name);
    } catch (IOException failure) {
      pcap.close(capture);
      throw failure;
    }
  }

  private static IOException refused(int status, String reason) throws IOException {
    return switch (status) {
      case PcapLibrary.PERMISSION_DENIED -> CannotCapture.noPermission();
      case PcapLibrary.NO_SUCH_DEVICE -> CannotCapture.noInterface();
      case PcapLibrary.NOT_UP -> new IOException("the interface is not up");
      default -> new IOException(reason.isEmpty() ? "libpcap says " + status : reason);
    };
  }

  @Override
  public List<Frame> batch() throws IOException {
    List<Frame> frames = new ArrayList<>();
    if (!system.isReadable(descriptor, WAIT_MILLIS)) {
      return frames;
    }
    while (frames.size() < BATCH) {
      int status = pcap.next(capture, header, bytes);
      if (status < 0) {
        throw new IOException(pcap.error(capture));
      }
      if (status == 0) {
        break;
      }
      frames.add(frame());
    }
    dropped = pcap.dropped(capture);
    return frames;
  }

  private Frame frame() {
    MemorySegment head = header.get(ValueLayout.ADDRESS, 0).reinterpret(PcapLibrary.HEADER_BYTES);
    int length = head.get(ValueLayout.JAVA_INT, 16);
    MemorySegment content = bytes.get(ValueLayout.ADDRESS, 0).reinterpret(length);
    long nanos =
        head.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000
            + head.get(ValueLayout.JAVA_LONG, 8) * 1000;
    byte[] copy = content.toArray(ValueLayout.JAVA_BYTE);
    return new Frame(link, copy, head.get(ValueLayout.JAVA_INT, 20), nanos, name);
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public void close() {
    pcap.close(capture);
    arena.close();
  }
}
