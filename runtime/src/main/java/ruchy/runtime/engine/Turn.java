package ruchy.runtime.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
    /// program's code itself.
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

  /// A waiter, and who is next to it in its list.
  private static final class Queued {
    private final Waiter waiter;
    private @Nullable Queued next;

    private Queued(Waiter waiter) {
      this.waiter = waiter;
    }
  }

  /// Takes the turn; waits for it when others have it. Never on an event loop.
  public void enter() {
    Thread current = Thread.currentThread();
    if (holder == current) {
      depth++;
      return;
    }
    if (!asked.compareAndSet(0, 1)) {
      Outcome<Boolean> grant = new Outcome<>();
      queue(() -> grant.complete(true));
      Bridge.parkFor(grant);
    }
    hold(current, 1);
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
    queue(waiter);
    return false;
  }

  /// Asks for the turn on behalf of a thread that has not begun: the waiter is called back, at once
  /// if nobody has it, and its thread calls `begin`.
  public void enterLater(Waiter waiter) {
    queue(waiter);
  }

  /// The first step of a waiter that was granted the turn, on the thread that will run.
  public void begin() {
    hold(Thread.currentThread(), 1);
  }

  /// Ends what `enter`, `enterOr` or `begin` began; the outermost end passes the turn on.
  public void leave() {
    if (--depth == 0) {
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

  /// Gives the turn up, however deep it is held; the depth for `takeBack`, 0 when the current
  /// thread does not hold it.
  int giveUp() {
    if (holder != Thread.currentThread()) {
      return 0;
    }
    int held = depth;
    depth = 0;
    pass();
    return held;
  }

  /// Takes the turn again after `giveUp`, at the end of the queue.
  void takeBack(int held) {
    if (held > 0) {
      enter();
      depth = held;
    }
  }

  private void hold(Thread current, int times) {
    holder = current;
    depth = times;
  }

  /// Queues the waiter. The holder may have left just before: then the head of the queue is granted
  /// here.
  private void queue(Waiter waiter) {
    Queued last = new Queued(waiter);
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

  private void grant() {
    Queued head = oldest;
    if (head == null) {
      head = oldestFirst(newest.getAndSet(null));
    }
    if (head == null) {
      throw new IllegalStateException("somebody is counted who is not queued");
    }
    oldest = head.next;
    head.waiter.granted();
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
