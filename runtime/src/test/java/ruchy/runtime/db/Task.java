package ruchy.runtime.db;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.failure.Failure;

/// A task and its thread.
record Task<T>(Thread thread, FutureTask<T> result) {
  static <T> Task<T> of(Callable<T> work) {
    var result = new FutureTask<T>(work);
    Thread thread = LoopThreads.free(result);
    thread.start();
    return new Task<>(thread, result);
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
