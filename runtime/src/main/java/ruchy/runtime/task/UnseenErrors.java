package ruchy.runtime.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
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

  /// Keeps the error of a task that nobody has awaited yet. When there are too many, gives what
  /// reports the oldest one; not under any lock, since that waits for the turn.
  static @Nullable Runnable keep(Task task, Failure error, Object spawnedAt) {
    synchronized (UnseenErrors.class) {
      SequencedMap<Task, Unseen> errors = kept;
      if (errors == null) {
        errors = new LinkedHashMap<>();
        kept = errors;
        Lifetime.beforeEnd(UnseenErrors::reportAll);
      }
      errors.put(task, new Unseen(error, spawnedAt));
      if (errors.size() <= MOST) {
        return null;
      }
      Unseen oldest = errors.pollFirstEntry().getValue();
      return () -> reportInTurn(oldest.error(), oldest.spawnedAt());
    }
  }

  static synchronized void seen(Task task) {
    if (kept != null) {
      kept.remove(task);
    }
  }

  private static void reportAll() {
    List<Unseen> all;
    synchronized (UnseenErrors.class) {
      all = kept == null ? List.of() : List.copyOf(kept.values());
      kept = null;
    }
    // The text of an error may be made by the program.
    all.forEach(unseen -> report(unseen.error(), unseen.spawnedAt()));
  }

  /// As `report`, at the end of a task: others may be changing what was thrown, and its text may be
  /// made by the program.
  static void reportInTurn(Failure error, Object spawnedAt) {
    Turn.PROGRAM.enter();
    try {
      report(error, spawnedAt);
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  /// Prints the error and where its task was spawned on standard error.
  private static void report(Failure error, Object spawnedAt) {
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
