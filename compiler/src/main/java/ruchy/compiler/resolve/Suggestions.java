package ruchy.compiler.resolve;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Nearest;

/// "Did you mean": a visible name at edit distance 1, or 2 for names of five letters or more (L
/// 7.1).
final class Suggestions {
  /// A file full of errors should not take minutes.
  private static final int LIMIT = 200;

  private final LibraryNames library;
  private int given;

  Suggestions(LibraryNames library) {
    this.library = library;
  }

  /// The nearest name that is visible in `scope` or predeclared; inner names win over outer ones of
  /// the same distance.
  @Nullable String visible(String name, Scope scope) {
    if (++given > LIMIT) {
      return null;
    }
    var search = new Nearest(name);
    scope.forEach((other, _) -> search.consider(other));
    library.names("").forEach(search::consider);
    return search.best();
  }

  /// The nearest of `names`.
  @Nullable String among(String name, Collection<String> names) {
    if (++given > LIMIT) {
      return null;
    }
    return Nearest.among(name, names);
  }
}
