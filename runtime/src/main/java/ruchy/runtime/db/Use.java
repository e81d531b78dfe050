package ruchy.runtime.db;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;

/// One use of a session by a task, which may be cancelled meanwhile: the statement that runs is
/// stopped then, and the session is free when it has stopped, not before.
final class Use {
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final AtomicBoolean isBegun = new AtomicBoolean();
  private volatile boolean isStopped;
  private java.sql.@Nullable Statement running;

  /// What is done with a session.
  interface Work<T extends @Nullable Object> {
    T run(Use use) throws Refusal;
  }

  /// Does the work on a thread that may block, and waits for its end.
  ///
  /// @param afterwards done when the work has ended, on any thread, or will never begin
  static <T extends @Nullable Object> T of(Work<T> work, Runnable afterwards) throws IOException {
    Use use = new Use();
    try {
      return Blocking.call(() -> use.run(work, afterwards), use::stop);
    } finally {
      if (use.isBegun.compareAndSet(false, true)) {
        afterwards.run();
      }
    }
  }

  private <T extends @Nullable Object> T run(Work<T> work, Runnable afterwards) throws Refusal {
    if (!isBegun.compareAndSet(false, true)) {
      throw stopped();
    }
    try {
      return work.run(this);
    } finally {
      afterwards.run();
    }
  }

  private static Refusal stopped() {
    return new Refusal("The statement was stopped");
  }

  /// This statement is about to run; null when it has ended.
  void runs(java.sql.@Nullable Statement statement) throws Refusal {
    synchronized (this) {
      running = statement;
      notifyAll();
    }
    if (isStopped && statement != null) {
      throw stopped();
    }
  }

  /// PostgreSQL is asked over a connection of its own, which the task does not wait for.
  private void stop() {
    isStopped = true;
    Thread.ofVirtual().name("stop a statement").start(this::stopRunning);
  }

  /// Asks until the statement has ended: a database forgets it that is asked before it has begun.
  private void stopRunning() {
    long pauseMillis = 1;
    synchronized (this) {
      while (running != null) {
        try {
          running.cancel();
          wait(pauseMillis);
        } catch (SQLException | InterruptedException ended) {
          // Then there is nothing to stop.
          return;
        }
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
      }
    }
  }
}
