package ruchy.runtime.member;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Indexing;
import ruchy.runtime.operator.Text;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// Methods of `string` beyond the table of L 17.3 that programs written in the manner of Rust use.
@Members("string")
@Computes
public final class FamiliarStringMembers {
  private FamiliarStringMembers() {}

  /// The text without the given text at its start, however often it stands there.
  ///
  /// ```ruchy
  /// "//a/".trim_start_matches("/")   // => "a/"
  /// ```
  @Export
  public static String trimStartMatches(String text, String part) {
    int start = 0;
    while (!part.isEmpty() && text.startsWith(part, start)) {
      start += part.length();
    }
    return text.substring(start);
  }

  /// The text without the given text at its end, however often it stands there.
  ///
  /// ```ruchy
  /// "/a//".trim_end_matches("/")   // => "/a"
  /// ```
  @Export
  public static String trimEndMatches(String text, String part) {
    int end = text.length();
    while (!part.isEmpty() && end >= part.length() && text.startsWith(part, end - part.length())) {
      end -= part.length();
    }
    return text.substring(0, end);
  }

  /// `Some((before, after))` around the last separator, or `None`.
  ///
  /// ```ruchy
  /// "a.tar.gz".rsplit_once(".")   // => Some(("a.tar", "gz"))
  /// ```
  @YieldsNew
  @Export
  @Type("option<tuple<string, string>>")
  public static VariantValue rsplitOnce(String text, String separator) {
    int at = text.lastIndexOf(separator);
    return at < 0
        ? Options.NONE
        : Options.some(
            TupleValue.pair(text.substring(0, at), text.substring(at + separator.length())));
  }

  /// The first characters up to a position, and the others. Raises IndexError.
  ///
  /// ```ruchy
  /// "hello".split_at(2)   // => ("he", "llo")
  /// ```
  @YieldsNew
  @Export
  @Type("tuple<string, string>")
  public static TupleValue splitAt(String text, long position) {
    int size = text.codePointCount(0, text.length());
    if (position < 0 || position > size) {
      throw Failure.indexError(position, "string", size);
    }
    int at = text.offsetByCodePoints(0, (int) position);
    return TupleValue.pair(text.substring(0, at), text.substring(at));
  }

