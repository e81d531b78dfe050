package ruchy.runtime.regex;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.ListValue;

/// The methods of strings that take a regular expression (L 17.3).
@Members("string")
@Computes
public final class RegexStringMembers {
  private RegexStringMembers() {}

  /// Whether the expression matches somewhere in the text.
  ///
  /// ```ruchy
  /// "a1".matches(Regex::new("\d"))   // => true
  /// ```
  @Export
  public static boolean matches(String text, Regex expression) {
    return expression.isMatch(text);
  }

  /// Whether the pattern matches somewhere in the text.
  ///
  /// ```ruchy
  /// "a1".matches("\d")   // => true
  /// ```
  @Export
  public static boolean matches(String text, String pattern) {
    return Regex.of(pattern).isMatch(text);
  }

  /// The first match and its groups, or nil.
  ///
  /// ```ruchy
  /// "a=1".match(Regex::new("(\w)=(\d)"))   // => ["a=1", "a", "1"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string?>?")
  public static @Nullable ListValue match(String text, Regex expression) {
    return expression.captures(text);
  }

  /// The first match of a pattern and its groups, or nil.
  ///
  /// ```ruchy
  /// "a=1".match("(\w)=(\d)")   // => ["a=1", "a", "1"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string?>?")
  public static @Nullable ListValue match(String text, String pattern) {
    return Regex.of(pattern).captures(text);
  }

  /// The parts between the matches.
  ///
  /// ```ruchy
  /// "a1b22c".split(Regex::new("\d+"))   // => ["a", "b", "c"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue split(String text, Regex expression) {
    return expression.split(text);
  }

  /// The text with every match replaced; `$1` in the replacement stands for the first group.
  ///
  /// ```ruchy
  /// "a1b2".replace(Regex::new("\d"), "#")   // => "a#b#"
  /// ```
  @Export({"replace", "replace_all"})
  public static String replace(String text, Regex expression, String replacement) {
    return expression.replaceAll(text, replacement);
  }

  /// The text with the first match replaced.
  ///
  /// ```ruchy
  /// "a1b2".replace_first(Regex::new("\d"), "#")   // => "a#b2"
  /// ```
  @Export
  public static String replaceFirst(String text, Regex expression, String replacement) {
    return expression.replace(text, replacement);
  }
}
