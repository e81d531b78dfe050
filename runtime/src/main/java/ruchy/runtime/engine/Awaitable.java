package ruchy.runtime.engine;

import org.jspecify.annotations.Nullable;

/// A value that stands for one that comes later: a task. The library awaits those that call-backs
/// return (L 12.1).
public interface Awaitable {
  /// Waits for the value, through the bridge; raises the error that came instead.
  @Nullable Object await();

  /// Whether it has begun by itself, so that whoever gets it from a call-back that is done still
  /// waits for its end; a request that is not sent yet has not.
  default boolean isBegun() {
    return false;
  }
}
