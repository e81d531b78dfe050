package ruchy.runtime.failure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ends code of the program that would go on: an entry of a session that somebody interrupts (L
/// 20.3), a test whose time is over (L 20.4). Code that is compiled for these asks `check` in each
/// round of a loop and in each call; other code knows nothing of it. No `catch` of the program
/// takes it, `finally` runs. May be used from any thread.
public final class Interruption extends Error {
  private static final long serialVersionUID = 1;

  private static final String MESSAGE = "Interrupted";

  private static final Set<Thread> MEANT = ConcurrentHashMap.newKeySet();

  /// Whether anybody is meant: as long as nobody is, a check costs one read.
  private static volatile boolean isAsked;

  private final transient CallStack stack = CallStack.capture();

  private Interruption() {
    super(MESSAGE, null, false, false);
  }

  /// Called by the code of the program: does not return on a thread that is to be stopped.
  public static void check() {
    if (isAsked) {
      stopIfMeant();
    }
  }

  /// Once: what `finally` does after that is not stopped.
  private static void stopIfMeant() {
    if (forget(Thread.currentThread())) {
      throw new Interruption();
    }
  }

  /// The code that runs on the thread is to end at its next check.
  public static synchronized void stop(Thread thread) {
    MEANT.add(thread);
    isAsked = true;
  }

  /// The thread goes on with something else; whether it was to be stopped, and was not yet. Those
  /// that have ended before their next check are forgotten too.
  public static synchronized boolean forget(Thread thread) {
    boolean wasMeant = MEANT.remove(thread);
    MEANT.removeIf(each -> !each.isAlive());
    isAsked = !MEANT.isEmpty();
    return wasMeant;
  }

  /// Whether any thread is to be stopped, so that checks cost more than one read.
  static boolean isAsked() {
    return isAsked;
  }

  /// What is told of the end of code that left this, or what it waited for when it was stopped.
  public static Failure told(Throwable thrown) {
    CallStack stack =
        switch (thrown) {
          case Interruption interruption -> interruption.stack;
          case Failure failure -> failure.stack();
          default -> CallStack.of(thrown);
        };
    return Failure.at(stack, MESSAGE);
  }

  /// As `Failure.from`, of what ends a task: being stopped is being cancelled.
  public static Failure endOf(Throwable thrown) {
    return thrown instanceof Interruption
        ? Failure.cancelledError("The task was cancelled")
        : Failure.from(thrown);
  }
}
