package ruchy.compiler.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// Collects the problems of one compilation, beside the line of stages. Reports each place and
/// message once.
public final class Problems {
  private final List<Problem> all = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();

  /// What makes two problems the same one; without line and column, which cost a look at the text.
  private record Key(String code, Source source, int start, String message) {}

  public void report(Problem problem) {
    Span span = problem.span();
    if (seen.add(new Key(problem.code(), span.source(), span.start(), problem.message()))) {
      all.add(problem);
    }
  }

  public boolean hasErrors() {
    return all.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  /// All problems, ordered by file in the order of their first problem, then by place.
  public List<Problem> inOrder() {
    if (all.size() < 2) return List.copyOf(all);
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
