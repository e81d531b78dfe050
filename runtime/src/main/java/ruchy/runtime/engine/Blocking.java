package ruchy.runtime.engine;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Calls that block a thread of the system: files, processes, native data bases. A virtual thread
/// hands them to a thread of a small pool and waits for it like for anything else; a platform
/// thread blocks itself. Either way the turn is given up meanwhile (L 12.3, 12.4).
public final class Blocking {
  /// More calls than this wait for a thread.
  private static final int THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

  private static final long IDLE_SECONDS = 30;

  private Blocking() {}

  /// What blocks. Runs on another thread, so it must not touch the program's values.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /// Runs the work and gives its result; what it throws is thrown here.
  public static <T extends @Nullable Object> T call(Work<T> work) throws IOException {
    if (Thread.currentThread().isVirtual()) {
      Ended<T> ended = Bridge.await(new Handed<>(work));
      return ended.result();
    }
    Output.STANDARD.flushOwn();
    int held = Turn.PROGRAM.giveUp();
    try {
      return work.run();
    } finally {
      Turn.PROGRAM.takeBack(held);
    }
  }

  /// How the work ended. A failure is a result here, so that it is thrown by the thread that asked.
  private static final class Ended<T extends @Nullable Object> {
    private final @Nullable T value;
    private final @Nullable IOException failure;

    Ended(@Nullable T value, @Nullable IOException failure) {
      this.value = value;
      this.failure = failure;
    }

    @SuppressWarnings("NullAway") // null only if the work gave null, which its type then allows
    T result() throws IOException {
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }

  /// Work that a thread of the pool does.
  private static final class Handed<T extends @Nullable Object> implements Operation<Ended<T>> {
    private final Work<T> work;

    Handed(Work<T> work) {
      this.work = work;
    }

    @Override
    public void start(Outcome<Ended<T>> outcome) {
      Pool.THREADS_OF_POOL.execute(() -> run(outcome));
    }

    private void run(Outcome<Ended<T>> outcome) {
      try {
        outcome.complete(new Ended<>(work.run(), null));
      } catch (IOException failure) {
        outcome.complete(new Ended<>(null, failure));
      } catch (RuntimeException | Error failure) {
        outcome.fail(failure);
      }
    }
  }

  /// Made when it is first needed.
  private static final class Pool implements ThreadFactory {
    static final Executor THREADS_OF_POOL = pool();

    private static Executor pool() {
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              new Pool());
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }

    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(work, "blocking");
      thread.setDaemon(true);
      return thread;
    }
  }
}
