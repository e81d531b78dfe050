package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Ascii;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// A path of a route or a middleware: literal text, `:name` for one segment, a last `*` for the
/// rest. A `/` at the end of a path says nothing: `/users/` and `/users` are the same.
final class PathPattern {
  /// What may follow the part that the pattern names.
  enum End {
    /// Nothing: the path of a route.
    EXACT,
    /// Nothing, or `/` and anything: the path of a middleware or of static files.
    PREFIX,
    /// Anything: the path ended in `*`.
    REST
  }

  private static final String PARAMETER = ":";

  /// Literal texts and, between them, `PARAMETER` for each `:name`.
  private final List<String> parts = new ArrayList<>();

  private final List<String> names = new ArrayList<>();
  private final End end;

  private PathPattern(String text, End end) {
    StringBuilder literal = new StringBuilder();
    for (String segment : segments(text)) {
      literal.append('/');
      if (segment.length() > 1 && segment.startsWith(PARAMETER)) {
        parts.add(literal.toString());
        literal.setLength(0);
        parts.add(PARAMETER);
        names.add(checkedName(segment.substring(1), text));
      } else {
        literal.append(decoded(segment));
      }
    }
    if (end == End.REST) {
      literal.append('/');
    }
    if (!literal.isEmpty()) {
      parts.add(literal.toString());
    }
    this.end = end;
  }

  /// The pattern of a route.
  static PathPattern route(String text) {
    if (text.equals("*")) {
      return new PathPattern("", End.REST);
    }
    return text.endsWith("/*")
        ? new PathPattern(checked(text.substring(0, text.length() - 2)), End.REST)
        : new PathPattern(checked(text), End.EXACT);
  }

  /// The pattern of a middleware, for a path and everything below it.
  static PathPattern prefix(String text) {
    PathPattern pattern = route(text);
    return pattern.end == End.REST ? pattern : new PathPattern(text, End.PREFIX);
  }

  private static String checked(String text) {
    if (!text.isEmpty() && text.charAt(0) != '/') {
      throw Failure.argumentError("A path begins with '/' or is '*': '" + text + "'");
    }
    if (text.indexOf('*') >= 0) {
      throw Failure.argumentError(
          "'*' stands for the rest of a path, so it is its end: '" + text + "'");
    }
    return text;
  }

  private String checkedName(String name, String path) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Ascii.isLetterOrDigit(c) && c != '_') {
        throw Failure.argumentError(
            "A parameter is a whole segment, its name letters, digits and '_': '" + path + "'");
      }
    }
    if (names.contains(name)) {
      throw Failure.argumentError("A path has two parameters '" + name + "': '" + path + "'");
    }
    return name;
  }

  /// Paths are compared decoded, so that `/caf%C3%A9` and `/café` are the same here too.
  private static String decoded(String segment) {
    String decoded = Percent.path(segment);
    return decoded == null ? segment : decoded;
  }

  private static List<String> segments(String text) {
    List<String> segments = new ArrayList<>();
    if (text.length() > 1) {
      String inner = text.endsWith("/") ? text.substring(1, text.length() - 1) : text.substring(1);
      segments.addAll(List.of(inner.split("/", -1)));
    }
    return segments;
  }

  /// Literal texts and, between them, parameters.
  List<String> parts() {
    return parts;
  }

  static boolean isParameter(String part) {
    return part.equals(PARAMETER);
  }

  End end() {
    return end;
  }

  /// The text if the pattern is one literal path, else null.
  @Nullable String literal() {
    if (end != End.EXACT || parts.size() > 1) {
      return null;
    }
    return parts.isEmpty() ? "/" : parts.getFirst();
  }

  /// The text, without `/` at its end, if the pattern is one literal path and all below it, else
  /// null.
  @Nullable String literalPrefix() {
    if (end != End.PREFIX || parts.size() > 1) {
      return null;
    }
    return parts.isEmpty() ? "" : parts.getFirst();
  }

  /// The parameters of a decoded path that the pattern matches: names to texts; the rest under `*`.
  MapValue parameters(String path) {
    MapValue values = new HashMapValue();
    int at = 0;
    int named = 0;
    for (String part : parts) {
      if (isParameter(part)) {
        int stop = segmentEnd(path, at);
        values.put(names.get(named++), Percent.plain(path.substring(at, stop)));
        at = stop;
      } else {
        at += part.length();
      }
    }
    if (end == End.REST) {
      values.put("*", Percent.plain(below(path)));
    }
    return values;
  }

  /// What a decoded path has after the part that the pattern names.
  String below(String path) {
    return path.substring(Math.min(path.length(), after(path)));
  }

  private int after(String path) {
    int at = 0;
    for (String part : parts) {
      at = isParameter(part) ? segmentEnd(path, at) : at + part.length();
    }
    return at;
  }

  /// Where the segment that begins at this index ends.
  static int segmentEnd(String path, int at) {
    int slash = path.indexOf('/', at);
    return slash < 0 ? path.length() : slash;
  }
}
