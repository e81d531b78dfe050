package ruchy.runtime.proxy;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.http.Request;

/// Which path a backend gets.
final class PathRules {
  private PathRules() {}

  /// Path and query for the backend, without its base path; null for a path that would lead out of
  /// that or of what is taken away.
  static @Nullable String target(Request request, Settings settings) {
    String url = request.url();
    if (url.equals("*")) {
      return url;
    }
    if (!isVisible(url) || hasDotSegment(request.path())) {
      return null;
    }
    String prefix = settings.stripped;
    if (prefix.isEmpty() || !url.startsWith(prefix)) {
      return url;
    }
    String rest = url.substring(prefix.length());
    if (rest.startsWith("/")) {
      return rest;
    }
    return rest.isEmpty() || rest.startsWith("?") ? "/" + rest : url;
  }

  /// A path that the program has made; null for one that cannot stand in a request line, or that
  /// leads out of where it stands: it may be made of what the client has sent.
  static @Nullable String checked(String target) {
    if (!isVisible(target)) {
      return null;
    }
    String absolute = target.startsWith("/") ? target : "/" + target;
    int query = absolute.indexOf('?');
    return hasDotSegment(query < 0 ? absolute : absolute.substring(0, query)) ? null : absolute;
  }

  /// Whether all of it may stand in a request line (RFC 9112, section 3.2). The server looks at the
  /// targets of requests, too; here it is certain, in whatever way a target came.
  private static boolean isVisible(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return true;
  }

  /// Whether a segment is `.` or `..`, also when dots and slashes are written with escapes, with
  /// `\` as a slash, or with parameters behind it (`..;x`): backends differ in what they undo
  /// first. Clients resolve these segments themselves (RFC 3986, section 6.2.2.3); whoever sends
  /// them wants to get elsewhere.
  private static boolean hasDotSegment(String path) {
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return false;
    }
    String plain = path.indexOf('%') < 0 ? path : withoutEscapes(path);
    int from = 0;
    while (from < plain.length()) {
      int end = from;
      while (end < plain.length() && "/\\".indexOf(plain.charAt(end)) < 0) {
        end++;
      }
      if (end > from && plain.charAt(from) == '.') {
        int parameters = plain.indexOf(';', from);
        int length = (parameters < 0 || parameters > end ? end : parameters) - from;
        if (length == 1 || (length == 2 && plain.charAt(from + 1) == '.')) {
          return true;
        }
      }
      from = end + 1;
    }
    return false;
  }

  private static String withoutEscapes(String path) {
    return path.replace("%2e", ".")
        .replace("%2E", ".")
        .replace("%2f", "/")
        .replace("%2F", "/")
        .replace("%5c", "/")
        .replace("%5C", "/");
  }
}
