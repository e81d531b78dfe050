package ruchy.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs what recurses as deep as a program is nested.
final class DeepStack {
  /// Address space, not memory: pages are taken when they are touched.
  private static final long BYTES = 512L << 20;

  private DeepStack() {}

  /// The result of `task`, computed on a thread of its own while this one waits. What it throws is
  /// thrown here.
  static <T> T call(Supplier<T> task) {
    var work = new Work<>(task);
    var thread = new Thread(null, work, "ruchyc", BYTES);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    return work.result();
  }

  private static final class Work<T> implements Runnable {
    private final Supplier<T> task;
    private @Nullable T value;
    private @Nullable Throwable thrown;

    Work(Supplier<T> task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        value = task.get();
      } catch (RuntimeException | Error failure) {
        thrown = failure;
      }
    }

    T result() {
      if (thrown instanceof RuntimeException failure) throw failure;
      if (thrown instanceof Error failure) throw failure;
      if (value == null) throw new IllegalStateException("no result");
      return value;
    }
  }
}
