package ruchy.runtime.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Unwinding;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;
import ruchy.runtime.value.Wrapper;

/// Calls of one function for the elements of a list in several tasks, each of which takes one
/// element after the other. After an error no further call begins. Its own lock guards the fields
/// that change.
final class Parallel extends FunctionValue {
  private final FunctionValue function;
  private final ListValue elements;
  private final boolean shares;
  private final @Nullable Object[] results;
  private int next;
  private int firstFailed = Integer.MAX_VALUE;
  private @Nullable Failure failure;

  private Parallel(FunctionValue function, ListValue elements) {
    this.function = function;
    this.elements = elements.snapshot();
    this.results = new @Nullable Object[elements.size()];
    boolean touches = function.shares();
    for (int i = 0; i < results.length && !touches; i++) {
      touches = canChange(elements.at(i));
    }
    shares = touches;
  }

  /// Whether the value, which others have too, can change, or holds something that can.
  private static boolean canChange(@Nullable Object value) {
    return switch (value) {
      case TupleValue tuple -> {
        boolean any = false;
        for (int i = 0; i < tuple.size(); i++) {
          any |= canChange(tuple.at(i));
        }
        yield any;
      }
      case VariantValue variant -> {
        boolean any = false;
        for (int i = 0; i < variant.size(); i++) {
          any |= canChange(variant.at(i));
        }
        yield any;
      }
      case ListValue _, MapValue _, SetValue _, InstanceValue _, Wrapper _ -> true;
      case null, default -> false;
    };
  }

  /// The results in the order of the elements, with at most so many calls at once. After all calls
  /// that have begun have ended, the first failure in the order of the list is raised. When the
  /// caller is cancelled, so are the calls.
  static ListValue run(ListValue elements, FunctionValue function, int limit) {
    var all = new Parallel(function, elements);
    int count = Math.min(limit, all.results.length);
    List<Task> tasks = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        tasks.add(Task.startFor(all));
      }
      for (Task task : tasks.reversed()) {
        task.await(); // those that have begun before have mostly ended before
      }
    } catch (Failure cancelled) {
      all.stop();
      tasks.forEach(Task::cancel);
      tasks.forEach(Task::awaitFully);
      throw cancelled;
    }
    return all.result();
  }

  private synchronized void stop() {
    next = results.length;
  }

  private synchronized ListValue result() {
    if (failure != null) {
      throw failure;
    }
    return ListValue.of(results);
  }

  private synchronized int take() {
    return next < results.length ? next++ : -1;
  }

  private synchronized void failed(int index, Failure cause) {
    next = results.length;
    if (index < firstFailed) {
      firstFailed = index;
      failure = cause;
    }
  }

  @Override
  public @Nullable Object call() {
    int index;
    while ((index = take()) >= 0) {
      try {
        results[index] = Tasks.awaitTask(function.offer(elements.at(index)));
      } catch (RuntimeException | StackOverflowError thrown) {
        failed(index, Unwinding.left(thrown));
      }
    }
    return null;
  }

  /// The option `limit`; as many as there are elements without it.
  static int limit(MapValue options) {
    int limit = Integer.MAX_VALUE;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key == null) {
        continue;
      }
      if (!Display.print(key).equals("limit")) {
        throw Failure.argumentError("Unknown option of parallel: '" + Display.print(key) + "'");
      }
      Object value = options.valueAt(i);
      if (!(value instanceof Long number) || number < 1) {
        throw Failure.argumentError(
            "The limit of parallel is at least 1, got " + Display.debug(value));
      }
      limit = (int) Math.min(number, Integer.MAX_VALUE);
    }
    return limit;
  }

  @Override
  public int minimumArity() {
    return 0;
  }

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public boolean waits() {
    return function.waits();
  }

  @Override
  public boolean shares() {
    return shares;
  }
}
