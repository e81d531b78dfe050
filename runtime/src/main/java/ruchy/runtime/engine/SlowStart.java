package ruchy.runtime.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/// Slows the start of thousands of tasks that wait, once in the life of a process.
///
/// A waiting task keeps its frames. Those of code that the first compiler of the JVM has made take
/// some 1,400 bytes, those of the second 500; but a hundred thousand tasks are started sooner than
/// the second is done with what every wait runs through, since it gets less of the processors than
/// they do. So when thousands are there that have not ended and more are started, who starts them
/// pauses now and then, 100 ms in all: then most tasks keep the small frames, and are there hardly
/// later. Who is that far ahead of tasks that do not wait loses nothing by it: there is enough to
/// do.
public final class SlowStart {
  private static final int STEP = 512;
  private static final int SAMPLES = 8;
  private static final int PAUSES = 20;
  private static final long PAUSE_NANOS = 5_000_000;

  /// That of the process.
  public static final SlowStart TASKS = new SlowStart(new Pause());

  private final Runnable pause;

  /// Counted without a lock: that some are missed does no harm.
  private int started;

  /// Whether all pauses have been made.
  private volatile boolean isOver;

  /// Guarded by this, as what follows.
  private int pauses;

  /// The threads of some of the tasks that were started last, the oldest first.
  private final Deque<WeakReference<Thread>> samples = new ArrayDeque<>(SAMPLES);

  /// A class of its own, which the JVM makes sooner than a closure.
  private static final class Pause implements Runnable {
    @Override
    public void run() {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  SlowStart(Runnable pause) {
    this.pause = pause;
  }

  /// The current thread has started a task.
  public void started(Thread task) {
    if (!isOver && ++started % STEP == 0 && isBurst(task)) {
      pause.run();
    }
  }

  private synchronized boolean isBurst(Thread task) {
    if (!noneHasEnded(task) || isOver || LoopThreads.isLoop(Thread.currentThread())) {
      return false;
    }
    pauses++;
    if (pauses == PAUSES) {
      isOver = true;
      samples.clear();
    }
    return true;
  }

  /// Whether there are as many samples as there should be and none has ended; the thread takes the
  /// place of the oldest.
  private boolean noneHasEnded(Thread newest) {
    boolean isNone = samples.size() == SAMPLES;
    for (WeakReference<Thread> sample : samples) {
      Thread thread = sample.get();
      isNone &= thread != null && lives(thread);
    }
    if (samples.size() == SAMPLES) {
      samples.remove();
    }
    samples.add(new WeakReference<>(newest));
    return isNone;
  }

  private static boolean lives(Thread thread) {
    return thread.getState() != Thread.State.TERMINATED;
  }
}
