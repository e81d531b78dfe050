package ruchy.runtime.regex;

import java.util.regex.Matcher;

/// The text that takes the place of a match: `$1` and `${1}` are groups by number, `${name}` by
/// name, `$$` is `$`. A group that took no part or does not exist is empty; any other `$` stays.
final class Replacement {
  private Replacement() {}

  static void append(StringBuilder out, Matcher matcher, String replacement, GroupNames names) {
    int at = 0;
    while (at < replacement.length()) {
      char unit = replacement.charAt(at++);
      if (unit != '$' || at == replacement.length()) {
        out.append(unit);
        continue;
      }
      char next = replacement.charAt(at);
      if (next == '$') {
        out.append('$');
        at++;
      } else if (next == '{' && replacement.indexOf('}', at) > at + 1) {
        int end = replacement.indexOf('}', at);
        out.append(group(matcher, names.javaName(replacement.substring(at + 1, end))));
        at = end + 1;
      } else if (isDigit(next)) {
        int end = at;
        while (end < replacement.length() && isDigit(replacement.charAt(end))) {
          end++;
        }
        out.append(group(matcher, replacement.substring(at, end)));
        at = end;
      } else {
        out.append('$');
      }
    }
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private static String group(Matcher matcher, String name) {
    if (isDigit(name.charAt(0))) {
      int number = name.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(name);
      return number <= matcher.groupCount() ? orEmpty(matcher.group(number)) : "";
    }
    return matcher.namedGroups().containsKey(name) ? orEmpty(matcher.group(name)) : "";
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
