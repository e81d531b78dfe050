package ruchy.runtime.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The right to touch shared state: at most one thread holds it, so stretches that share run one
/// after another (L 12.3).
///
/// Fair: those who ask while it is held get it in the order in which they asked, and nobody
/// overtakes them. Free, it costs one compare-and-set. Re-entrant per thread. A thread that may be
/// parked calls `enter`; an event loop, which may not, calls `enterOr` and is called back. The
/// bridge gives the turn up for every wait.
///
/// `asked` counts the holder and everybody waiting. Always: who raises it from 0 holds the turn;
/// who leaves and finds others counted passes the turn to the head of the queue, which cannot be
/// empty then, because everybody is queued before being counted. The fields `holder` and `depth`
/// are written by the holder alone; another thread that reads `holder` may see an old value, but
/// never itself.
///
/// No step of it fails half-way, which would leave others waiting for ever: who asks sees first
/// that the stack has room for all steps, and has what it is queued with. But a virtual thread
/// whose stack is deep may have no room to be parked, and nobody can know before. It leaves the
/// queue then; if it had given the turn up for a wait, it owes: it takes the turn back where code
/// of the program goes on, see `Unwinding`.
///
/// Nobody ever waits for a lock in here. A lock that an event loop and a virtual thread that it
/// carries both wait for would stop them for ever, if the virtual thread came first.
public final class Turn {
  /// The turn of the running program.
  public static final Turn PROGRAM = new Turn();

  /// Somebody who waits for the turn.
  @FunctionalInterface
  public interface Waiter {
    /// The turn now belongs to this waiter, whose thread must call `begin` and, at the end,
    /// `leave`. Called by the thread that left the turn, so it must not block and must not run the
    /// program's code itself. Its stack may have 4 KB left, so a lambda that is linked here is too
    /// much.
    void granted();
  }

  private final AtomicInteger asked = new AtomicInteger();

  /// Those who were queued since the queue was looked at last, the newest first. The concurrent
  /// queues of the JDK take 2 ms to load, which programs that never wait would pay too.
  private final AtomicReference<@Nullable Queued> newest = new AtomicReference<>();

  /// Those before them, the head first. Used only by who passes the turn on: one at a time, and
  /// each after the one before has done so.
  private @Nullable Queued oldest;

  private @Nullable Thread holder;
  private int depth;

  /// The place that the holder had in the queue, for its next one: a program whose heap is full can
  /// still wait.
  private @Nullable Parked place;

  /// What threads have to take back.
  private final Map<Thread, Parked> owing = new ConcurrentHashMap<>();

  /// A waiter, and who is next to it in its list.
  abstract static class Queued {
    private @Nullable Queued next;

    /// The turn belongs to it now; false when it does not want it any more.
    abstract boolean granted();
  }

  /// Who is called back.
  private static final class Called extends Queued {
    private final Waiter waiter;

    private Called(Waiter waiter) {
      this.waiter = waiter;
    }

    @Override
    boolean granted() {
      waiter.granted();
      return true;
    }
  }

  /// A thread that is parked until it has the turn: what it held when it gave the turn up, and its
  /// place in the queue when it wants it again.
  static final class Parked extends Queued {
    private static final int WAITING = 0;
    private static final int GRANTED = 1;
    private static final int LEFT = 2;

    private static final AtomicIntegerFieldUpdater<Parked> STATE =
        AtomicIntegerFieldUpdater.newUpdater(Parked.class, "state");

    private final Thread thread;
    private int held;
    private volatile int state = WAITING;

    /// How many handlers have asked for the turn that the thread owes, and for which of them it
    /// tries to take it.
    private int handlers;

    private int nextTry;

    private Parked(Thread thread, int held) {
      this.thread = thread;
      this.held = held;
    }

    @Override
    boolean granted() {
      if (!STATE.compareAndSet(this, WAITING, GRANTED)) {
        return false;
      }
      LockSupport.unpark(thread);
      return true;
    }

    /// Being cancelled is told at the next wait of the task, not here.
    private void await() {
      boolean wasInterrupted = false;
      try {
        while (state == WAITING) {
          LockSupport.park(this);
          wasInterrupted |= Thread.interrupted();
        }
      } catch (StackOverflowError full) {
        if (STATE.compareAndSet(this, WAITING, LEFT)) {
          throw full;
        }
      } finally {
        if (wasInterrupted) {
          thread.interrupt();
        }
      }
    }
  }

  /// Takes the turn; waits for it when others have it. Never on an event loop. Raises
  /// StackOverflowError, and does not have it, when there is no room on the stack for that.
  public void enter() {
    Thread current = Thread.currentThread();
    if (holder == current) {
      depth++;
      return;
    }
    StackRoom.ensure();
    take(new Parked(current, 1));
  }

