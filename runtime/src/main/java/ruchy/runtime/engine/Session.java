package ruchy.runtime.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.Interruption;
import ruchy.runtime.value.GrowingText;

/// The variables of a session (L 20.3), which entries that are compiled one after the other share,
/// and the value of the last entry. May be used from any thread.
public final class Session {
  private static final Object NIL = new Object();
  private static final Map<String, Object> VARIABLES = new HashMap<>();
  private static @Nullable Object result;

  /// How long an entry that is to stop may take until whoever keeps the turn from it is stopped.
  private static final long TURN_MILLIS = 300;

  /// And until one knows that it does not stop.
  private static final long STOP_MILLIS = 2000;

  /// Guards the three fields after it.
  private static final Object RUN = new Object();

  /// Who runs an entry.
  private static @Nullable Thread running;

  /// How many entries have begun.
  private static int entries;

  /// Whether that is to stop.
  private static boolean isInterrupted;

  /// What has come of an interrupt.
  public enum Interrupt {
    /// No entry runs any more.
    DONE,
    /// The entry is where nothing can stop it, such as deep in the library.
    GOES_ON,
    /// It has been interrupted before, and still goes on.
    AGAIN
  }

  private Session() {}

  /// The value of the variable; raises NameError when its `let` has not run.
  ///
  /// @param key the name; that of a module's variable ends with `:` and the name
  public static @Nullable Object get(String key) {
    return GrowingText.value(held(key));
  }

  /// What the variable holds, which may be a `GrowingText`; raises as `get`.
  public static @Nullable Object held(String key) {
    Object value;
    synchronized (VARIABLES) {
      value = VARIABLES.get(key);
    }
    if (value == null) {
      throw Failure.uninitialised(key.substring(key.lastIndexOf(':') + 1));
    }
    return value == NIL ? null : value;
  }

  /// Gives the variable a value, or a `GrowingText` that belongs to it alone.
  public static void set(@Nullable Object value, String key) {
    synchronized (VARIABLES) {
      VARIABLES.put(key, value == null ? NIL : value);
    }
  }

  /// The names of the variables that have a value, sorted, without those of modules.
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    synchronized (VARIABLES) {
      for (String key : VARIABLES.keySet()) {
        if (key.indexOf(':') < 0) {
          names.add(key);
        }
      }
    }
    names.sort(null);
    return names;
  }

  /// Forgets all variables.
  public static void clear() {
    synchronized (VARIABLES) {
      VARIABLES.clear();
    }
  }

  /// Runs an entry on the calling thread, which holds the turn meanwhile.
  ///
  /// @return the error that left it, or null
  public static @Nullable Failure run(Runnable entry) {
    Output.STANDARD.flushLines();
    result = null;
    Unwinding.programOf(entry.getClass());
    begin();
    try {
      return ran(entry);
    } catch (Throwable thrown) {
      return wasInterrupted(thrown) ? Interruption.told(thrown) : Failure.from(thrown);
    } finally {
      end(Thread.currentThread());
      Afterwards.reached();
      Output.STANDARD.flush();
    }
  }

  private static @Nullable Failure ran(Runnable entry) {
    Turn.PROGRAM.enter();
    try {
      entry.run();
      return null;
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  private static void begin() {
    synchronized (RUN) {
      running = Thread.currentThread();
      isInterrupted = false;
      entries++;
    }
  }

  /// An interrupt that came too late means nothing for what the thread does next.
  private static void end(Thread thread) {
    synchronized (RUN) {
      running = null;
      RUN.notifyAll();
    }
    Interruption.forget(thread);
    Thread.interrupted();
  }

  /// An entry that waits is cancelled as a task is.
  private static boolean wasInterrupted(Throwable thrown) {
    synchronized (RUN) {
      return isInterrupted
          && (thrown instanceof Interruption
              || thrown instanceof Failure failure && failure.matchesType("CancelledError"));
    }
  }

  /// A person types the entries: SIGINT means the entry that runs, and not the process.
  public static void leaveInterrupts() {
    Lifetime.leaveInterrupts();
  }

  /// Stops the entry that runs, if one does, and waits a little until it has ended: it goes no
  /// further than the loop, the call or the wait where it is. Called by another thread.
  public static Interrupt interrupt() {
    Thread thread;
    int entry;
    synchronized (RUN) {
      entry = entries;
      thread = running;
      if (thread == null) {
        return Interrupt.DONE;
      }
      if (isInterrupted) {
        return Interrupt.AGAIN;
      }
      isInterrupted = true;
      stop(thread);
    }
    if (hasEnded(entry, TURN_MILLIS)) {
      return Interrupt.DONE;
    }
    Thread holder = Turn.PROGRAM.holder();
    if (holder != null && holder != thread) {
      stop(holder);
    }
    return hasEnded(entry, STOP_MILLIS) ? Interrupt.DONE : Interrupt.GOES_ON;
  }

  private static void stop(Thread thread) {
    Interruption.stop(thread);
    if (!LoopThreads.isLoop(thread)) {
      thread.interrupt();
    }
  }

  private static boolean hasEnded(int entry, long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    synchronized (RUN) {
      while (running != null && entries == entry) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        try {
          RUN.wait(left);
        } catch (InterruptedException nobodyDoesThat) {
          throw new IllegalStateException(nobodyDoesThat);
        }
      }
    }
    return true;
  }

  /// Closes servers and timers, and tells the errors of tasks that nobody awaited.
  public static void end() {
    Lifetime.closeAll();
    Output.STANDARD.flush();
  }

  /// Called by the code of an entry with the value of its last expression.
  public static void result(@Nullable Object value) {
    result = value;
  }

  /// The value of the entry that has run, once; nil if it had none.
  public static @Nullable Object takeResult() {
    Object value = result;
    result = null;
    return value;
  }
}
