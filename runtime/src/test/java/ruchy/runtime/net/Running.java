package ruchy.runtime.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.failure.Failure;

/// A task and its thread.
record Running<T>(Thread thread, FutureTask<T> result) {
  static <T> Running<T> of(Callable<T> work) {
    var result = new FutureTask<T>(work);
    Thread thread = LoopThreads.free(result);
    thread.start();
    return new Running<>(thread, result);
  }

  /// Waits until it is parked.
  Running<T> awaitParked() {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(thread.isAlive(), "the task ended instead of waiting");
      Thread.onSpinWait();
    }
    return this;
  }

  T get() throws Exception {
    try {
      return result.get(50, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw failed;
    }
  }
}