  /// Waits for the turn where others have it.
  private void take(Parked own) {
    if (!asked.compareAndSet(0, 1)) {
      own.state = Parked.WAITING;
      queue(own);
      own.await();
    }
    hold(own.thread, own.held);
    place = own;
  }

  /// Takes the turn at once and returns true, or returns false and calls the waiter when it is its
  /// turn.
  public boolean enterOr(Waiter waiter) {
    Thread current = Thread.currentThread();
    if (holder == current) {
      depth++;
      return true;
    }
    if (asked.compareAndSet(0, 1)) {
      hold(current, 1);
      return true;
    }
    queue(new Called(waiter));
    return false;
  }

  /// Asks for the turn on behalf of a thread that has not begun: the waiter is called back, at once
  /// if nobody has it, and its thread calls `begin`.
  public void enterLater(Waiter waiter) {
    queue(new Called(waiter));
  }

  /// The first step of a waiter that was granted the turn, on the thread that will run.
  public void begin() {
    hold(Thread.currentThread(), 1);
  }

  /// Ends what `enter`, `enterOr` or `begin` began; the outermost end passes the turn on.
  public void leave() {
    Thread current = Thread.currentThread();
    if (holder != current) {
      Parked owed = owing.get(current);
      if (owed != null && --owed.held == 0) {
        owing.remove(current);
      }
    } else if (--depth == 0) {
      place = null;
      pass();
    }
  }

  /// Whether the current thread holds the turn.
  public boolean isHeld() {
    return holder == Thread.currentThread();
  }

  /// Who holds the turn, as far as this thread knows.
  @Nullable Thread holder() {
    return holder;
  }

  /// How many hold the turn or wait for it.
  int asking() {
    return asked.get();
  }

  /// Gives the turn up, however deep it is held: what `takeBack` is told, null when the current
  /// thread does not hold it. Raises StackOverflowError, still holding it, when there is no room on
  /// the stack for taking it back.
  @Nullable Parked giveUp() {
    Thread current = Thread.currentThread();
    if (holder != current) {
      return null;
    }
    StackRoom.ensure();
    Parked own = place;
    if (own == null || own.thread != current) {
      own = new Parked(current, depth);
    }
    own.held = depth;
    place = null;
    depth = 0;
    pass();
    return own;
  }

  /// Takes the turn again after `giveUp`, at the end of the queue. Raises StackOverflowError when
  /// the stack is too full for the thread to be parked: then the turn is owed.
  void takeBack(@Nullable Parked own) {
    if (own != null) {
      try {
        take(own);
      } catch (StackOverflowError full) {
        owing.put(own.thread, own);
        throw full;
      }
    }
  }

  /// Takes the turn back if the thread owes it; false when that is still not possible. Trying takes
  /// the longer the deeper the stack is, and many handlers may ask on the way up.
  ///
  /// @param isPatient whether it is enough to try after each tenth more that have asked
  boolean settles(boolean isPatient) {
    if (owing.isEmpty()) {
      return true;
    }
    Parked owed = owing.get(Thread.currentThread());
    if (owed == null) {
      return true;
    }
    if (++owed.handlers < owed.nextTry && isPatient) {
      return false;
    }
    owed.nextTry = owed.handlers + owed.handlers / 10 + 1;
    try {
      StackRoom.ensure();
      take(new Parked(owed.thread, owed.held));
    } catch (StackOverflowError full) {
      return false;
    }
    owing.remove(owed.thread);
    return true;
  }

  private void hold(Thread current, int times) {
    holder = current;
    depth = times;
  }

  /// Queues the waiter. The holder may have left just before: then the head of the queue is granted
  /// here.
  private void queue(Queued last) {
    Queued before;
    do {
      before = newest.get();
      last.next = before;
    } while (!newest.compareAndSet(before, last));
    if (asked.getAndIncrement() == 0) {
      grant();
    }
  }

  private void pass() {
    holder = null;
    if (asked.decrementAndGet() > 0) {
      grant();
    }
  }

  /// Gives the turn, which nobody has, to the head of the queue; those who have left it are passed
  /// over.
  private void grant() {
    Queued head;
    do {
      head = oldest;
      if (head == null) {
        head = oldestFirst(newest.getAndSet(null));
      }
      if (head == null) {
        throw new IllegalStateException("somebody is counted who is not queued");
      }
      oldest = head.next;
    } while (!head.granted() && asked.decrementAndGet() > 0);
  }

  /// Turns the list round.
  private static @Nullable Queued oldestFirst(@Nullable Queued newestFirst) {
    Queued done = null;
    Queued rest = newestFirst;
    while (rest != null) {
      Queued next = rest.next;
      rest.next = done;
      done = rest;
      rest = next;
    }
    return done;
  }
}
