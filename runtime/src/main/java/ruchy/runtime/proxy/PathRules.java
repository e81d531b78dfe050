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

  /// Whether a segment is `.` or `..`, also when it is written with escapes. Clients resolve these
  /// themselves (RFC 3986, section 6.2.2.3); whoever sends them wants to get elsewhere.
  private static boolean hasDotSegment(String path) {
    int from = 0;
    while (from < path.length()) {
      int end = path.indexOf('/', from);
      end = end < 0 ? path.length() : end;
      if (end > from && (path.charAt(from) == '.' || path.charAt(from) == '%')) {
        String segment = path.substring(from, end).replace("%2e", ".").replace("%2E", ".");
        if (segment.equals(".") || segment.equals("..")) {
          return true;
        }
      }
      from = end + 1;
    }
    return false;
  }
}
