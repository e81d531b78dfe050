package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// Format strings (L 15.2): `{}`, `{:spec}`, `{N}` and `{N:spec}` are replaced by arguments in turn
/// or by number, `{{` and `}}` become braces; other braces and placeholders without argument stay.
public final class FormatStrings {
  private FormatStrings() {}

  /// The text that `print(args)` prints and `format(args)` gives, where the first argument may be a
  /// format string.
  public static String all(@Nullable Object... args) {
    if (args.length == 1) {
      return Display.print(args[0]);
    }
    if (args.length > 1 && args[0] instanceof String pattern && hasPlaceholder(pattern)) {
      return format(pattern, args, 1);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < args.length; i++) {
      if (i > 0) {
        out.append(' ');
      }
      out.append(Display.print(args[i]));
    }
    return out.toString();
  }

  /// The pattern with the arguments put in.
  public static String format(String pattern, @Nullable Object... args) {
    return format(pattern, args, 0);
  }

  private static String format(String pattern, @Nullable Object[] args, int first) {
    StringBuilder out = new StringBuilder(pattern.length() + 16);
    int next = first;
    int at = 0;
    while (at < pattern.length()) {
      char unit = pattern.charAt(at);
      if ((unit == '{' || unit == '}') && pattern.startsWith(unit == '{' ? "{{" : "}}", at)) {
        out.append(unit);
        at += 2;
        continue;
      }
      int end = unit == '{' ? placeholderEnd(pattern, at) : -1;
      if (end < 0) {
        out.append(unit);
        at++;
        continue;
      }
      int colon = pattern.indexOf(':', at);
      int numberEnd = colon < 0 || colon > end ? end : colon;
      int index =
          numberEnd == at + 1 ? next++ : first + Integer.parseInt(pattern, at + 1, numberEnd, 10);
      if (index >= args.length) {
        out.append(pattern, at, end + 1);
      } else if (numberEnd == end) {
        out.append(Display.print(args[index]));
      } else {
        out.append(FormatSpec.format(args[index], pattern.substring(colon + 1, end)));
      }
      at = end + 1;
    }
    return out.toString();
  }

  /// Whether the text has at least one placeholder.
  public static boolean hasPlaceholder(String pattern) {
    int at = pattern.indexOf('{');
    while (at >= 0) {
      if (pattern.startsWith("{{", at)) {
        at += 2;
      } else if (placeholderEnd(pattern, at) >= 0) {
        return true;
      } else {
        at++;
      }
      at = pattern.indexOf('{', at);
    }
    return false;
  }

  /// The position of the `}` that ends the placeholder that begins here, or -1 when none does.
  private static int placeholderEnd(String pattern, int start) {
    int at = start + 1;
    while (at < pattern.length() && at - start < 6 && Character.isDigit(pattern.charAt(at))) {
      at++;
    }
    if (at < pattern.length() && pattern.charAt(at) == ':') {
      return pattern.indexOf('}', at);
    }
    return at < pattern.length() && pattern.charAt(at) == '}' ? at : -1;
  }
}
