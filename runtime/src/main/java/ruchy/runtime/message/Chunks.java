package ruchy.runtime.message;

import io.vertx.core.buffer.Buffer;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Bytes that arrive in pieces, each of which is asked for: who does not ask makes the sender wait.
public interface Chunks {
  /// Asks for the next piece. `ready` is called once, on an event loop: with the piece, with null
  /// at the end, or with why there is none. At most one piece is asked for at a time.
  void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready);

  /// Whether the end was reached, or is out of reach.
  boolean isEnded();

  /// The error that was raised because the sender has gone, or null.
  default @Nullable Object fault() {
    return null;
  }

  /// Nobody will ask any more. Called on an event loop, and maybe more than once.
  default void drop() {}

  /// One piece, which is here already.
  static Chunks of(Buffer bytes) {
    return new Chunks() {
      private boolean isGiven = bytes.length() == 0;

      @Override
      public void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
        Buffer piece = isGiven ? null : bytes;
        isGiven = true;
        ready.accept(piece, null);
      }

      @Override
      public boolean isEnded() {
        return isGiven;
      }
    };
  }
}
