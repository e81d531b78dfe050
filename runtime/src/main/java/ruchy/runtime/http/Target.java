package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;

/// A request target (RFC 9112, section 3.2) taken apart.
///
/// @param path with its escapes, without query; `*` for a request about the whole server
/// @param query without `?`, with its escapes; empty when there is none
record Target(String path, String query) {
  static Target of(String text) {
    int from = text.startsWith("/") ? 0 : pathStart(text);
    int mark = text.indexOf('?', from);
    if (mark < 0) {
      return new Target(path(text, from, text.length()), "");
    }
    return new Target(path(text, from, mark), text.substring(mark + 1));
  }

  /// Host and port of a target in absolute form, as they stand there; null for other targets.
  static @Nullable String authority(String text) {
    int from =
        text.regionMatches(true, 0, "http://", 0, 7)
            ? 7
            : text.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    return from < 0 ? null : text.substring(from, pathStart(text));
  }

  /// An absolute target names a path of this server too; without path it is `/`.
  private static int pathStart(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return 0;
    }
    for (int i = scheme + 3; i < text.length(); i++) {
      if (text.charAt(i) == '/' || text.charAt(i) == '?') {
        return i;
      }
    }
    return text.length();
  }

  private static String path(String text, int from, int to) {
    return from == to ? "/" : text.substring(from, to);
  }
}
