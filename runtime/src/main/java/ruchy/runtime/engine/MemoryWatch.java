package ruchy.runtime.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Ends a program that has no memory left and whom nothing else tells: with its message on standard
/// error and status 1, as an error that leaves the top level does.
///
/// A task that gets no memory for what it does raises an error, ends and gives back what it held.
/// But where the JVM has none for the stack of a task that is to wait, the task waits on the thread
/// that carries it, and none for one that is to go on, it tries again and again: no code sees an
/// error, and nothing goes on ever after. So this thread sees for itself, each time that the JVM
/// has given up its soft references, which it does before anything is refused memory, and which
/// costs nothing until then. Needs no memory for anything that it does.
final class MemoryWatch extends Thread {
  /// As much as a task needs that does a little.
  private static final int LITTLE_BYTES = 64 << 10;

  /// With more free the memory is not asked for. For the JVM has only four errors of that kind that
  /// know where they were raised, ever, and the program is to have them.
  private static final int LOW_BYTES = 1 << 20;

  /// So often in a row there is little free: tasks that fail now give back theirs meanwhile.
  private static final int LOOKS = 15;

  /// So often in a row not even that little is to be had.
  private static final int TRIES = 3;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /// How long the end of the program may take.
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final byte[] NOTHING = {};
  private static final AtomicBoolean HAS_BEGUN = new AtomicBoolean();

  private final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
  private final Thread end = new Thread(MemoryWatch::halt, "memory end");

  /// Held, so that the garbage collector asks nothing but the memory whether it is to go.
  @SuppressWarnings("UnusedVariable") // it is there to be held
  private @Nullable SoftReference<Object> alarm;

  @SuppressWarnings("UnusedVariable") // it is there to be made
  private volatile byte[] little = NOTHING;

  /// Let go for the end of the program.
  @SuppressWarnings("UnusedVariable") // it is there to be held
  private volatile byte[] reserve = NOTHING;

  private MemoryWatch() {
    super("memory watch");
    setDaemon(true);
    end.setDaemon(true);
  }

  /// What is told. Apart from the watch: a program that has none may need it too.
  private static final class Report {
    static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);
    static final byte[] TEXT = ("error: " + Failure.outOfMemoryMessage() + "\n").getBytes(UTF_8);
  }

  /// Watches from now on. Called before the first task, event loop or wait for a socket. Raises
  /// OutOfMemoryError where there is no memory for that, and then the next call tries it.
  static void begin() {
    if (HAS_BEGUN.get() || HAS_BEGUN.getAndSet(true)) {
      return;
    }
    try {
      new MemoryWatch().start();
    } catch (Throwable failure) {
      HAS_BEGUN.set(false);
      throw failure;
    }
  }

  /// Says that there is no memory left, where there is none for the report of an error.
  static void tell() {
    try {
      tell(Report.TEXT);
    } catch (IOException nobodyReads) {
      // The exit status has to tell it.
    }
  }

  @Override
  public void run() {
    try {
      reserve = new byte[8 * LITTLE_BYTES];
      tell(NOTHING); // So that what is told is made.
    } catch (IOException | OutOfMemoryError none) {
      // The end may have to do without.
    }
    while (true) {
      awaitAlarm();
      if (isFull()) {
        endProgram();
      }
    }
  }

  private void awaitAlarm() {
    try {
      alarm = new SoftReference<>(new Object(), cleared);
      cleared.remove();
    } catch (OutOfMemoryError isAlarm) {
      alarm = null;
    } catch (InterruptedException nobodyDoesThat) {
      alarm = null;
    }
  }

  private boolean isFull() {
    for (int looks = 0; looks < LOOKS; looks++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Runtime.getRuntime().freeMemory() > LOW_BYTES) {
        return false;
      }
    }
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        little = new byte[LITTLE_BYTES];
        little = NOTHING;
        return false;
      } catch (OutOfMemoryError full) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return true;
  }

  /// Whatever else cannot be done without memory: the message is told, and the process ends.
  private void endProgram() {
    try {
      tell(Report.TEXT);
      reserve = NOTHING;
      end.start();
      Lifetime.exit(1);
    } catch (IOException | RuntimeException | Error noMore) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void tell(byte[] text) throws IOException {
    Report.ERRORS.write(text);
  }

  private static void halt() {
    long deadline = System.nanoTime() + END_NANOS;
    long left;
    while ((left = deadline - System.nanoTime()) > 0) {
      LockSupport.parkNanos(left);
    }
    Runtime.getRuntime().halt(1);
  }
}
