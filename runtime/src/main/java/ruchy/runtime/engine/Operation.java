package ruchy.runtime.engine;

import org.jspecify.annotations.Nullable;

/// Something that is started, ends later on any thread, and is waited for through the bridge.
@FunctionalInterface
public interface Operation<T extends @Nullable Object> {
  /// Starts it; the outcome is ended by the operation, once, perhaps before this returns.
  void start(Outcome<T> outcome);

  /// Nobody waits for the outcome any more: the task was cancelled, or its time is over. It has not
  /// ended before, and whoever ends it from now on is told so. A place to forget it.
  default void abandoned(Outcome<T> outcome) {}
}
