package ruchy.runtime.packet;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions of libpcap, where it is on the machine. They block, so no virtual thread may call
/// them.
@SuppressWarnings("restricted") // the manifest allows native calls
final class PcapLibrary {
  /// `struct pcap_pkthdr`: seconds, microseconds, bytes captured, bytes on the wire.
  static final int HEADER_BYTES = 24;

  static final int PERMISSION_DENIED = -8;
  static final int NO_SUCH_DEVICE = -5;
  static final int NOT_UP = -9;

  private static final List<String> NAMES =
      List.of("libpcap.so.1", "libpcap.so.0.8", "libpcap.so", "libpcap.dylib");

  private static final int PROGRAM_BYTES = 16;
  private static final int ERROR_BYTES = 256;
  private static final int SNAP_LENGTH = 262_144;
  private static final int NO_NETMASK = -1;

  /// How long the kernel collects packets before it gives them. Without this, each would take a
  /// slot as large as the largest, and few would fit into the buffer.
  private static final int COLLECT_MILLIS = 10;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

  private final MethodHandle create;
  private final MethodHandle setSnapLength;
  private final MethodHandle setPromiscuous;
  private final MethodHandle setTimeout;
  private final MethodHandle setBufferSize;
  private final MethodHandle activate;
  private final MethodHandle error;
  private final MethodHandle setNonBlocking;
  private final MethodHandle descriptor;
  private final MethodHandle datalink;
  private final MethodHandle next;
  private final MethodHandle statistics;
  private final MethodHandle close;
  private final MethodHandle openDead;
  private final MethodHandle compile;
  private final MethodHandle setFilter;
  private final MethodHandle freeCode;
  private final MethodHandle offlineFilter;

  private PcapLibrary(SymbolLookup library) {
    create = function(library, "pcap_create", POINTER, POINTER, POINTER);
    setSnapLength = function(library, "pcap_set_snaplen", INT, POINTER, INT);
    setPromiscuous = function(library, "pcap_set_promisc", INT, POINTER, INT);
    setTimeout = function(library, "pcap_set_timeout", INT, POINTER, INT);
    setBufferSize = function(library, "pcap_set_buffer_size", INT, POINTER, INT);
    activate = function(library, "pcap_activate", INT, POINTER);
    error = function(library, "pcap_geterr", POINTER, POINTER);
    setNonBlocking = function(library, "pcap_setnonblock", INT, POINTER, INT, POINTER);
    descriptor = function(library, "pcap_get_selectable_fd", INT, POINTER);
    datalink = function(library, "pcap_datalink", INT, POINTER);
    next = function(library, "pcap_next_ex", INT, POINTER, POINTER, POINTER);
    statistics = function(library, "pcap_stats", INT, POINTER, POINTER);
    close = procedure(library, "pcap_close", POINTER);
    openDead = function(library, "pcap_open_dead", POINTER, INT, INT);
    compile = function(library, "pcap_compile", INT, POINTER, POINTER, POINTER, INT, INT);
    setFilter = function(library, "pcap_setfilter", INT, POINTER, POINTER);
    freeCode = procedure(library, "pcap_freecode", POINTER);
    offlineFilter = function(library, "pcap_offline_filter", INT, POINTER, POINTER, POINTER);
  }

