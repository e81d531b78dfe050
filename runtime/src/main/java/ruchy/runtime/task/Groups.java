package ruchy.runtime.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;

/// Waiting for several tasks (L 12.7).
final class Groups {
  private Groups() {}

  /// The results in the order of the tasks; what is no task passes through. After all have ended
  /// the first failure, in the order of the list, is raised.
  static ListValue all(ListValue tasks) {
    awaitEnds(tasks);
    ListValue results = ListValue.withCapacity(tasks.size());
    Failure first = null;
    for (int i = 0; i < tasks.size(); i++) {
      try {
        results.add(Tasks.await(tasks.at(i)));
      } catch (Failure failure) {
        if (isCancelOfThis(failure, tasks.at(i))) {
          throw failure;
        }
        first = first == null ? failure : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return results;
  }

  /// Waits for the last one first: tasks mostly end in the order in which they began, and then one
  /// wait is enough where the first one first would be a wait for each.
  private static void awaitEnds(ListValue tasks) {
    for (int i = tasks.size() - 1; i >= 0; i--) {
      if (i < tasks.size() && tasks.at(i) instanceof Task task) {
        task.awaitEnd();
      }
    }
  }

  /// Whether it is the waiting task that was cancelled, not the awaited one.
  private static boolean isCancelOfThis(Failure failure, @Nullable Object awaited) {
    return failure.matchesType("CancelledError")
        && awaited instanceof Task task
        && !task.isFinished();
  }

  /// The first result; when all fail, the failure of the first in the list.
  static @Nullable Object any(ListValue tasks) {
    ListValue open = tasks.snapshot();
    if (open.isEmpty()) {
      throw Failure.argumentError("wait_any expects at least one task");
    }
    Failure first = null;
    while (!open.isEmpty()) {
      int ended = endedAmong(open);
      Object task = open.at(ended);
      if (!(task instanceof Task running)) {
        seen(open);
        return task;
      }
      Failure failure = running.error();
      if (failure == null) {
        seen(open);
        return running.await();
      }
      first = first == null || tasks.at(0) == task ? failure : first;
      open.removeAt(ended);
    }
    throw first == null ? Failure.runtimeError("wait_any has no result") : first;
  }

  /// Whatever becomes of them, somebody has waited for them.
  private static void seen(ListValue tasks) {
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.at(i) instanceof Task task) {
        task.error();
      }
    }
  }

  /// The index of the first member that has ended, after waiting for one.
  private static int endedAmong(ListValue open) {
    while (true) {
      for (int i = 0; i < open.size(); i++) {
        if (!(open.at(i) instanceof Task task) || task.isFinished()) {
          return i;
        }
      }
      awaitOne(open);
    }
  }

  /// Waits until one of the tasks has ended.
  private static void awaitOne(ListValue open) {
    List<Outcome<Boolean>> places = new ArrayList<>(1);
    try {
      Bridge.<Boolean>await(
          one -> {
            places.add(one);
            for (int i = 0; i < open.size(); i++) {
              if (open.at(i) instanceof Task task) {
                task.start(one);
              }
            }
          });
    } finally {
      for (Outcome<Boolean> place : places) {
        for (int i = 0; i < open.size(); i++) {
          if (open.at(i) instanceof Task task) {
            task.abandoned(place);
          }
        }
      }
    }
  }

  /// The result of the function, run in a task that is cancelled when the time is over; then
  /// TimeoutError.
  static @Nullable Object within(long millis, FunctionValue function) {
    Task task = Task.startFor(new Awaited(function));
    try {
      task.awaitEnd(Math.max(1, millis));
    } catch (Failure failure) {
      task.cancel();
      task.error();
      throw failure;
    }
    return task.await();
  }
}
