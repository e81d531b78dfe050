package ruchy.benchmarks.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.benchmarks.measure.Samples;

/// Where Ruchy stands among the servers of one scenario.
///
/// @param best the rival that takes the least CPU time for a request
/// @param times how many times as much as Ruchy it takes, round by round
record Standing(String best, Samples times) {
  /// Null when there are no rivals.
  static @Nullable Standing of(Entrant ruchy, List<Entrant> rivals) {
    Entrant best = null;
    for (Entrant rival : rivals) {
      boolean isBetter = best == null || cpu(rival) < cpu(best);
      best = isBetter ? rival : best;
    }
    return best == null
        ? null
        : new Standing(best.title(), best.figures().cpu().dividedBy(ruchy.figures().cpu()));
  }

  /// One sentence.
  @Override
  public String toString() {
    return (times.median() < 1 ? "Behind" : "Ahead of")
        + " the best rival, "
        + best
        + ": it takes "
        + times.text(2)
        + " times the CPU time of Ruchy.";
  }

  private static double cpu(Entrant entrant) {
    return entrant.figures().cpu().median();
  }
}
