package ruchy.compiler.problem;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The name that was probably meant: one at edit distance 1, or 2 for names of five letters or more
/// (L 7.1). Two letters in the wrong order are one mistake. The first of several wins.
public final class Nearest {
  private final String name;
  private int distance;
  private @Nullable String best;

  /// A search for what `name` should have been.
  public Nearest(String name) {
    this.name = name;
    int letters = name.codePointCount(0, name.length());
    this.distance = Math.min(letters >= 5 ? 2 : 1, letters - 1) + 1;
  }

  /// Looks at one name that there is.
  public void consider(String other) {
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

  /// The nearest of those considered; null if none is near enough.
  public @Nullable String best() {
    return best;
  }

  /// The nearest of `names`; the first in their order of those that are equally near.
  public static @Nullable String among(String name, Collection<String> names) {
    var search = new Nearest(name);
    names.stream().sorted().forEach(search::consider);
    return search.best;
  }

  /// The hint below the caret, for a name that looks like `suggestion`.
  public static @Nullable String hint(@Nullable String suggestion) {
    return suggestion == null ? null : "did you mean `" + suggestion + "`?";
  }

  /// The number of letters to insert, drop, replace or swap with their neighbour to turn one text
  /// into the other.
  static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    int[] previous = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        char last = from.charAt(i - 1);
        int replaced = previous[j - 1] + (last == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
        boolean isSwapped =
            i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        current[j] = isSwapped ? Math.min(least, before[j - 2] + 1) : least;
      }
      int[] spare = before;
      before = previous;
      previous = current;
      current = spare;
    }
    return previous[to.length()];
  }
}
