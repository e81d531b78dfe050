package ruchy.runtime.failure;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What no program can cause: code that took a value for one of another kind. Whoever runs the
/// program learns that it is not at fault, and in words of the language what was found.
final class CompilerFault {
  private static final String BEGINNING = "Internal error of ruchyc, not of the program: ";

  private static final Pattern CAST =
      Pattern.compile("class (\\S+) cannot be cast to class (\\S+) .*", Pattern.DOTALL);

  private static final Map<String, String> KINDS =
      Map.of(
          "Long", "integer",
          "Double", "float",
          "Boolean", "boolean",
          "String", "string",
          "ListValue", "array",
          "FunctionValue", "function");

  private CompilerFault() {}

  static boolean is(Throwable thrown) {
    return thrown instanceof ClassCastException || thrown instanceof NullPointerException;
  }

  /// The message of the error that stands for it.
  static String message(Throwable thrown) {
    String text = thrown.getMessage();
    Matcher cast = CAST.matcher(text == null ? "" : text);
    if (cast.matches()) {
      return BEGINNING + "expected " + kind(cast.group(2)) + ", got " + kind(cast.group(1));
    }
    return BEGINNING + (thrown instanceof NullPointerException ? "a value is missing" : thrown);
  }

  private static String kind(@Nullable String className) {
    String name = className == null ? "" : className.substring(className.lastIndexOf('.') + 1);
    String known = KINDS.get(name);
    return known != null ? known : name.replace("Value", "").toLowerCase(Locale.ROOT);
  }
}
