package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;

/// A tunnel of Linux (networking/tuntap in the documentation of the kernel): what the system sends
/// to its addresses is read here, and what is written here arrives at the system. A packet begins
/// with its IP header.
final class TunDevice {
  /// A name of an interface has fewer bytes.
  static final int NAME_BYTES = 16;

  private static final String DEVICE = "/dev/net/tun";
  private static final int READ_WRITE_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int REQUEST_BYTES = 40;

  private static final long SET_TUNNEL = 0x400454CAL;
  private static final short TUN_WITHOUT_HEADER = 0x0001 | 0x1000;
  private static final long GET_FLAGS = 0x8913;
  private static final long SET_FLAGS = 0x8914;
  private static final short UP_AND_RUNNING = 0x1 | 0x40;
  private static final long SET_ADDRESS = 0x8916;
  private static final long SET_NETMASK = 0x891C;
  private static final long GET_MTU = 0x8921;
  private static final long SET_MTU = 0x8922;
  private static final int LARGEST_PACKET = 65_535;

  private final SystemCalls system;
  private final int descriptor;
  private final String name;
  private final Arena arena = Arena.ofShared();

  /// Guarded by this, as is what `write` does: the number of the descriptor may be another's after
  /// the end.
  private boolean isClosed;

  private final MemorySegment room = arena.allocate(LARGEST_PACKET);

  private TunDevice(SystemCalls system, int descriptor, String name) {
    this.system = system;
    this.descriptor = descriptor;
    this.name = name;
  }

  /// Makes the tunnel, or takes one that is there and that nobody uses. In an empty name, and in
  /// one with `%d`, the system puts a number.
  static TunDevice open(String wanted) throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new IOException("tunnels are there on Linux alone");
    }
    SystemCalls system = SystemCalls.instance();
    int descriptor = -1;
    try (Arena arena = Arena.ofConfined()) {
      descriptor = system.open(DEVICE, READ_WRITE_NONBLOCK_CLOEXEC);
      MemorySegment request = request(arena, wanted);
      request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, TUN_WITHOUT_HEADER);
      system.control(descriptor, SET_TUNNEL, request);
      return new TunDevice(system, descriptor, request.getString(0, US_ASCII));
    } catch (SystemCalls.Refused refused) {
      if (descriptor >= 0) {
        system.close(descriptor);
      }
      throw why(refused);
    }
  }

  private static IOException why(SystemCalls.Refused refused) {
    return switch (refused.number()) {
      case SystemCalls.EPERM, SystemCalls.EACCES -> CannotCapture.noTunnelPermission();
      case SystemCalls.ENOENT, SystemCalls.ENODEV ->
          new IOException(DEVICE + " is not there; load it: sudo modprobe tun", refused);
      case SystemCalls.EBUSY -> new IOException("another program uses it", refused);
      case SystemCalls.EINVAL -> new IOException("the system refuses it", refused);
      default -> refused;
    };
  }

  /// A `struct ifreq` with the name.
  private static MemorySegment request(Arena arena, String name) {
    MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
    byte[] letters = name.getBytes(US_ASCII);
    MemorySegment.copy(letters, 0, request, ValueLayout.JAVA_BYTE, 0, letters.length);
    return request;
  }

  String name() {
    return name;
  }

  /// What is done with a socket, as the kernel wants it for the settings of an interface.
  private interface Setting {
    void on(int socket, MemorySegment request, Arena arena) throws SystemCalls.Refused;
  }

  private void set(int family, Setting setting) throws IOException {
    int socket = -1;
    try (Arena arena = Arena.ofConfined()) {
      socket = system.socket(family, SOCK_DGRAM_CLOEXEC, 0);
      setting.on(socket, request(arena, name), arena);
    } catch (SystemCalls.Refused refused) {
      throw why(refused);
    } finally {
      if (socket >= 0) {
        system.close(socket);
      }
    }
  }

  /// The most bytes that a packet may have.
  int mtu() throws IOException {
    int[] mtu = new int[1];
    set(
        AF_INET,
        (socket, request, _) -> {
          system.control(socket, GET_MTU, request);
          mtu[0] = request.get(ValueLayout.JAVA_INT, NAME_BYTES);
        });
    return mtu[0];
  }

  void setMtu(int bytes) throws IOException {
    set(
        AF_INET,
        (socket, request, _) -> {
          request.set(ValueLayout.JAVA_INT, NAME_BYTES, bytes);
          system.control(socket, SET_MTU, request);
        });
  }

  /// Gives the system's end an address, and leads packets for its network into the tunnel.
  void setAddress(InetAddress address, int prefix) throws IOException {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      int index = system.interfaceIndex(name);
      set(
          AF_INET6,
          (socket, _, arena) -> {
            MemorySegment request = arena.allocate(24, 8);
            MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, 0, bytes.length);
            request.set(ValueLayout.JAVA_INT, 16, prefix);
            request.set(ValueLayout.JAVA_INT, 20, index);
            system.control(socket, SET_ADDRESS, request);
          });
    } else {
      set(AF_INET, (socket, request, _) -> put(socket, SET_ADDRESS, request, bytes));
      int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
      byte[] ones = {(byte) (mask >> 24), (byte) (mask >> 16), (byte) (mask >> 8), (byte) mask};
      set(AF_INET, (socket, request, _) -> put(socket, SET_NETMASK, request, ones));
    }
  }

  private void put(int socket, long what, MemorySegment request, byte[] address)
      throws SystemCalls.Refused {
    request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short) AF_INET);
    MemorySegment.copy(address, 0, request, ValueLayout.JAVA_BYTE, NAME_BYTES + 4, address.length);
    system.control(socket, what, request);
  }

  /// Packets pass from now on.
  void up() throws IOException {
    set(
        AF_INET,
        (socket, request, _) -> {
          system.control(socket, GET_FLAGS, request);
          short flags = request.get(ValueLayout.JAVA_SHORT, NAME_BYTES);
          request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short) (flags | UP_AND_RUNNING));
          system.control(socket, SET_FLAGS, request);
        });
  }

  /// Waits for packets so many milliseconds at most. On one thread, which may block.
  boolean isReadable(int millis) throws IOException {
    return system.isReadable(descriptor, millis);
  }

  /// The next packet, empty when there is none now. On the thread that waits.
  byte[] read() throws IOException {
    try {
      long size = system.read(descriptor, room);
      return room.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
    } catch (SystemCalls.Refused refused) {
      return switch (refused.number()) {
        case SystemCalls.EAGAIN, SystemCalls.EINTR -> new byte[0];
        // It is down, or has been removed.
        default -> throw new IOException("the tunnel is gone", refused);
      };
    }
  }

  /// Hands a packet to the system; false when it has no room for it at the moment. Does not block.
  synchronized boolean write(byte[] packet) throws IOException {
    if (isClosed) {
      throw new IOException("it is closed");
    }
    try (Arena own = Arena.ofConfined()) {
      system.write(descriptor, own.allocateFrom(ValueLayout.JAVA_BYTE, packet));
      return true;
    } catch (SystemCalls.Refused refused) {
      return switch (refused.number()) {
        case SystemCalls.EAGAIN -> false;
        case SystemCalls.EINVAL -> throw new IOException("it is no packet of IP", refused);
        default -> throw new IOException("the tunnel is down", refused);
      };
    }
  }

  /// Removes the tunnel. On the thread that waits.
  synchronized void close() {
    isClosed = true;
    system.close(descriptor);
    arena.close();
  }
}
