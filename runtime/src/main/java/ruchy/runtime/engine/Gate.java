package ruchy.runtime.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Lets one task in at a time, across its blocking points too, in the order in which they came. A
/// task that is inside may enter again. Its own lock guards the fields, and is never held while a
/// task waits.
public final class Gate {
  private record Waiting(Thread task, Outcome<Boolean> admitted) {}

  private final Deque<Waiting> queue = new ArrayDeque<>();
  private @Nullable Thread inside;
  private int depth;

  /// Waits until no other task is inside. Raises CancelledError when the task is cancelled
  /// meanwhile.
  public void enter() {
    Thread task = Thread.currentThread();
    if (enterNow(task)) {
      return;
    }
    try {
      Bridge.<Boolean>await(admitted -> queue(new Waiting(task, admitted)));
    } catch (RuntimeException cancelled) {
      withdraw(task);
      throw cancelled;
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

  private void queue(Waiting waiting) {
    synchronized (this) {
      if (inside != null) {
        queue.add(waiting);
        return;
      }
      inside = waiting.task();
      depth = 1;
    }
    waiting.admitted().complete(true);
  }

  /// The task no longer waits; it may have been let in already.
  private void withdraw(Thread task) {
    boolean isInside;
    synchronized (this) {
      queue.removeIf(waiting -> waiting.task() == task);
      isInside = inside == task;
    }
    if (isInside) {
      leave();
    }
  }

  /// Lets the next task in, once this one has left as often as it has entered.
  public void leave() {
    Waiting next;
    synchronized (this) {
      depth--;
      if (depth > 0) {
        return;
      }
      next = queue.poll();
      inside = next == null ? null : next.task();
      depth = next == null ? 0 : 1;
    }
    if (next != null) {
      next.admitted().complete(true);
    }
  }
}
