package ruchy.runtime.regex;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.ListValue;

/// The module `regex` (L 18.3): each function takes the pattern first. A wrong pattern raises
/// ParseError.
@Module("regex")
@Computes
public final class RegexModule {
  /// What means more than itself somewhere in a pattern.
  private static final String SPECIAL = "\\.+*?()|[]{}^$#&-~";

  private RegexModule() {}

  /// Whether the pattern matches somewhere in the text.
  ///
  /// ```ruchy
  /// regex::is_match("\d", "a1")   // => true
  /// ```
  @Export
  public static boolean isMatch(String pattern, String text) {
    return Regex.of(pattern).isMatch(text);
  }

  /// The first match, or nil.
  ///
  /// ```ruchy
  /// regex::find_first("\d+", "a12b3")   // => "12"
  /// ```
  @Export
  public static @Nullable String findFirst(String pattern, String text) {
    return Regex.of(pattern).find(text);
  }

  /// All matches.
  ///
  /// ```ruchy
  /// regex::find_all("\d+", "a12b3")   // => ["12", "3"]
  /// ```
  @Export
  @Type("list<string>")
  public static ListValue findAll(String pattern, String text) {
    return Regex.of(pattern).findAll(text);
  }

  /// The text with the first match replaced; `$1` in the replacement stands for the first group.
  ///
  /// ```ruchy
  /// regex::replace_first("\d", "a1b2", "#")   // => "a#b2"
  /// ```
  @Export
  public static String replaceFirst(String pattern, String text, String replacement) {
    return Regex.of(pattern).replace(text, replacement);
  }

  /// The text with all matches replaced.
  ///
  /// ```ruchy
  /// regex::replace_all("\d", "a1b2", "<$0>")   // => "a<1>b<2>"
  /// ```
  @Export
  public static String replaceAll(String pattern, String text, String replacement) {
    return Regex.of(pattern).replaceAll(text, replacement);
  }

  /// The parts of the text between the matches.
  ///
  /// ```ruchy
  /// regex::split("[,;]", "a,b;c")   // => ["a", "b", "c"]
  /// ```
  @Export
  @Type("list<string>")
  public static ListValue split(String pattern, String text) {
    return Regex.of(pattern).split(text);
  }

  /// The first match and its groups, or nil.
  ///
  /// ```ruchy
  /// regex::capture_first("(\w)=(\d)", "a=1 b=2")   // => ["a=1", "a", "1"]
  /// ```
  @Export
  @Type("list<string?>?")
  public static @Nullable ListValue captureFirst(String pattern, String text) {
    return Regex.of(pattern).captures(text);
  }

  /// All matches, each with its groups.
  ///
  /// ```ruchy
  /// regex::capture_all("(\w)=\d", "a=1 b=2")   // => [["a=1", "a"], ["b=2", "b"]]
  /// ```
  @Export
  @Type("list<list<string?>>")
  public static ListValue captureAll(String pattern, String text) {
    return Regex.of(pattern).capturesAll(text);
  }

  /// Whether the text is a pattern.
  ///
  /// ```ruchy
  /// regex::is_valid_pattern("(")   // => false
  /// ```
  @Export
  public static boolean isValidPattern(String pattern) {
    try {
      Regex.of(pattern);
      return true;
    } catch (Failure failure) {
      return false;
    }
  }

  /// A pattern that matches exactly the text.
  ///
  /// ```ruchy
  /// regex::escape("a.b")                           // => "a\.b"
  /// regex::is_match(regex::escape("a.b"), "axb")   // => false
  /// ```
  @Export
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      escaped.append(SPECIAL.indexOf(letter) >= 0 ? "\\" : "").append(letter);
    }
    return escaped.toString();
  }
}