  private static MethodHandle function(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, parameters));
  }

  private static MethodHandle procedure(
      SymbolLookup library, String name, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.ofVoid(parameters));
  }

  /// Null where there is no libpcap.
  static @Nullable PcapLibrary found() {
    return Found.LIBRARY;
  }

  /// IOException where there is no libpcap.
  static PcapLibrary needed() throws IOException {
    PcapLibrary library = found();
    if (library == null) {
      throw new IOException(
          "filters need libpcap, which is not on this machine (Debian: apt install libpcap0.8)");
    }
    return library;
  }

  private static final class Found {
    static final @Nullable PcapLibrary LIBRARY = load();

    private static @Nullable PcapLibrary load() {
      for (String name : NAMES) {
        try {
          return new PcapLibrary(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException
            | java.util.NoSuchElementException
            | IllegalCallerException absent) {
          // Another name, or none.
        }
      }
      return null;
    }
  }

  /// A capture on an interface, to be activated. IOException with the reason.
  MemorySegment create(String interfaceName) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment reason = arena.allocate(ERROR_BYTES);
      var capture = (MemorySegment) create.invokeExact(arena.allocateFrom(interfaceName), reason);
      if (capture.address() == 0) {
        throw new IOException(reason.getString(0));
      }
      return capture;
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  /// The status of `pcap_activate`: below 0 for errors.
  int activate(MemorySegment capture, CaptureSettings settings, int bufferBytes)
      throws IOException {
    try {
      int status = (int) setSnapLength.invokeExact(capture, settings.snapLength());
      status |= (int) setPromiscuous.invokeExact(capture, settings.isPromiscuous() ? 1 : 0);
      status |= (int) setTimeout.invokeExact(capture, COLLECT_MILLIS);
      status |= (int) setBufferSize.invokeExact(capture, bufferBytes);
      return status < 0 ? status : (int) activate.invokeExact(capture);
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  /// What libpcap says of the last error of this capture.
  String error(MemorySegment capture) throws IOException {
    try {
      return ((MemorySegment) error.invokeExact(capture)).reinterpret(ERROR_BYTES).getString(0);
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  /// The descriptor to poll; reads do not wait from now on.
  int nonBlocking(MemorySegment capture) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment reason = arena.allocate(ERROR_BYTES);
      if ((int) setNonBlocking.invokeExact(capture, 1, reason) < 0) {
        throw new IOException(reason.getString(0));
      }
      return (int) descriptor.invokeExact(capture);
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  int datalink(MemorySegment capture) throws IOException {
    try {
      return (int) datalink.invokeExact(capture);
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  /// 1 when the two pointers were set to header and bytes of a packet, 0 when there is none.
  int next(MemorySegment capture, MemorySegment header, MemorySegment bytes) throws IOException {
    try {
      return (int) next.invokeExact(capture, header, bytes);
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  /// How many packets the system and the interface have dropped.
  long dropped(MemorySegment capture) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment counts = arena.allocate(HEADER_BYTES, 8);
      if ((int) statistics.invokeExact(capture, counts) < 0) {
        return 0;
      }
      return (counts.get(INT, 4) & 0xFFFF_FFFFL) + (counts.get(INT, 8) & 0xFFFF_FFFFL);
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  void close(MemorySegment capture) {
    try {
      close.invokeExact(capture);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Lets the capture see what matches alone.
  void filter(MemorySegment capture, String text) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = arena.allocate(PROGRAM_BYTES, 8);
      compile(capture, text, program, arena);
      int status = (int) setFilter.invokeExact(capture, program);
      free(program);
      if (status < 0) {
        throw new IOException(error(capture));
      }
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  /// The filter for frames of a file, to be freed.
  MemorySegment compile(int link, String text, Arena arena) throws IOException {
    try {
      var capture = (MemorySegment) openDead.invokeExact(link, SNAP_LENGTH);
      try {
        MemorySegment program = arena.allocate(PROGRAM_BYTES, 8);
        compile(capture, text, program, arena);
        return program;
      } finally {
        close(capture);
      }
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  private void compile(MemorySegment capture, String text, MemorySegment program, Arena arena)
      throws Throwable {
    int status =
        (int) compile.invokeExact(capture, program, arena.allocateFrom(text), 1, NO_NETMASK);
    if (status < 0) {
      throw new BadFilter(error(capture));
    }
  }

  void free(MemorySegment program) {
    try {
      freeCode.invokeExact(program);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  boolean matches(MemorySegment program, MemorySegment header, MemorySegment bytes)
      throws IOException {
    try {
      return (int) offlineFilter.invokeExact(program, header, bytes) != 0;
    } catch (Throwable failure) {
      throw raised(failure);
    }
  }

  private static IOException raised(Throwable failure) {
    return switch (failure) {
      case IOException expected -> expected;
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      default -> new IOException(failure);
    };
  }

  /// The text of a filter is none.
  static final class BadFilter extends IOException {
    private static final long serialVersionUID = 1;

    BadFilter(String message) {
      super(message);
    }
  }
}
