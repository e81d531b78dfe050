package ruchy.compiler.resolve;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

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
    var search = new Search(name);
    scope.forEach((other, _) -> search.consider(other));
    library.names("").forEach(search::consider);
    return search.best;
  }

  /// The nearest of `names`.
  @Nullable String among(String name, Collection<String> names) {
    if (++given > LIMIT) {
      return null;
    }
    var search = new Search(name);
    names.stream().sorted().forEach(search::consider);
    return search.best;
  }

  private static final class Search {
    private final String name;
    private int distance;
    private @Nullable String best;

    Search(String name) {
      this.name = name;
      int letters = name.codePointCount(0, name.length());
      this.distance = Math.min(letters >= 5 ? 2 : 1, letters - 1) + 1;
    }

    void consider(String other) {
      if (distance > 1
          && Math.abs(other.length() - name.length()) < distance
          && !other.equals(name)
          && !other.startsWith("$")) {
        int found = distance(name, other);
        if (found < distance) {
          distance = found;
          best = other;
        }
      }
    }
  }

  /// The number of letters to insert, drop or replace to turn one text into the other.
  static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] spare = previous;
      previous = current;
      current = spare;
    }
    return previous[to.length()];
  }
}
