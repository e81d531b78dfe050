package ruchy.runtime.packet;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of Linux for sockets of packets (packet(7)) and for tunnels. Those that wait block, so
/// no virtual thread may make them.
@SuppressWarnings("restricted") // the manifest allows native calls
final class SystemCalls {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int ENETDOWN = 100;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout POINTER = ValueLayout.ADDRESS;
  private static final short POLLIN = 1;

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_OF_STATE =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle socket = function("socket", INT, INT, INT, INT);
  private final MethodHandle bind = function("bind", INT, INT, POINTER, INT);
  private final MethodHandle setOption = function("setsockopt", INT, INT, INT, INT, POINTER, INT);
  private final MethodHandle getOption =
      function("getsockopt", INT, INT, INT, INT, POINTER, POINTER);
  private final MethodHandle receive =
      function("recvfrom", LONG, INT, POINTER, LONG, INT, POINTER, POINTER);
  private final MethodHandle poll = function("poll", INT, POINTER, LONG, INT);
  private final MethodHandle close = function("close", INT, INT);
  private final MethodHandle open = variadic("open", INT, POINTER, INT);
  private final MethodHandle control = variadic("ioctl", INT, INT, LONG, POINTER);
  private final MethodHandle read = function("read", LONG, INT, POINTER, LONG);
  private final MethodHandle write = function("write", LONG, INT, POINTER, LONG);
  private final MethodHandle interfaceIndex = function("if_nametoindex", INT, POINTER);

  private SystemCalls() {}

  private static final class Holder {
    static final SystemCalls INSTANCE = new SystemCalls();
  }

  static SystemCalls instance() {
    return Holder.INSTANCE;
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... parameters) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters), ERRNO);
  }

  /// As `function`, of one that takes more arguments after its first two.
  private static MethodHandle variadic(
      String name, MemoryLayout result, MemoryLayout... parameters) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, parameters),
        ERRNO,
        Linker.Option.firstVariadicArg(2));
  }

  /// What a call of the system has refused.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final int number;

    Refused(String call, int number) {
      super(call + " failed with error " + number);
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /// A call whose first argument is where its error is put.
  @FunctionalInterface
  private interface Call {
    long on(MemorySegment state) throws Throwable;
  }

  private static long checked(String name, Call call) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      long result = call.on(state);
      if (result < 0) {
        throw new Refused(name, (int) ERRNO_OF_STATE.get(state, 0L));
      }
      return result;
    } catch (Refused | RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// A descriptor.
  int socket(int family, int type, int protocol) throws Refused {
    return (int)
        checked("socket", state -> (int) socket.invokeExact(state, family, type, protocol));
  }

  void bind(int descriptor, MemorySegment address) throws Refused {
    checked(
        "bind",
        state -> (int) bind.invokeExact(state, descriptor, address, (int) address.byteSize()));
  }

  void setOption(int descriptor, int level, int option, MemorySegment value) throws Refused {
    checked(
        "setsockopt",
        state ->
            (int)
                setOption.invokeExact(
                    state, descriptor, level, option, value, (int) value.byteSize()));
  }

  void getOption(int descriptor, int level, int option, MemorySegment value, MemorySegment length)
      throws Refused {
    checked(
        "getsockopt",
        state -> (int) getOption.invokeExact(state, descriptor, level, option, value, length));
  }

  /// How many bytes came, which may be more than there is room for.
  long receive(
      int descriptor, MemorySegment room, int flags, MemorySegment sender, MemorySegment length)
      throws Refused {
    return checked(
        "recvfrom",
        state ->
            (long)
                receive.invokeExact(
                    state, descriptor, room, room.byteSize(), flags, sender, length));
  }

  /// Waits so many milliseconds at most.
  boolean isReadable(int descriptor, int millis) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wanted = arena.allocate(8, 4);
      wanted.set(INT, 0, descriptor);
      wanted.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      return checked("poll", state -> (int) poll.invokeExact(state, wanted, 1L, millis)) > 0;
    } catch (Refused refused) {
      if (refused.number() == EINTR) {
        return false;
      }
      throw refused;
    }
  }

  /// A descriptor of a file that is there.
  int open(String path, int flags) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(path);
      return (int) checked("open", state -> (int) open.invokeExact(state, text, flags));
    }
  }

  void control(int descriptor, long request, MemorySegment argument) throws Refused {
    checked("ioctl", state -> (int) control.invokeExact(state, descriptor, request, argument));
  }

  /// How many bytes were read.
  long read(int descriptor, MemorySegment room) throws Refused {
    return checked(
        "read", state -> (long) read.invokeExact(state, descriptor, room, room.byteSize()));
  }

  /// How many bytes were written.
  long write(int descriptor, MemorySegment bytes) throws Refused {
    return checked(
        "write", state -> (long) write.invokeExact(state, descriptor, bytes, bytes.byteSize()));
  }

  void close(int descriptor) {
    try {
      checked("close", state -> (int) close.invokeExact(state, descriptor));
    } catch (Refused gone) {
      // The system has forgotten it nevertheless.
    }
  }

  /// 0 when there is no interface of that name.
  int interfaceIndex(String name) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      return (int)
          checked("if_nametoindex", state -> (int) interfaceIndex.invokeExact(state, text));
    }
  }
}
