package ruchy.runtime.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;

/// A body that a function of the program makes piece by piece. The event loop asks for a piece when
/// the server takes more; the task that waits for the answer makes it.
final class MadePieces implements Chunks {
  private final FunctionValue function;
  private final long limitMillis;

  /// Guarded by the lock, as what follows: who waits for a piece.
  private @Nullable BiConsumer<@Nullable Buffer, @Nullable Throwable> asked;

  private @Nullable Result result;
  private @Nullable Outcome<Boolean> waiting;
  private boolean isEnded;

  /// @param limitMillis how long the server may take nothing once its answer has begun
  MadePieces(FunctionValue function, long limitMillis) {
    this.function = function;
    this.limitMillis = limitMillis;
  }

  /// Begins an exchange that sends this body, and makes the pieces that it asks for until there is
  /// a result. An error of the function is raised. On the task; when that is cancelled, another one
  /// may go on.
  Result serve(Runnable begin) {
    begin.run();
    while (true) {
      boolean isAnswered;
      synchronized (this) {
        isAnswered = result instanceof Result.Opened;
      }
      Bridge.<Boolean>await(this::whenNews, isAnswered ? limitMillis : 0);
      BiConsumer<@Nullable Buffer, @Nullable Throwable> ready;
      synchronized (this) {
        if (result != null && (isEnded || !(result instanceof Result.Opened))) {
          return result;
        }
        ready = asked;
        asked = null;
      }
      if (ready != null) {
        make(ready);
      }
    }
  }

  private void make(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
    Buffer piece;
    try {
      piece = bytes(call());
    } catch (RuntimeException | Error thrown) {
      if (thrown instanceof Failure failure && failure.matchesType("CancelledError")) {
        // Whoever goes on has the piece made.
        next(ready);
        throw thrown;
      }
      synchronized (this) {
        isEnded = true;
      }
      ready.accept(null, thrown);
      throw thrown;
    }
    synchronized (this) {
      isEnded = piece == null;
    }
    ready.accept(piece, null);
  }

  /// With the turn if it needs it: whoever awaits may not.
  private @Nullable Object call() {
    boolean sharesState = function.shares();
    if (sharesState) {
      Turn.PROGRAM.enter();
    }
    try {
      return function.call();
    } finally {
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
    }
  }

  private static @Nullable Buffer bytes(@Nullable Object piece) {
    return switch (piece) {
      case null -> null;
      case Body body -> body.bytes();
      default -> Buffer.buffer(Display.print(piece).getBytes(StandardCharsets.UTF_8));
    };
  }

  private void whenNews(Outcome<Boolean> outcome) {
    synchronized (this) {
      boolean isOver = result != null && (isEnded || !(result instanceof Result.Opened));
      if (asked == null && !isOver) {
        waiting = outcome;
        return;
      }
    }
    outcome.complete(true);
  }

  /// The exchange has ended. On the event loop.
  void ended(Result end) {
    Outcome<Boolean> waiter;
    synchronized (this) {
      result = end;
      waiter = waiting;
      waiting = null;
    }
    if (waiter != null) {
      waiter.complete(true);
    }
  }

  @Override
  public void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
    Outcome<Boolean> waiter;
    synchronized (this) {
      asked = ready;
      waiter = waiting;
      waiting = null;
    }
    if (waiter != null) {
      waiter.complete(true);
    }
  }

  @Override
  public synchronized boolean isEnded() {
    return isEnded;
  }

  /// The server wants no more.
  @Override
  public void drop() {
    Outcome<Boolean> waiter;
    synchronized (this) {
      isEnded = true;
      asked = null;
      waiter = waiting;
      waiting = null;
    }
    if (waiter != null) {
      waiter.complete(true);
    }
  }
}
