package ruchy.runtime.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.engine.Waiters;

/// Has the functions of the program store the session of an answered request. To answer is no wait
/// (L 12.4), and they may wait: so it begins when the task that has answered waits next, on a
/// thread of its own, or when the functions of the request have ended, on theirs; whatever comes
/// first. Nothing of the answer leaves before it has ended: a whole answer is kept, and who sends a
/// file, pieces, or an answer of another server waits.
final class Storing implements Runnable {
  private final Sessions sessions;
  private final Response response;
  private final SessionEntry entry;
  private final @Nullable SessionEntry replaced;
  private final boolean isEnd;
  private final boolean isKept;
  private final @Nullable String cookie;

  private final AtomicBoolean isBegun = new AtomicBoolean();
  private volatile boolean hasEnded;
  private volatile @Nullable Throwable thrown;

  /// Whether the answer is not held any longer: the session is stored, or who answers was told that
  /// it cannot be.
  private final AtomicBoolean isLetGo = new AtomicBoolean();

  private final Waiters ended = new Waiters(() -> hasEnded);

  /// @param replaced what the client had before, or null
  /// @param isEnd whether nothing of the session is kept
  /// @param isKept whether it is kept
  /// @param cookie what tells the client of it, or null
  Storing(
      Sessions sessions,
      Response response,
      SessionEntry entry,
      @Nullable SessionEntry replaced,
      boolean isEnd,
      boolean isKept,
      @Nullable String cookie) {
    this.sessions = sessions;
    this.response = response;
    this.entry = entry;
    this.replaced = replaced;
    this.isEnd = isEnd;
    this.isKept = isKept;
    this.cookie = cookie;
    response.hold(this);
  }

  /// Called by the task that has answered, which goes on.
  void beginAtNextWait() {
    Afterwards.run(
        () -> {
          if (!isBegun.get()) {
            LoopThreads.free(this).start();
          }
        });
  }

  /// The thread of its own.
  @Override
  public void run() {
    Turn.PROGRAM.enter();
    try {
      if (isBegun.compareAndSet(false, true)) {
        store();
      }
    } finally {
      Turn.PROGRAM.leave();
      Afterwards.reached();
    }
  }

  /// Waits until it is stored, before something of the answer leaves. If that fails, the error is
  /// raised where the answer is given, and nothing of it is left. Called by the task that has
  /// answered.
  void await() {
    ended.await();
    boolean _ = refuse();
    raise();
  }

  /// Whether the answer was told that its session cannot be stored.
  boolean isRefused() {
    return thrown != null && isLetGo.get();
  }

  /// Stores, or waits until it is stored. If that fails, and who answers was not told so, the
  /// answer is taken back, which none of the functions of the request can take for a chance to give
  /// another one any more, and the error is raised. With the turn, and not on an event loop.
  void finish() {
    if (isBegun.compareAndSet(false, true)) {
      store();
    } else {
      Bridge.<Boolean>awaitFully(ended);
    }
    if (refuse()) {
      raise();
    }
  }

  /// @return whether the answer is refused by this call
  private boolean refuse() {
    boolean refuses = thrown != null && isLetGo.compareAndSet(false, true);
    if (refuses) {
      response.refuse(cookie);
    }
    return refuses;
  }

  private void raise() {
    Throwable raised = thrown;
    switch (raised) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(raised);
    }
  }

  private void store() {
    try {
      sessions.store(entry, replaced, isEnd, isKept);
      isLetGo.set(true);
      response.letGo();
    } catch (RuntimeException | Error raised) {
      thrown = raised;
    } finally {
      hasEnded = true;
      boolean _ = ended.wake();
    }
  }
}
