package ruchy.runtime.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Line;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;

/// The sessions that tasks share: each is one task's until it is given back, and who finds none
/// free waits, in the order of coming. A task that waits blocks no thread, so that the one that has
/// the session can go on. Its own lock guards it, and is never held while anybody waits or a
/// session works.
final class Pool implements Operation<Session> {
  /// Longer waits for a free session are taken for a deadlock.
  static final long LIMIT_MILLIS = 30_000;

  private final Driver driver;
  private final int limit;
  private final Deque<Session> idle = new ArrayDeque<>();
  private final List<Session> all = new ArrayList<>();
  private final Line<Outcome<Session>> waiting = new Line<>();
  private final Line<Outcome<Boolean>> ending = new Line<>();
  private final AtomicLong lastBreak = new AtomicLong(System.nanoTime());
  private boolean isClosed;

  Pool(Driver driver, int limit) {
    this.driver = driver;
    this.limit = limit;
  }

  /// A session for this task alone, to be given back. Raises TimeoutError, CancelledError.
  Session take() {
    try {
      return Bridge.<Session>await(this, LIMIT_MILLIS);
    } catch (Failure failure) {
      if (failure.matchesType("TimeoutError")) {
        throw Failure.timeoutError(
            driver.where()
                + " was busy for "
                + LIMIT_MILLIS / 1000
                + " s: "
                + (limit == 1
                    ? "another task is in a transaction"
                    : "all " + limit + " connections are in transactions or in use"));
      }
      throw failure;
    }
  }

  @Override
  public void start(Outcome<Session> outcome) {
    Session session;
    synchronized (this) {
      if (isClosed) {
        throw closed(driver);
      }
      session = free();
      if (session == null) {
        waiting.add(outcome);
        return;
      }
    }
    if (!outcome.complete(session)) {
      give(session);
    }
  }

  static Failure closed(Driver driver) {
    return Failure.dbError(driver.where() + " is closed");
  }

  /// That which was used last: it is the least likely to have been closed by the other side.
  private @Nullable Session free() {
    Session session = idle.poll();
    if (session == null && all.size() < limit) {
      session = new Session(driver, lastBreak);
      all.add(session);
    }
    return session;
  }

  @Override
  public synchronized void abandoned(Outcome<Session> outcome) {
    waiting.left();
  }

  /// Gives a session back, to whoever waits longest; may be called on any thread.
  void give(Session session) {
    Outcome<Session> next;
    boolean closes;
    synchronized (this) {
      closes = isClosed;
      do {
        next = waiting.next();
      } while (next != null && !next.settle(session));
      if (next == null && !closes) {
        idle.push(session);
      }
    }
    if (next != null) {
      next.wake();
    } else if (closes) {
      close(session);
    }
  }

  /// Takes no further work; blocks until the idle sessions are closed. Those that work are closed
  /// when they have ended.
  void close() {
    List<Session> unused;
    List<Outcome<Session>> refused;
    synchronized (this) {
      isClosed = true;
      unused = List.copyOf(idle);
      idle.clear();
      refused = waiting.all();
    }
    for (Outcome<Session> each : refused) {
      each.fail(closed(driver));
    }
    unused.forEach(this::close);
  }

  private void close(Session session) {
    session.close();
    List<Outcome<Boolean>> done;
    synchronized (this) {
      all.remove(session);
      done = all.isEmpty() ? ending.all() : List.of();
    }
    for (Outcome<Boolean> each : done) {
      each.complete(true);
    }
  }

  /// Waits, after `close`, until all sessions are closed. Raises CancelledError.
  void awaitEnd() {
    Bridge.<Boolean>await(
        outcome -> {
          synchronized (this) {
            if (!all.isEmpty()) {
              ending.add(outcome);
              return;
            }
          }
          outcome.complete(true);
        });
  }
}
