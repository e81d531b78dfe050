package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A path of a route as it stands in the program, taken apart: what it matches and which parameters
/// it has. Paths that the server refuses are none.
///
/// @param segments a literal text, or `:` with the kind of a parameter
/// @param hasRest whether it ends in `*`
record RoutePath(List<String> segments, boolean hasRest, Set<String> names) {
  private static final String PARAMETER = ":";

  /// The forms of a path, of which several exist where its last parameters may be missing; empty
  /// for what is no path.
  static List<RoutePath> forms(String text) {
    List<RoutePath> forms = new ArrayList<>();
    String left = text;
    while (left.endsWith("?") && left.lastIndexOf("/:") == left.lastIndexOf('/')) {
      add(forms, left.substring(0, left.length() - 1).replace("?", ""));
      left = left.substring(0, left.lastIndexOf('/'));
    }
    add(forms, left.isEmpty() ? "/" : left);
    return forms;
  }

  private static void add(List<RoutePath> forms, String text) {
    RoutePath path = of(text);
    if (path != null) {
      forms.add(path);
    }
  }

  private static @Nullable RoutePath of(String text) {
    if (text.equals("*")) {
      return new RoutePath(List.of(), true, Set.of("*"));
    }
    if (!text.startsWith("/")) {
      return null;
    }
    List<String> segments = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    boolean hasRest = false;
    for (String segment : text.substring(1).split("/", -1)) {
      if (hasRest || segment.indexOf('?') >= 0 || segment.indexOf('%') >= 0) {
        return null;
      }
      if (segment.startsWith("*")) {
        hasRest = true;
        names.add(segment.length() == 1 ? "*" : segment.substring(1));
      } else if (segment.length() > 1 && segment.startsWith(PARAMETER)) {
        int kind = segment.indexOf('<');
        names.add(segment.substring(1, kind < 0 ? segment.length() : kind));
        segments.add(PARAMETER + (kind < 0 ? "" : segment.substring(kind)));
      } else {
        segments.add(segment);
      }
    }
    if (!segments.isEmpty() && segments.getLast().isEmpty()) {
      // A `/` at the end says nothing.
      segments.removeLast();
    }
    return new RoutePath(segments, hasRest, names);
  }

  /// Whether it certainly matches whatever the other matches.
  boolean covers(RoutePath other) {
    if (hasRest && segments.isEmpty()) {
      return true;
    }
    int own = segments.size();
    int others = other.segments.size();
    // What a rest matches begins behind a `/`.
    boolean isAsLong = hasRest ? others > own || (others == own && other.hasRest) : others == own;
    if (!isAsLong || (other.hasRest && !hasRest)) {
      return false;
    }
    for (int i = 0; i < own; i++) {
      if (!covers(segments.get(i), other.segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(String segment, String other) {
    return segment.equals(other)
        || segment.equals(PARAMETER)
        || segment.equals(":<text>")
        || segment.equals(":<string>")
        || (segment.equals(":<int>") && other.matches("-?[0-9]{1,18}"));
  }
}
