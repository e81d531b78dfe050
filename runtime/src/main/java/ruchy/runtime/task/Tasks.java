package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Kind;

/// What compiled `spawn`, `async` and `await` call.
public final class Tasks {
  private Tasks() {}

  /// `spawn { }`, `async { }`: the closure in a task of its own. `isDiscarded` says that nobody can
  /// await it, `place` where the program says so (`FILE:LINE:COL`): a constant of the program,
  /// since looking at the stack would cost every task more than its start.
  public static Object spawn(@Nullable Object closure, boolean isDiscarded, String place) {
    return Task.start(function(closure, "spawn"), isDiscarded, place);
  }

  /// `await value`: waits for tasks and whatever else stands for a later value; others yield
  /// themselves (L 12.2).
  public static @Nullable Object await(@Nullable Object value) {
    return value instanceof Awaitable later ? later.await() : value;
  }

  /// What a call-back gave: if that is a task, the task's value (L 12.1).
  static @Nullable Object awaitTask(@Nullable Object given) {
    return given instanceof Task task ? task.await() : given;
  }

  /// The value as a function; raises TypeError naming who wanted one.
  static FunctionValue function(@Nullable Object value, String name) {
    if (value instanceof FunctionValue function) {
      return function;
    }
    throw Failure.typeError(name + " expects a function, got " + Kind.described(value));
  }
}
