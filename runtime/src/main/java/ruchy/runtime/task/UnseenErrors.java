package ruchy.runtime.task;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;

/// Errors of tasks that nobody has awaited (L 12.2): kept until somebody does, printed at the end
/// of the program.
final class UnseenErrors {
  /// More are not kept: the oldest is printed then, so a program that never awaits does not grow.
  private static final int MOST = 1000;

  /// @param spawnedAt as of a task
  private record Unseen(Failure error, Object spawnedAt) {}

  /// Null until the first error.
  private static @Nullable SequencedMap<Task, Unseen> kept;

  private UnseenErrors() {}

  static void keep(Task task, Failure error, Object spawnedAt) {
    Unseen oldest = null;
    synchronized (UnseenErrors.class) {
      SequencedMap<Task, Unseen> errors = kept;
      if (errors == null) {
        errors = new LinkedHashMap<>();
        kept = errors;
        Lifetime.beforeEnd(UnseenErrors::reportAll);
      }
      errors.put(task, new Unseen(error, spawnedAt));
      if (errors.size() > MOST) {
        oldest = errors.pollFirstEntry().getValue();
      }
    }
    if (oldest != null) {
      report(oldest.error(), oldest.spawnedAt());
    }
  }

  static synchronized void seen(Task task) {
    if (kept != null) {
      kept.remove(task);
    }
  }

  private static synchronized void reportAll() {
    if (kept != null) {
      kept.values().forEach(unseen -> report(unseen.error(), unseen.spawnedAt()));
      kept = null;
    }
  }

  /// Prints the error and where its task was spawned on standard error.
  static void report(Failure error, Object spawnedAt) {
    StringBuilder text = new StringBuilder(error.report("error in spawned task: "));
    String place = spawnedAt instanceof CallStack stack ? place(stack) : spawnedAt.toString();
    if (!place.isEmpty()) {
      text.append("  spawned at ").append(place).append('\n');
    }
    Output.ERROR.text(text.toString());
  }

  /// `FILE:LINE:COL` of the innermost function of the program; empty if there is none.
  private static String place(CallStack stack) {
    String[] lines = stack.lines();
    if (lines.length == 0) {
      return "";
    }
    int in = lines[0].indexOf(" in ");
    return in < 0 ? lines[0] : lines[0].substring(0, in);
  }
}
