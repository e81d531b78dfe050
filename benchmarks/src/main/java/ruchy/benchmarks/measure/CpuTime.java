package ruchy.benchmarks.measure;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// CPU time in microseconds, as Linux counts it.
///
/// @param user spent in the program itself
/// @param system spent in the kernel for it
public record CpuTime(long user, long system) {
  private static final int SELF = 0;
  private static final int ENDED_CHILDREN = -1;

  /// The unit of the times in /proc (USER_HZ), on every Linux.
  private static final long TICK_MICROS = 10_000;

  @SuppressWarnings(
      "restricted") // The JDK itself tells it only for other processes, or not as exactly.
  private static final MethodHandle GETRUSAGE =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().find("getrusage").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  /// More than a `struct rusage` has, which begins with the two times.
  private static final long RUSAGE_BYTES = 256;

  /// Of this process, with all its threads; both parts together.
  public static long ofThisProcess() {
    return usage(SELF);
  }

  /// Of all processes that this one has started and that have ended, with their own children; both
  /// parts together.
  public static long ofEndedChildren() {
    return usage(ENDED_CHILDREN);
  }

  /// Of another process, in steps of 10 milliseconds.
  public static CpuTime of(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The second field is a name in parentheses, which may contain anything.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return new CpuTime(
        Long.parseLong(fields[11]) * TICK_MICROS, Long.parseLong(fields[12]) * TICK_MICROS);
  }

  /// Of the whole machine, all processes and the kernel, since it was started.
  public static long ofMachine() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split(" +", -1);
    long busy = 0;
    for (int i = 1; i <= 7; i++) {
      boolean isIdle = i == 4 || i == 5;
      busy += isIdle ? 0 : Long.parseLong(fields[i]);
    }
    return busy * TICK_MICROS;
  }

  /// What was spent since that earlier time.
  public CpuTime since(CpuTime earlier) {
    return new CpuTime(user - earlier.user, system - earlier.system);
  }

  public long total() {
    return user + system;
  }

  private static long usage(int who) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment usage = arena.allocate(RUSAGE_BYTES, 8);
      int status = (int) GETRUSAGE.invokeExact(who, usage);
      if (status != 0) {
        throw new IllegalStateException("getrusage failed");
      }
      return micros(usage, 0) + micros(usage, 16);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static long micros(MemorySegment usage, long offset) {
    return usage.get(ValueLayout.JAVA_LONG, offset) * 1_000_000
        + usage.get(ValueLayout.JAVA_LONG, offset + 8);
  }
}
