package ruchy.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What may begin only when the task that asked for it has reached its next blocking point or has
/// ended: the events of sockets, captures and timers (L 12.6), so that handlers that are registered
/// right after the creation see them all.
public final class Afterwards {
  /// How many threads have asked; while it is 0, a wait costs one read.
  private static final AtomicInteger ASKED = new AtomicInteger();

  private static final Map<Thread, List<Runnable>> LATER = new ConcurrentHashMap<>();

  private Afterwards() {}

  /// Runs the beginning at the next blocking point of the current task, or at its end. It must not
  /// wait.
  public static void run(Runnable beginning) {
    List<Runnable> mine =
        LATER.computeIfAbsent(
            Thread.currentThread(),
            thread -> {
              ASKED.incrementAndGet();
              return new ArrayList<>();
            });
    mine.add(beginning);
  }

  /// The current task waits now, or has ended: what it has printed leaves too (L 15.2). Called by
  /// the bridge and by everything that runs code of the program.
  public static void reached() {
    Output.STANDARD.flushOwn();
    if (ASKED.get() > 0) {
      List<Runnable> mine = LATER.remove(Thread.currentThread());
      if (mine != null) {
        ASKED.decrementAndGet();
        mine.forEach(Runnable::run);
      }
    }
  }
}
