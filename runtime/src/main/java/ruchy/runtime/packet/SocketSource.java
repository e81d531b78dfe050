package ruchy.runtime.packet;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An interface of Linux, through a socket of packets (packet(7)), where there is no libpcap.
final class SocketSource implements FrameSource {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final short ALL_PROTOCOLS = 3;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_PACKET = 263;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int STATISTICS = 6;
  private static final short PROMISCUOUS = 1;
  private static final int DONT_WAIT_AND_TELL_SIZE = 0x40 | 0x20;

  private static final int BUFFER_BYTES = 16 << 20;
  private static final int ADDRESS_BYTES = 20;
  private static final int OUTGOING = 4;
  private static final int LOOPBACK_HARDWARE = 772;

  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final SystemCalls system;
  private final int descriptor;
  private final String name;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment sender = arena.allocate(ADDRESS_BYTES, 4);
  private final MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
  private final MemorySegment counts = arena.allocate(8, 4);
  private final MemorySegment room;
  private long dropped;

  private SocketSource(SystemCalls system, int descriptor, String name, int snapLength) {
    this.system = system;
    this.descriptor = descriptor;
    this.name = name;
    room = arena.allocate(snapLength);
  }

  static SocketSource open(String name, CaptureSettings settings) throws IOException {
    if (settings.filter() != null) {
      PcapLibrary.needed();
    }
    SystemCalls system = SystemCalls.instance();
    int index = name.equals("any") ? 0 : system.interfaceIndex(name);
    if (index == 0 && !name.equals("any")) {
      throw CannotCapture.noInterface();
    }
    int descriptor = -1;
    try {
      descriptor = system.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
      configure(system, descriptor, index, settings);
      return new SocketSource(system, descriptor, name, settings.snapLength());
    } catch (SystemCalls.Refused refused) {
      if (descriptor >= 0) {
        system.close(descriptor);
      }
      throw switch (refused.number()) {
        case SystemCalls.EPERM, SystemCalls.EACCES -> CannotCapture.noPermission();
        case SystemCalls.ENODEV -> CannotCapture.noInterface();
        case SystemCalls.ENETDOWN -> new IOException("the interface is not up", refused);
        default -> refused;
      };
    }
  }

  private static void configure(
      SystemCalls system, int descriptor, int index, CaptureSettings settings)
      throws SystemCalls.Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_INT);
      size.set(ValueLayout.JAVA_INT, 0, BUFFER_BYTES);
      setBuffer(system, descriptor, size);
      if (settings.isPromiscuous() && index > 0) {
        MemorySegment membership = arena.allocate(16, 4);
        membership.set(ValueLayout.JAVA_INT, 0, index);
        membership.set(ValueLayout.JAVA_SHORT, 4, PROMISCUOUS);
        system.setOption(descriptor, SOL_PACKET, ADD_MEMBERSHIP, membership);
      }
      MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(BIG_SHORT, 2, ALL_PROTOCOLS);
      address.set(ValueLayout.JAVA_INT, 4, index);
      system.bind(descriptor, address);
    }
  }

  /// Beyond the limit of the system, where that is permitted.
  private static void setBuffer(SystemCalls system, int descriptor, MemorySegment size)
      throws SystemCalls.Refused {
    try {
      system.setOption(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, size);
    } catch (SystemCalls.Refused limited) {
      system.setOption(descriptor, SOL_SOCKET, SO_RCVBUF, size);
    }
  }

  @Override
  public List<Frame> batch() throws IOException {
    List<Frame> frames = new ArrayList<>();
    if (!system.isReadable(descriptor, WAIT_MILLIS)) {
      return frames;
    }
    try {
      for (int i = 0; i < BATCH; i++) {
        Frame frame = next();
        if (frame != null) {
          frames.add(frame);
        }
      }
    } catch (SystemCalls.Refused refused) {
      boolean isOver =
          refused.number() == SystemCalls.EAGAIN || refused.number() == SystemCalls.EINTR;
      if (!isOver) {
        throw refused.number() == SystemCalls.ENETDOWN
            ? new IOException("the interface went down", refused)
            : refused;
      }
    }
    count();
    return frames;
  }

  /// Null for one that is seen a second time: what leaves over loopback also arrives there.
  private @Nullable Frame next() throws SystemCalls.Refused {
    length.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
    long size = system.receive(descriptor, room, DONT_WAIT_AND_TELL_SIZE, sender, length);
    long nanos = System.currentTimeMillis() * 1_000_000;
    int hardware = sender.get(ValueLayout.JAVA_SHORT, 8) & 0xFFFF;
    if (hardware == LOOPBACK_HARDWARE && sender.get(ValueLayout.JAVA_BYTE, 10) == OUTGOING) {
      return null;
    }
    long captured = Math.min(size, room.byteSize());
    byte[] bytes = room.asSlice(0, captured).toArray(ValueLayout.JAVA_BYTE);
    return new Frame(link(hardware), bytes, (int) size, nanos, name);
  }

  /// By the number of ARP for the hardware: tunnels have no header of their own.
  private static int link(int hardware) {
    return switch (hardware) {
      case 512, 768, 769, 776, 65_534 -> Link.RAW;
      default -> Link.ETHERNET;
    };
  }

  /// The kernel counts from the last time it was asked.
  private void count() throws SystemCalls.Refused {
    length.set(ValueLayout.JAVA_INT, 0, (int) counts.byteSize());
    system.getOption(descriptor, SOL_PACKET, STATISTICS, counts, length);
    dropped += counts.get(ValueLayout.JAVA_INT, 4) & 0xFFFF_FFFFL;
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public void close() {
    system.close(descriptor);
    arena.close();
  }
}
