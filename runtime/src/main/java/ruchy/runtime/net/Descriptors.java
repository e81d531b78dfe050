package ruchy.runtime.net;

import java.io.IOException;
import java.lang.ref.Cleaner;
import ruchy.runtime.engine.Bridge;

/// What the system gives a process few of. A socket that the program has dropped without closing it
/// is closed once the garbage collector finds it; when descriptors run out, it is asked to look.
final class Descriptors {
  private static final int TRIES = 100;
  private static final long PAUSE_NANOS = 20_000_000;

  private Descriptors() {}

  /// Made with the first socket.
  private static final class Dropped {
    static final Cleaner CLEANER = Cleaner.create();
  }

  /// What takes a descriptor.
  interface Source<T> {
    T open() throws IOException;
  }

  /// Closes the pipe when nobody holds the owner any more. The pipe must not hold it.
  static Cleaner.Cleanable watch(Object owner, Runnable close) {
    return Dropped.CLEANER.register(owner, close);
  }

  /// What the source gives; when the process has no descriptor left, waits a while for one.
  static <T> T get(Source<T> source) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return source.open();
      } catch (IOException failure) {
        if (tries == TRIES || !Reasons.isOutOfDescriptors(failure)) {
          throw failure;
        }
      }
      pause(tries);
    }
  }

  /// Waits for a descriptor.
  @SuppressWarnings("System_gc") // It finds the sockets that were dropped.
  static void pause(int tries) {
    if (tries % 25 == 1) {
      System.gc();
    }
    Bridge.sleep(PAUSE_NANOS);
  }
}
