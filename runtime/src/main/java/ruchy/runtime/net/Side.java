package ruchy.runtime.net;

import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;

/// One direction of a socket, for which at most one task at a time waits. The task owns what the
/// side holds; while it waits, the reactor does.
///
/// Always: whoever takes the waiter out owns the side until it ends the waiter's outcome or puts
/// the waiter back.
abstract class Side {
  private final SelectableChannel channel;
  private final int operation;
  private final AtomicReference<@Nullable Outcome<Boolean>> waiter = new AtomicReference<>();

  /// Whether the reactor tells this side; changed on the reactor alone.
  private volatile boolean isArmed;

  private volatile boolean wasArmed;

  /// @param operation of `SelectionKey`
  Side(SelectableChannel channel, int operation) {
    this.channel = channel;
    this.operation = operation;
  }

  SelectableChannel channel() {
    return channel;
  }

  int operation() {
    return operation;
  }

  boolean isIncoming() {
    return (operation & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0;
  }

  /// Tries what is waited for, on the thread that owns the side; false when it is not ready. A
  /// failure is kept for the task.
  abstract boolean attempt();

  /// As `attempt`, on the reactor, which lends a buffer for what arrives.
  boolean attempt(ByteBuffer lent) {
    return attempt();
  }

  /// Called on the reactor.
  void setArmed(boolean armed) {
    isArmed = armed;
  }

  boolean isArmed() {
    return isArmed;
  }

  /// Asks the reactor to look at the socket. It knows the socket from here on, for who closes it
  /// before the reactor has come to it.
  private void arm() {
    wasArmed = true;
    Reactor.instance().arm(this);
  }

  /// Whether the reactor knows the socket, or will.
  boolean wasArmed() {
    return wasArmed;
  }

  /// Waits until `attempt` has succeeded, or somebody has called `wake`. Raises TimeoutError after
  /// so many milliseconds (0 is no limit), and CancelledError.
  final void await(long limitMillis) {
    var mine = new Waiting();
    try {
      Bridge.<Boolean>await(
          outcome -> {
            waiter.set(outcome);
            mine.outcome = outcome; // only what is there can be withdrawn
            look();
          },
          limitMillis);
    } catch (RuntimeException | Error gaveUp) {
      withdraw(mine.outcome);
      throw gaveUp;
    }
  }

  /// What the wait of one task waits for.
  private static final class Waiting {
    @Nullable Outcome<Boolean> outcome;
  }

  /// The task has given up. If the reactor is in the middle of an attempt, its result stays in the
  /// side.
  private void withdraw(@Nullable Outcome<Boolean> outcome) {
    while (outcome != null && !outcome.isDone() && !waiter.compareAndSet(outcome, null)) {
      Thread.onSpinWait();
    }
  }

  /// Who has given up meanwhile is about to take the side from here.
  private void end(Outcome<Boolean> outcome, boolean isFirst) {
    if (!isFirst) {
      waiter.set(outcome);
    }
  }

  /// Ends the wait, if a task waits. From any thread.
  final void wake() {
    Outcome<Boolean> outcome = waiter.getAndSet(null);
    if (outcome != null) {
      end(outcome, outcome.complete(true));
    }
  }

  /// Ends the wait with a failure, if a task waits: the reactor cannot look at the socket.
  final void fail(Throwable failure) {
    Outcome<Boolean> outcome = waiter.getAndSet(null);
    if (outcome != null) {
      end(outcome, outcome.fail(failure));
    }
  }

  /// The socket is ready. On the reactor.
  final void ready(SelectionKey key, ByteBuffer lent) {
    Outcome<Boolean> outcome = waiter.getAndSet(null);
    if (outcome == null) {
      disarm(key);
      return;
    }
    if (!isIncoming()) {
      // A socket that can be written to is ready nearly always.
      disarm(key);
    }
    try {
      if (attempt(lent.clear())) {
        end(outcome, outcome.complete(true));
        return;
      }
    } catch (RuntimeException | OutOfMemoryError failure) {
      end(outcome, outcome.fail(failure));
      return;
    }
    waiter.set(outcome);
    look();
  }

  /// There is a waiter: the reactor is asked, unless it tells anyway. Who has closed the socket
  /// before the waiter was there has found nobody to wake.
  private void look() {
    if (!channel.isOpen()) {
      wake();
    } else if (!isArmed) {
      arm();
    }
  }

  /// Nobody waits, so the reactor no longer asks; unless somebody has come just now.
  private void disarm(SelectionKey key) {
    try {
      key.interestOpsAnd(~operation);
    } catch (CancelledKeyException closed) {
      return;
    }
    isArmed = false;
    if (waiter.get() != null) {
      arm();
    }
  }
}
