package ruchy.runtime.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// What keeps the program alive (L 13.3) and how it ends (L 13.4). All methods may be called from
/// any thread.
public final class Lifetime {
  private static final int INTERRUPTED = 2;
  private static final int TERMINATED = 15;
  private static final long DEFAULT_GRACE_MILLIS = 10_000;
  private static final long ECHO_NANOS = 500_000_000;

  private static final Set<Open> OPEN = Collections.newSetFromMap(new IdentityHashMap<>());
  private static @Nullable Outcome<Boolean> nothingOpen;
  private static boolean hasSignals;
  private static boolean leavesInterrupts;
  private static boolean isEnding;
  private static long endingSince;

  /// What is to be done before the process ends, while output still leaves.
  private static final List<Runnable> LAST = new ArrayList<>(0);

  /// A thing that keeps the program alive while it is open: a server, a client WebSocket, a
  /// capture, a timer.
  public interface Open {
    /// Takes no new work and lets what is in progress finish, then calls `whenDone`, from any
    /// thread. What is in progress after the grace period may be stopped.
    void drain(long graceMillis, Runnable whenDone);

    /// How long what is in progress may take, in milliseconds; negative for the program's grace
    /// period.
    default long graceMillis() {
      return -1;
    }
  }

  private Lifetime() {}

  /// The thing keeps the program alive from now on.
  public static synchronized void opened(Open thing) {
    if (!hasSignals) {
      hasSignals = true;
      Signals.onSignal("TERM", () -> signalled(TERMINATED));
      if (!leavesInterrupts) {
        Signals.onSignal("INT", () -> signalled(INTERRUPTED));
      }
    }
    OPEN.add(thing);
  }

  /// SIGINT is the affair of somebody else from now on.
  static synchronized void leaveInterrupts() {
    leavesInterrupts = true;
  }

  /// The thing no longer keeps the program alive. Does nothing when it did not.
  public static synchronized void closed(Open thing) {
    if (OPEN.remove(thing) && OPEN.isEmpty() && !isEnding && nothingOpen != null) {
      nothingOpen.complete(true);
    }
  }

  /// Returns when nothing keeps the program alive; never, once a signal is ending it.
  static void awaitEnd() {
    while (true) {
      Outcome<Boolean> end;
      synchronized (Lifetime.class) {
        if (OPEN.isEmpty() && !isEnding) {
          return;
        }
        end = new Outcome<>();
        nothingOpen = end;
      }
      Afterwards.reached();
      Output.STANDARD.flushLines();
      Bridge.parkFor(end);
    }
  }

  /// Flushes the output and ends the process with status 0, or 1 if the output cannot be written,
  /// at the end of the program's main thread.
  static void end() {
    boolean isWritten = Output.STANDARD.finish();
    last();
    if (!isWritten) {
      System.exit(1);
    }
    // The JVM ends by itself when the last thread does. `System.exit` would look for a logger
    // first,
    // which takes longer than a whole small program. Besides this thread there is the one that
    // waits for the end of the JVM.
    if (Thread.activeCount() > 2) {
      System.exit(0);
    }
  }

  /// Does this once before the process ends, however it ends, unless it is by a second signal. What
  /// the program has printed stands before it, unless the program is one of a session.
  public static synchronized void beforeEnd(Runnable last) {
    LAST.add(last);
  }

  private static void last() {
    List<Runnable> all;
    synchronized (Lifetime.class) {
      all = List.copyOf(LAST);
      LAST.clear();
    }
    for (Runnable each : all) {
      each.run();
    }
  }

  /// Ends what the program has left open, and does what it wanted done before the end; the process
  /// goes on.
  static void closeAll() {
    last();
    List<Open> things;
    synchronized (Lifetime.class) {
      things = new ArrayList<>(OPEN);
      OPEN.clear();
    }
    for (Open thing : things) {
      thing.drain(0, () -> {});
    }
  }

  /// Flushes the output and ends the process at once. In a trial it ends the trial.
  public static void exit(int status) {
    Trial.exit(status);
    endProcess(status);
  }

  private static void endProcess(int status) {
    boolean isWritten = Output.STANDARD.finish();
    last();
    System.exit(isWritten || status != 0 ? status : 1);
  }

  /// The grace period in milliseconds: `RUCHY_GRACE_MS` from the environment, or 10 s.
  public static long graceMillis() {
    String text = System.getenv("RUCHY_GRACE_MS");
    if (text == null) {
      return DEFAULT_GRACE_MILLIS;
    }
    try {
      return Math.max(0, Long.parseLong(text.strip()));
    } catch (NumberFormatException notANumber) {
      return DEFAULT_GRACE_MILLIS;
    }
  }

  /// On the JVM's signal thread. The first signal drains; a second one ends the process at once.
  private static void signalled(int signal) {
    List<Open> things;
    synchronized (Lifetime.class) {
      if (isEnding) {
        if (isEcho()) {
          return;
        }
        Runtime.getRuntime().halt(128 + signal);
      }
      isEnding = true;
      endingSince = System.nanoTime();
      things = new ArrayList<>(OPEN);
    }
    if (things.isEmpty()) {
      endProcess(128 + signal);
    }
    drain(things);
    endProcess(signal == TERMINATED ? 0 : 128 + signal);
  }

  /// Whether a second signal is the first one again. Terminals and service managers signal all
  /// processes of a program; where the launcher has started a second one, on a newer Java, the
  /// first passes on what it gets.
  private static boolean isEcho() {
    return System.getProperty("ruchy.relaunched") != null
        && System.nanoTime() - endingSince < ECHO_NANOS;
  }

  private static void drain(List<Open> things) {
    long longest = 0;
    for (Open thing : things) {
      longest = Math.max(longest, graceOf(thing));
    }
    var left = new AtomicInteger(things.size());
    try {
      Bridge.<Boolean>await(
          all -> {
            for (Open thing : things) {
              thing.drain(
                  graceOf(thing),
                  () -> {
                    if (left.decrementAndGet() == 0) {
                      all.complete(true);
                    }
                  });
            }
          },
          Math.max(1, longest));
    } catch (Failure graceIsOver) {
      // What still runs is stopped by the end of the process.
    }
  }

  private static long graceOf(Open thing) {
    long own = thing.graceMillis();
    return own >= 0 ? own : graceMillis();
  }
}