  /// The parts between the characters for which the function is true.
  ///
  /// ```ruchy
  /// "a1b2c".split(|c| c.is_digit())   // => ["a", "b", "c"]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue split(String text, @Type("(string) -> any") FunctionValue f) {
    ListValue parts = ListValue.empty();
    int start = 0;
    for (int i = 0; i < text.length(); ) {
      int end = i + Character.charCount(text.codePointAt(i));
      if (Truth.truth(f.offer(text.substring(i, end)))) {
        parts.add(text.substring(start, i));
        start = end;
      }
      i = end;
    }
    parts.add(text.substring(start));
    return parts;
  }

  /// Whether the function is true for a character.
  ///
  /// ```ruchy
  /// "abc1".contains(|c| c.is_digit())   // => true
  /// ```
  @CallsAtOnce
  @Export
  public static boolean contains(String text, @Type("(string) -> any") FunctionValue f) {
    return find(text, f) != null;
  }

  /// The position of the first character for which the function is true, or nil.
  ///
  /// ```ruchy
  /// "abc1".find(|c| c.is_digit())   // => 3
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static @Nullable Long find(String text, @Type("(string) -> any") FunctionValue f) {
    long position = 0;
    for (int i = 0; i < text.length(); position++) {
      int end = i + Character.charCount(text.codePointAt(i));
      if (Truth.truth(f.offer(text.substring(i, end)))) {
        return position;
      }
      i = end;
    }
    return null;
  }

  /// The text with the first `count` occurrences of `part` replaced.
  ///
  /// ```ruchy
  /// "a-b-c-d".replacen("-", "+", 2)   // => "a+b+c-d"
  /// ```
  @Export
  public static String replacen(String text, String part, String replacement, long count) {
    StringBuilder out = new StringBuilder();
    int start = 0;
    for (long left = count; left > 0; left--) {
      int at = text.indexOf(part, start);
      if (at < 0 || part.isEmpty()) {
        break;
      }
      out.append(text, start, at).append(replacement);
      start = at + part.length();
    }
    return out.append(text, start, text.length()).toString();
  }

  /// The character at a position, or nil.
  ///
  /// ```ruchy
  /// "abc".get(1)   // => "b"
  /// ```
  @LooksShallowly
  @Export
  public static @Nullable String get(String text, long position) {
    int size = text.codePointCount(0, text.length());
    return position >= 0 && position < size ? Indexing.charAt(text, position) : null;
  }

  /// The characters at the positions of a range, clamped.
  ///
  /// ```ruchy
  /// "hello".get(1..3)   // => "el"
  /// ```
  @LooksShallowly
  @Export
  public static String get(String text, RangeValue range) {
    return Indexing.slice(text, range);
  }

  /// `Some` of the value of a digit in the given radix, or `None`.
  ///
  /// ```ruchy
  /// "f".to_digit(16)   // => Some(15)
  /// "x".to_digit(10)   // => None
  /// ```
  @YieldsNew
  @Export
  @Type("option<integer>")
  public static VariantValue toDigit(String text, long radix) {
    if (radix < 2 || radix > 36) {
      throw Failure.argumentError("to_digit expects a radix from 2 to 36, got " + radix);
    }
    int value = text.length() == 1 ? Character.digit(text.charAt(0), (int) radix) : -1;
    return value < 0 ? Options.NONE : Options.some((long) value);
  }

  /// The integer that the text is in the given radix, as a Result: `i64::from_str_radix(text,
  /// radix)`.
  ///
  /// ```ruchy
  /// i32::from_str_radix("ff", 16)   // => Ok(255)
  /// ```
  @YieldsNew
  @Export
  @Type("result<integer, string>")
  public static VariantValue fromStrRadix(String text, long radix) {
    if (radix < 2 || radix > 36) {
      throw Failure.argumentError("from_str_radix expects a radix from 2 to 36, got " + radix);
    }
    try {
      return Options.ok(Long.parseLong(text, (int) radix));
    } catch (NumberFormatException e) {
      return Options.err("Cannot parse '" + text + "' as integer");
    }
  }

  private static boolean all(String text, IntPredicate isWanted) {
    return !text.isEmpty() && text.chars().allMatch(isWanted);
  }

  /// Whether all characters are digits 0 to 9.
  ///
  /// ```ruchy
  /// "42".is_ascii_digit()   // => true
  /// ```
  @Export
  public static boolean isAsciiDigit(String text) {
    return all(text, c -> c >= '0' && c <= '9');
  }

  /// Whether all characters are digits 0 to 9 or letters a to f.
  ///
  /// ```ruchy
  /// "fF0".is_ascii_hexdigit()   // => true
  /// ```
  @Export
  public static boolean isAsciiHexdigit(String text) {
    return all(text, c -> c < 128 && Character.digit(c, 16) >= 0);
  }

  /// Whether all characters are letters A to Z, large or small.
  ///
  /// ```ruchy
  /// "aé".is_ascii_alphabetic()   // => false
  /// ```
  @Export
  public static boolean isAsciiAlphabetic(String text) {
    return all(text, c -> c < 128 && Character.isLetter(c));
  }

  /// Whether all characters are letters A to Z or digits 0 to 9.
  ///
  /// ```ruchy
  /// "a1".is_ascii_alphanumeric()   // => true
  /// ```
  @Export
  public static boolean isAsciiAlphanumeric(String text) {
    return all(text, c -> c < 128 && Character.isLetterOrDigit(c));
  }

  /// Whether all characters are letters A to Z.
  ///
  /// ```ruchy
  /// "AB".is_ascii_uppercase()   // => true
  /// ```
  @Export
  public static boolean isAsciiUppercase(String text) {
    return all(text, c -> c >= 'A' && c <= 'Z');
  }

  /// Whether all characters are letters a to z.
  ///
  /// ```ruchy
  /// "aB".is_ascii_lowercase()   // => false
  /// ```
  @Export
  public static boolean isAsciiLowercase(String text) {
    return all(text, c -> c >= 'a' && c <= 'z');
  }

  /// Whether all characters are signs of punctuation in ASCII.
  ///
  /// ```ruchy
  /// "!?".is_ascii_punctuation()   // => true
  /// ```
  @Export({"is_ascii_punctuation", "is_punctuation"})
  public static boolean isAsciiPunctuation(String text) {
    return all(text, c -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c));
  }

  /// Whether all characters are white space in ASCII.
  ///
  /// ```ruchy
  /// " \t".is_ascii_whitespace()   // => true
  /// ```
  @Export
  public static boolean isAsciiWhitespace(String text) {
    return all(text, c -> c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f');
  }

  /// Whether all characters are control characters.
  ///
  /// ```ruchy
  /// "\n".is_control()   // => true
  /// ```
  @Export({"is_control", "is_ascii_control"})
  public static boolean isControl(String text) {
    return all(text, Character::isISOControl);
  }

  /// The text with zeros in front, behind a sign, so that it has at least `width` characters.
  ///
  /// ```ruchy
  /// "-7".zfill(4)   // => "-007"
  /// ```
  @Export
  public static String zfill(String text, long width) {
    long missing = width - text.codePointCount(0, text.length());
    int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    return text.substring(0, sign) + Text.repeat("0", missing) + text.substring(sign);
  }
}
