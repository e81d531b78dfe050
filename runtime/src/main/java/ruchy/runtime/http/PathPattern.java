package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Ascii;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// A path of a route or a middleware: literal text, `:name` for one segment, `:name<int>` for one
/// of a kind, a last `*` or `*name` for the rest. A `/` at the end of a path says nothing:
/// `/users/` and `/users` are the same.
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

  /// Literal texts and, between them, `:` and a kind for each parameter.
  private final List<String> parts = new ArrayList<>();

  private final List<String> names = new ArrayList<>();
  private final String text;
  private final End end;

  /// What the rest is called in the parameters.
  private final String restName;

  /// Of the map of parameters; null without any, or with very many.
  private final HashMapValue.@Nullable Form form;

  private PathPattern(String text, End end, String restName) {
    this.text = text;
    this.restName = restName;
    StringBuilder literal = new StringBuilder();
    for (String segment : segments(text)) {
      literal.append('/');
      if (segment.length() > 1 && segment.startsWith(PARAMETER)) {
        parts.add(literal.toString());
        literal.setLength(0);
        int kind = segment.indexOf('<');
        parts.add(PARAMETER + (kind < 0 ? "" : checkedKind(segment.substring(kind), text)));
        names.add(checkedName(segment.substring(1, kind < 0 ? segment.length() : kind), text));
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
    this.form = form(names, end == End.REST ? restName : null);
  }

  /// The pattern of a route.
  static PathPattern route(String text) {
    if (text.equals("*")) {
      return new PathPattern("", End.REST, "*");
    }
    int star = text.lastIndexOf("/*");
    if (star >= 0 && text.indexOf('/', star + 1) < 0) {
      String name = text.substring(star + 2);
      PathPattern pattern =
          new PathPattern(checked(text.substring(0, star)), End.REST, name.isEmpty() ? "*" : name);
      if (!name.isEmpty()) {
        pattern.checkedName(name, text);
      }
      return pattern;
    }
    return new PathPattern(checked(text), End.EXACT, "*");
  }

  /// The patterns of a route whose last parameters may be missing, `/posts/:year/:month?`: the
  /// longest first.
  static List<PathPattern> routes(String text) {
    List<PathPattern> patterns = new ArrayList<>();
    String left = text;
    while (left.endsWith("?")) {
      String whole = left.substring(0, left.length() - 1);
      int slash = whole.lastIndexOf('/');
      if (slash < 0 || !whole.startsWith("/:", slash)) {
        throw Failure.argumentError("Only a parameter may be missing: '" + text + "'");
      }
      patterns.add(route(whole.replace("?", "")));
      left = whole.substring(0, slash);
    }
    if (left.indexOf('?') >= 0) {
      throw Failure.argumentError("Only the last parameters may be missing: '" + text + "'");
    }
    patterns.add(route(left.isEmpty() ? "/" : left));
    return patterns;
  }

  /// The pattern of a middleware, for a path and everything below it.
  static PathPattern prefix(String text) {
    PathPattern pattern = route(text);
    return pattern.end == End.REST ? pattern : new PathPattern(text, End.PREFIX, "*");
  }

  /// The same below a path.
  PathPattern below(PathPattern path) {
    String above =
        path.text.endsWith("/") ? path.text.substring(0, path.text.length() - 1) : path.text;
    String own = text.equals("/") ? "" : text;
    return new PathPattern(above + own, end, restName);
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

  private static String checkedKind(String brackets, String path) {
    return switch (brackets) {
      case "<int>", "<float>", "<uuid>" -> brackets.substring(1, brackets.length() - 1);
      case "<text>", "<string>" -> "";
      default ->
          throw Failure.argumentError(
              "The kind of a parameter is <int>, <float>, <uuid> or <text>: '" + path + "'");
    };
  }

  private String checkedName(String name, String path) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Ascii.isLetterOrDigit(c) && c != '_') {
        throw Failure.argumentError(
            "A parameter is a whole segment, its name letters, digits and '_': '" + path + "'");
      }
    }
    if (name.isEmpty()) {
      throw Failure.argumentError("A parameter has a name: '" + path + "'");
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
    return part.startsWith(PARAMETER);
  }

  /// Whether a segment of a path can be the parameter of that part.
  static boolean fits(String part, String path, int from, int to) {
    return switch (part) {
      case ":int" -> isInteger(path, from, to);
      case ":float" -> isFloat(path.substring(from, to));
      case ":uuid" -> isUuid(path, from, to);
      default -> true;
    };
  }

  private static boolean isInteger(String path, int from, int to) {
    int first = path.charAt(from) == '-' ? from + 1 : from;
    for (int i = first; i < to; i++) {
      if (path.charAt(i) < '0' || path.charAt(i) > '9') {
        return false;
      }
    }
    return to > first && to - first <= 18;
  }

  private static boolean isFloat(String text) {
    int digits = 0;
    int dots = 0;
    for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
      dots += c == '.' ? 1 : 0;
      if ((c < '0' || c > '9') && c != '.') {
        return false;
      }
    }
    return digits > 0 && dots <= 1;
  }

  private static boolean isUuid(String path, int from, int to) {
    for (int i = from; i < to; i++) {
      int at = i - from;
      boolean isDash = at == 8 || at == 13 || at == 18 || at == 23;
      char c = path.charAt(i);
      if (isDash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
        return false;
      }
    }
    return to - from == 36;
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
    boolean hasRest = end == End.REST;
    Object[] values = new Object[names.size() + (hasRest ? 1 : 0)];
    int at = 0;
    int named = 0;
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (isParameter(part)) {
        int stop = segmentEnd(path, at);
        values[named++] = Percent.plain(path.substring(at, stop));
        at = stop;
      } else {
        at += part.length();
      }
    }
    if (hasRest) {
      values[named] = Percent.plain(path.substring(Math.min(path.length(), at)));
    }
    HashMapValue.Form known = form;
    return known == null ? named(values) : known.object(values);
  }

  /// For patterns without parameters, or with very many.
  private MapValue named(Object[] values) {
    MapValue map = new HashMapValue();
    for (int i = 0; i < values.length; i++) {
      map.put(i < names.size() ? names.get(i) : restName, values[i]);
    }
    return map;
  }

  /// The parameters of all paths have the same names.
  private static HashMapValue.@Nullable Form form(List<String> names, @Nullable String restName) {
    var some = new HashMapValue();
    for (String name : names) {
      some.put(name, "");
    }
    if (restName != null) {
      some.put(restName, "");
    }
    return some.form();
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
