package ruchy.runtime.regex;

import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;

/// A compiled regular expression (L 18.3). Immutable.
@LibraryType("Regex")
@Computes
public final class Regex implements LibraryObject {
  /// Patterns given as text are compiled once, as long as a program has not very many of them.
  private static final ConcurrentHashMap<String, Regex> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST = 256;

  /// As it was given.
  private final String text;

  private final GroupNames names;
  private final Pattern pattern;

  private Regex(String text) {
    this.text = text;
    this.names = new GroupNames(text);
    this.pattern = compiled(text, names);
  }

  /// Compiles a pattern; raises ParseError for a wrong one. Groups may have names, `(?<name>...)`
  /// or `(?P<name>...)`.
  ///
  /// ```ruchy
  /// Regex::new("a+b").is_match("xaab")   // => true
  /// Regex::new("(?P<day>\d+)/(?P<month>\d+)").replace("24/8", "${month}-${day}")   // => "8-24"
  /// ```
  @Export("new")
  public static Regex of(String pattern) {
    Regex known = KNOWN.get(pattern);
    if (known == null) {
      known = new Regex(pattern);
      if (KNOWN.size() < MOST) {
        KNOWN.put(pattern, known);
      }
    }
    return known;
  }

  private static Pattern compiled(String text, GroupNames names) {
    try {
      return Pattern.compile(names.javaPattern());
    } catch (PatternSyntaxException failure) {
      throw Failure.parseError(
          "Invalid regular expression '" + text + "': " + failure.getDescription());
    }
  }

  /// Raises RuntimeError, when it looks for a match, after very many steps.
  private Matcher matcher(String searched) {
    return pattern.matcher(new SearchedText(searched, text));
  }

  @Override
  public String typeName() {
    return "Regex";
  }

  @Override
  public String display() {
    return "<Regex " + text + ">";
  }

  /// Whether the pattern matches somewhere in the text.
  ///
  /// ```ruchy
  /// Regex::new("^\d+$").is_match("2025")   // => true
  /// ```
  @Export
  public boolean isMatch(String text) {
    return matcher(text).find();
  }

  /// The first match, or nil.
  ///
  /// ```ruchy
  /// Regex::new("\d+").find("a12b3")   // => "12"
  /// ```
  @Export
  public @Nullable String find(String text) {
    Matcher matcher = matcher(text);
    return matcher.find() ? matcher.group() : null;
  }

  /// All matches.
  ///
  /// ```ruchy
  /// Regex::new("\d+").find_all("a12b3")   // => ["12", "3"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public ListValue findAll(String text) {
    ListValue found = ListValue.empty();
    Matcher matcher = matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /// The text with the first match replaced; `$1` and `${name}` in the replacement stand for
  /// groups, `$$` for `$`.
  ///
  /// ```ruchy
  /// Regex::new("(\w)=(\w)").replace("a=b c=d", "$2=$1")   // => "b=a c=d"
  /// ```
  @Export
  public String replace(String text, String replacement) {
    Matcher matcher = matcher(text);
    if (!matcher.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder().append(text, 0, matcher.start());
    Replacement.append(out, matcher, replacement, names);
    return out.append(text, matcher.end(), text.length()).toString();
  }

  /// The text with all matches replaced, as `replace` does it.
  ///
  /// ```ruchy
  /// Regex::new("\d").replace_all("a1b2", "#")   // => "a#b#"
  /// ```
  @Export
  public String replaceAll(String text, String replacement) {
    Matcher matcher = matcher(text);
    StringBuilder out = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      out.append(text, end, matcher.start());
      Replacement.append(out, matcher, replacement, names);
      end = matcher.end();
    }
    return out.append(text, end, text.length()).toString();
  }

  /// The first match and its groups, nil for a group that took no part; or nil without match.
  ///
  /// ```ruchy
  /// Regex::new("(\d+)-(\d+)").captures("10-20")   // => ["10-20", "10", "20"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string?>?")
  public @Nullable ListValue captures(String text) {
    Matcher matcher = matcher(text);
    return matcher.find() ? groups(matcher) : null;
  }

  /// All matches, each with its groups.
  ///
  /// ```ruchy
  /// Regex::new("(\w)(\d)").captures_all("a1 b2")   // => [["a1", "a", "1"], ["b2", "b", "2"]]
  /// ```
  @YieldsNew
  @Export
  @Type("list<list<string?>>")
  public ListValue capturesAll(String text) {
    ListValue all = ListValue.empty();
    Matcher matcher = matcher(text);
    while (matcher.find()) {
      all.add(groups(matcher));
    }
    return all;
  }

  private static ListValue groups(Matcher matcher) {
    ListValue groups = ListValue.empty();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i));
    }
    return groups;
  }

  /// The parts of the text between the matches.
  ///
  /// ```ruchy
  /// Regex::new("\s*,\s*").split("a , b,c")   // => ["a", "b", "c"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public ListValue split(String text) {
    ListValue parts = ListValue.empty();
    Matcher matcher = matcher(text);
    int start = 0;
    while (matcher.find()) {
      if (matcher.end() > 0 && matcher.start() < text.length()) {
        parts.add(text.substring(start, matcher.start()));
        start = matcher.end();
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
