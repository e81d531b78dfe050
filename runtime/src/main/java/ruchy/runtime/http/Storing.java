package ruchy.runtime.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.engine.Waiters;

/// Has the functions of the program store the session of an answered request. To answer is no wait
/// (L 12.4), and they may wait: so it begins when the task that has answered waits next, on a
/// thread of its own, or when the functions of the request have ended, on theirs; whatever comes
/// first. The answer leaves when it has ended, unless the head of a streamed one has left before.
final class Storing implements Runnable {
  private final Sessions sessions;
  private final Response response;
  private final SessionEntry entry;
  private final @Nullable SessionEntry replaced;
  private final boolean isEnd;
  private final boolean isKept;

  private @Nullable ClaimedHead head;
  private @Nullable String cookie;

  private final AtomicBoolean isBegun = new AtomicBoolean();
  private volatile boolean hasEnded;
  private volatile @Nullable Throwable thrown;
  private final Waiters ended = new Waiters(() -> hasEnded);

  /// @param replaced what the client had before, or null
  /// @param isEnd whether nothing of the session is kept
  /// @param isKept whether it is kept
  Storing(
      Sessions sessions,
      Response response,
      SessionEntry entry,
      @Nullable SessionEntry replaced,
      boolean isEnd,
      boolean isKept) {
    this.sessions = sessions;
    this.response = response;
    this.entry = entry;
    this.replaced = replaced;
    this.isEnd = isEnd;
    this.isKept = isKept;
    response.hold();
  }

  /// The client is told of the session by a cookie.
  void tellBy(ClaimedHead head, String cookie) {
    this.head = head;
    this.cookie = cookie;
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
    if (!isBegun.compareAndSet(false, true)) {
      return;
    }
    Turn.PROGRAM.enter();
    try {
      store();
    } catch (RuntimeException | Error raised) {
      // Who calls `finish` raises it.
    } finally {
      Turn.PROGRAM.leave();
      Afterwards.reached();
    }
  }

  /// Stores, or waits until it is stored. Raises what the functions of the program have raised, and
  /// CancelledError. With the turn, and not on an event loop.
  void finish() {
    if (isBegun.compareAndSet(false, true)) {
      store();
      return;
    }
    ended.await();
    switch (thrown) {
      case RuntimeException raised -> throw raised;
      case Error raised -> throw raised;
      case null, default -> {} // It is stored.
    }
  }

  private void store() {
    boolean isStored = false;
    try {
      sessions.store(entry, replaced, isEnd, isKept);
      isStored = true;
    } catch (RuntimeException | Error raised) {
      thrown = raised;
      throw raised;
    } finally {
      ClaimedHead told = head;
      if (!isStored && told != null && cookie != null) {
        told.removeCookie(cookie);
      }
      response.letGo(isStored);
      hasEnded = true;
      boolean _ = ended.wake();
    }
  }
}
