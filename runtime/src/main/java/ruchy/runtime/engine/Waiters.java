package ruchy.runtime.engine;

import java.util.List;
import java.util.function.BooleanSupplier;

/// Those who wait until their owner has reached a state, such as its end. Who gives up is
/// forgotten. Its own lock guards the line, and is never held while anybody waits.
///
/// Always: the owner is in the state, for all threads to see, before it calls `wake`.
public final class Waiters implements Operation<Boolean> {
  private final BooleanSupplier isReached;
  private final Line<Outcome<Boolean>> line = new Line<>();

  /// @param isReached whether there is nothing to wait for; called by any thread
  public Waiters(BooleanSupplier isReached) {
    this.isReached = isReached;
  }

  /// Waits until the state is reached. Raises CancelledError.
  public void await() {
    Bridge.<Boolean>await(this);
  }

  @Override
  public void start(Outcome<Boolean> outcome) {
    synchronized (this) {
      if (!isReached.getAsBoolean()) {
        line.add(outcome);
        return;
      }
    }
    outcome.complete(true);
  }

  @Override
  public synchronized void abandoned(Outcome<Boolean> outcome) {
    line.left();
  }

  /// Ends the waits: the state is reached.
  ///
  /// @return whether anybody has waited
  public boolean wake() {
    List<Outcome<Boolean>> all;
    synchronized (this) {
      all = line.all();
    }
    boolean isAny = false;
    for (Outcome<Boolean> outcome : all) {
      isAny |= outcome.complete(true);
    }
    return isAny;
  }

  /// How many are in the line, some of whom may have given up.
  synchronized int size() {
    return line.size();
  }
}
