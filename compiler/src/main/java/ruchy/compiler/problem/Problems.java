package ruchy.compiler.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects the problems of one compilation, beside the line of stages. Reports each place and
/// message once.
public final class Problems {
  private final List<Problem> all = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  public void report(Problem problem) {
    if (seen.add(problem.code() + " " + problem.span() + " " + problem.message())) {
      all.add(problem);
    }
  }

  public boolean hasErrors() {
    return all.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  /// All problems, ordered by file in the order of their first problem, then by place.
  public List<Problem> inOrder() {
    List<Problem> sorted = new ArrayList<>(all);
    List<Object> files = new ArrayList<>();
    for (Problem problem : all) {
      if (!files.contains(problem.span().source())) {
        files.add(problem.span().source());
      }
    }
    sorted.sort(
        Comparator.comparingInt((Problem p) -> files.indexOf(p.span().source()))
            .thenComparingInt(p -> p.span().start()));
    return sorted;
  }
}
