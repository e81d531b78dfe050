package ruchy.runtime.engine;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Calls that block a thread of the system: files, processes, native databases. A virtual thread
/// hands them to a thread of a small pool and waits for it like for anything else; a platform
/// thread blocks itself. Either way the turn is given up meanwhile (L 12.3, 12.4), and what the
/// work throws is thrown where the program waits for it.
public final class Blocking {
  /// More calls than this wait for a thread.
  private static final int THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

  /// So many questions are asked at once; more wait.
  private static final int ASKING_THREADS = 64;

  private static final long IDLE_SECONDS = 30;

  private Blocking() {}

  /// What blocks. Runs on another thread, so it must not touch the program's values.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /// Runs the work and gives its result; what it throws is thrown here.
  public static <T extends @Nullable Object> T call(Work<T> work) throws IOException {
    return run(new Handed<>(work, Pool.THREADS_OF_POOL, false), false);
  }

  /// As `call`, but waits for the end also when the task is cancelled meanwhile: for short work
  /// that must not be left half done. The next wait tells the task.
  public static <T extends @Nullable Object> T callFully(Work<T> work) throws IOException {
    return run(new Handed<>(work, Pool.THREADS_OF_POOL, false), true);
  }

  /// The same of work that may last for seconds, such as what a server of databases does: it has a
  /// thread of its own.
  public static <T extends @Nullable Object> T callFullyAtLength(Work<T> work) throws IOException {
    return run(new Handed<>(work, Pool.OWN_THREAD, false), true);
  }

  /// As `call`, for questions to somebody who may be silent for seconds, such as a server of names:
  /// on threads of another pool, so that files do not wait for the answers. A question whose task
  /// was cancelled while it waited for a thread is not asked.
  public static <T extends @Nullable Object> T ask(Work<T> work) throws IOException {
    return run(new Handed<>(work, Asking.THREADS_OF_POOL, true), false);
  }

  private static <T extends @Nullable Object> T run(Handed<T> handed, boolean isFully)
      throws IOException {
    if (Thread.currentThread().isVirtual()) {
      Ended<T> ended = isFully ? Bridge.awaitFully(handed) : Bridge.await(handed);
      return ended.result();
    }
    Output.STANDARD.flushOwn();
    Turn.Parked held = Turn.PROGRAM.giveUp();
    try {
      return handed.work.run();
    } finally {
      Turn.PROGRAM.takeBack(held);
    }
  }

  /// As `call`, for work that may last as long as it likes: it has a thread of its own, and is told
  /// to stop when the task that waits is cancelled.
  ///
  /// @param stop ends the work soon, also work that has not begun; called on the task's thread
  public static <T extends @Nullable Object> T call(Work<T> work, Runnable stop)
      throws IOException {
    Ended<T> ended;
    try {
      ended = Bridge.await(new Handed<>(work, Pool.OWN_THREAD, false));
    } catch (Failure cancelled) {
      stop.run();
      throw cancelled;
    }
    return ended.result();
  }

  /// How the work ended. A failure is a result here, so that it is thrown by the thread that asked.
  private static final class Ended<T extends @Nullable Object> {
    private final @Nullable T value;
    private final @Nullable Throwable thrown;

    Ended(@Nullable T value, @Nullable Throwable thrown) {
      this.value = value;
      this.thrown = thrown;
    }

    @SuppressWarnings("NullAway") // null only if the work gave null, which its type then allows
    T result() throws IOException {
      switch (thrown) {
        case null -> {
          return value;
        }
        case IOException failure -> throw failure;
        case Failure failure -> throw failure.raisedHere();
        case Error error -> throw error;
        // The functions of the program that are active here are those that have asked.
        case Throwable fault -> throw Failure.from(fault);
      }
    }
  }

  /// Work that another thread does.
  private static final class Handed<T extends @Nullable Object> implements Operation<Ended<T>> {
    private final Work<T> work;
    private final Executor threads;
    private final boolean isQuestion;

    /// @param isQuestion whether it has no effect but its answer
    Handed(Work<T> work, Executor threads, boolean isQuestion) {
      this.work = work;
      this.threads = threads;
      this.isQuestion = isQuestion;
    }

    @Override
    public void start(Outcome<Ended<T>> outcome) {
      threads.execute(() -> run(outcome));
    }

    private void run(Outcome<Ended<T>> outcome) {
      if (isQuestion && !outcome.isOpen()) {
        return;
      }
      try {
        outcome.complete(new Ended<>(work.run(), null));
      } catch (IOException | RuntimeException | Error thrown) {
        outcome.complete(new Ended<>(null, thrown));
      }
    }
  }

  /// Made when it is first needed.
  private static final class Asking {
    static final Executor THREADS_OF_POOL = Pool.of(ASKING_THREADS);
  }

  /// Made when it is first needed.
  private static final class Pool implements ThreadFactory {
    static final Executor THREADS_OF_POOL = of(THREADS);

    /// As many as there is such work; one that has ended its work may be given other work.
    static final Executor OWN_THREAD =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new Pool());

    static Executor of(int threads) {
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              threads,
              threads,
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
