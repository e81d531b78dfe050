package ruchy.runtime.engine;

import org.jspecify.annotations.Nullable;

/// Lets one task in at a time, across its blocking points too, in the order in which they came. A
/// task that is inside may enter again. Its own lock guards the fields, and is never held while a
/// task waits.
public final class Gate {
  private record Waiting(Thread task, Outcome<Boolean> admitted) implements Line.Member {
    @Override
    public boolean isOpen() {
      return admitted.isOpen();
    }
  }

  /// What a task waits for.
  private final class Admission implements Operation<Boolean> {
    @Override
    public void start(Outcome<Boolean> outcome) {
      synchronized (Gate.this) {
        if (inside != null) {
          line.add(new Waiting(Thread.currentThread(), outcome));
          return;
        }
        inside = Thread.currentThread();
        depth = 1;
      }
      outcome.complete(true);
    }

    @Override
    public void abandoned(Outcome<Boolean> outcome) {
      synchronized (Gate.this) {
        line.left();
      }
    }
  }

  private final Line<Waiting> line = new Line<>();
  private final Admission admission = new Admission();
  private @Nullable Thread inside;
  private int depth;

  /// Waits until no other task is inside. Raises CancelledError when the task is cancelled
  /// meanwhile.
  public void enter() {
    if (!enterNow(Thread.currentThread())) {
      Bridge.<Boolean>await(admission);
    }
  }

  /// Enters without waiting; false while another task is inside.
  public boolean enterNow() {
    return enterNow(Thread.currentThread());
  }

  private synchronized boolean enterNow(Thread task) {
    if (inside != null && inside != task) {
      return false;
    }
    inside = task;
    depth++;
    return true;
  }

  /// Lets the next task in, once this one has left as often as it has entered.
  public void leave() {
    Waiting next;
    synchronized (this) {
      depth--;
      if (depth > 0) {
        return;
      }
      do {
        next = line.next();
      } while (next != null && !next.admitted().settle(true));
      inside = next == null ? null : next.task();
      depth = next == null ? 0 : 1;
    }
    if (next != null) {
      next.admitted().wake();
    }
  }
}
