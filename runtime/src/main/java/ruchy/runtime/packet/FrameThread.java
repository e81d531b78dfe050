package ruchy.runtime.packet;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;

/// The thread that reads a source when a task asks for frames. It alone touches the source; it goes
/// when nobody asks for a while.
final class FrameThread {
  private static final int IDLE_SECONDS = 5;

  private final FrameSource source;
  private final ThreadPoolExecutor thread;
  private final AtomicLong dropped;
  private volatile boolean isClosed;

  /// What came for somebody who no longer waited, for the next. Touched by the thread alone.
  private @Nullable Batch left;

  /// How many packets of the source are counted as dropped. Touched by the thread alone.
  private long counted;

  /// @param dropped gets how many packets the system drops
  FrameThread(FrameSource source, AtomicLong dropped) {
    this.source = source;
    this.dropped = dropped;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("packets").factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /// What came, or why nothing will. One of the two is set, or none at the end.
  private record Batch(@Nullable List<Frame> frames, @Nullable IOException failure) {}

  private static final Batch END = new Batch(null, null);

  /// Waits for frames; null at the end of the source, or when it is closed. Raises IoError and
  /// ParseError.
  @Nullable List<Frame> next() {
    if (isClosed) {
      return null;
    }
    Batch batch = Bridge.await(this::ask);
    if (batch.failure != null) {
      String message = String.valueOf(batch.failure.getMessage());
      throw batch.failure instanceof FileSource.BrokenFile
          ? Failure.parseError(message)
          : Failure.ioError(message);
    }
    return batch.frames;
  }

  private void ask(Outcome<Batch> outcome) {
    try {
      thread.execute(() -> give(outcome));
    } catch (RejectedExecutionException closed) { // just now
      outcome.complete(END);
    }
  }

  private void give(Outcome<Batch> outcome) {
    if (!outcome.isOpen()) {
      return;
    }
    Batch batch = left == null ? read() : left;
    left = outcome.complete(batch) ? null : batch;
  }

  private Batch read() {
    try {
      while (!isClosed) {
        List<Frame> frames = source.batch();
        long all = source.dropped();
        dropped.addAndGet(all - counted);
        counted = all;
        if (frames == null || !frames.isEmpty()) {
          return new Batch(frames, null);
        }
      }
      return END;
    } catch (IOException failure) {
      return new Batch(null, failure);
    } catch (RuntimeException | Error fault) {
      return new Batch(null, new IOException(fault.toString(), fault));
    }
  }

  /// Ends a read that is in progress soon, and closes the source behind it. Does nothing the second
  /// time.
  synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    thread.execute(
        () -> {
          try {
            source.close();
          } catch (IOException gone) {
            // It was only read from.
          }
        });
    thread.shutdown();
  }
}
