package ruchy.runtime.regex;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A pattern as `java.util.regex` takes it. A named group may also be written `(?P<name>...)`, and
/// its name may contain `_`, which Java does not allow: such a name is replaced.
final class GroupNames {
  private static final Pattern JAVA_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private final String pattern;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> replaced = new HashMap<>();
  private int at;

  GroupNames(String pattern) {
    this.pattern = pattern;
    translate();
  }

  /// The pattern for Java.
  String javaPattern() {
    return out.toString();
  }

  /// The name in Java of a group.
  String javaName(String name) {
    return replaced.getOrDefault(name, name);
  }

  private void translate() {
    int classes = 0; // open character classes, where a parenthesis is a character
    while (at < pattern.length()) {
      char letter = pattern.charAt(at);
      if (letter == '\\') {
        escape();
        continue;
      }
      if (letter == '[') {
        classes++;
      } else if (letter == ']' && classes > 0) {
        classes--;
      }
      if (letter != '(' || classes > 0 || !(group("(?P<", "(?<") || group("(?<", "(?<"))) {
        out.append(letter);
        at++;
      }
    }
  }

  /// Copies what is quoted up to `\E`, the name behind `\k`, or one character.
  private void escape() {
    if (pattern.startsWith("\\Q", at)) {
      int end = pattern.indexOf("\\E", at + 2);
      copyTo(end < 0 ? pattern.length() : end + 2);
    } else if (!group("\\k<", "\\k<")) {
      copyTo(Math.min(at + 2, pattern.length()));
    }
  }

  private void copyTo(int end) {
    out.append(pattern, at, end);
    at = end;
  }

  /// Copies `opening` and the name behind it, if both are there.
  private boolean group(String opening, String javaOpening) {
    if (!pattern.startsWith(opening, at)) {
      return false;
    }
    String name = nameAt(at + opening.length());
    if (name == null) {
      return false;
    }
    out.append(javaOpening);
    out.append(
        JAVA_NAME.matcher(name).matches()
            ? name
            : replaced.computeIfAbsent(name, _ -> "replaced" + replaced.size() + "name"));
    at += opening.length() + name.length();
    return true;
  }

  /// The name that stands there before `>`.
  private @Nullable String nameAt(int start) {
    int end = start;
    while (end < pattern.length()
        && (Character.isLetterOrDigit(pattern.charAt(end)) || pattern.charAt(end) == '_')) {
      end++;
    }
    boolean isName =
        end > start
            && end < pattern.length()
            && pattern.charAt(end) == '>'
            && !Character.isDigit(pattern.charAt(start));
    return isName ? pattern.substring(start, end) : null;
  }
}
