package ruchy.runtime.engine;

import java.util.concurrent.Executor;

/// A thread that runs pieces of the tasks that it wakes itself, where the JVM lets it
/// (`LoopThreads.isOpen`): a task that waited for what this thread has noticed goes on without a
/// switch of threads.
public abstract class CarrierThread extends Thread {
  protected CarrierThread(String name) {
    super(null, null, name, DeepStack.BYTES);
    setDaemon(true);
    MemoryWatch.begin();
  }

  /// Called on this thread, which wakes a task: keeps the piece, to run it soon, or leaves it to
  /// the other carriers.
  protected abstract boolean keeps(Runnable piece);

  /// Gives a piece to the other carriers.
  public static void giveAway(Runnable piece) {
    Pool.CARRIERS.execute(piece);
  }

  /// What carries virtual threads that no event loop carries.
  static void carry(Runnable piece) {
    if (!(Thread.currentThread() instanceof CarrierThread mine) || !mine.keeps(piece)) {
      Pool.CARRIERS.execute(piece);
    }
  }

  /// Made with the first piece.
  private static final class Pool {
    static final Executor CARRIERS = DeepStack.carriers();

    static {
      MemoryWatch.begin();
    }
  }
}
