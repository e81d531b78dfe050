package ruchy.runtime.member;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.operator.Conversion;
import ruchy.runtime.operator.FloatText;
import ruchy.runtime.operator.Text;
import ruchy.runtime.value.FormatStrings;
import ruchy.runtime.value.Ordering;

/// The methods of `string` that give another text or a number (L 17.3).
@Members("string")
@Computes
public final class StringMembers {
  private StringMembers() {}

  /// The length in bytes of UTF-8.
  ///
  /// ```ruchy
  /// "héllo".len()   // => 6
  /// ```
  @LooksShallowly
  @Export({"len", "length"})
  public static long len(String text) {
    return Text.byteLength(text);
  }

  /// The number of characters.
  ///
  /// ```ruchy
  /// "héllo".char_count()   // => 5
  /// ```
  @Export
  public static long charCount(String text) {
    return Text.characterCount(text);
  }

  /// Whether the text has no character.
  ///
  /// ```ruchy
  /// "".is_empty()   // => true
  /// ```
  @LooksShallowly
  @Export
  public static boolean isEmpty(String text) {
    return text.isEmpty();
  }

  /// The text in upper case.
  ///
  /// ```ruchy
  /// "Hi".to_upper()   // => "HI"
  /// ```
  @Export({"to_upper", "to_uppercase", "upper"})
  public static String toUpper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /// The text in lower case.
  ///
  /// ```ruchy
  /// "Hi".to_lower()   // => "hi"
  /// ```
  @Export({"to_lower", "to_lowercase", "lower"})
  public static String toLower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// The first character in upper case, the others in lower case.
  ///
  /// ```ruchy
  /// "hELLO you".capitalize()   // => "Hello you"
  /// ```
  @Export
  public static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  /// Every word capitalised; words are what stands between characters that are no letters.
  ///
  /// ```ruchy
  /// "the net is big".title()   // => "The Net Is Big"
  /// ```
  @Export
  public static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean isStart = true;
    for (int i = 0; i < text.length(); ) {
      int letter = text.codePointAt(i);
      out.appendCodePoint(isStart ? Character.toTitleCase(letter) : Character.toLowerCase(letter));
      isStart = !Character.isLetter(letter) && letter != '\'';
      i += Character.charCount(letter);
    }
    return out.toString();
  }

  /// The letters a to z in upper case, everything else as it is.
  ///
  /// ```ruchy
  /// "aé".to_ascii_uppercase()   // => "Aé"
  /// ```
  @Export
  public static String toAsciiUppercase(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      out.append(unit >= 'a' && unit <= 'z' ? (char) (unit - 32) : unit);
    }
    return out.toString();
  }

  /// The letters A to Z in lower case, everything else as it is.
  ///
  /// ```ruchy
  /// "AÉ".to_ascii_lowercase()   // => "aÉ"
  /// ```
  @Export
  public static String toAsciiLowercase(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      out.append(unit >= 'A' && unit <= 'Z' ? (char) (unit + 32) : unit);
    }
    return out.toString();
  }

  /// Whether both texts are the same apart from the case of the letters a to z.
  ///
  /// ```ruchy
  /// "Host".eq_ignore_ascii_case("HOST")   // => true
  /// ```
  @Export
  public static boolean eqIgnoreAsciiCase(String text, String other) {
    return toAsciiLowercase(text).equals(toAsciiLowercase(other));
  }

  /// -1, 0 or 1 as the text stands before, beside or behind the other, by code points.
  ///
  /// ```ruchy
  /// "a".compare("b")   // => -1
  /// ```
  @Export
  public static long compare(String text, String other) {
    return Integer.signum(Ordering.compareText(text, other));
  }

  /// A number that is the same for equal texts.
  ///
  /// ```ruchy
  /// "a".hash() == "a".hash()   // => true
  /// ```
  @Export
  public static long hash(String text) {
    return text.hashCode();
  }

  /// The text without white space at both ends.
  ///
  /// ```ruchy
  /// "  hi ".trim()   // => "hi"
  /// ```
  @Export({"trim", "strip"})
  public static String trim(String text) {
    return text.strip();
  }

  /// The text without white space at its start.
  ///
  /// ```ruchy
  /// "  hi ".trim_start()   // => "hi "
  /// ```
  @Export({"trim_start", "lstrip", "trim_left"})
  public static String trimStart(String text) {
    return text.stripLeading();
  }

  /// The text without white space at its end.
  ///
  /// ```ruchy
  /// "  hi ".trim_end()   // => "  hi"
  /// ```
  @Export({"trim_end", "rstrip", "trim_right"})
  public static String trimEnd(String text) {
    return text.stripTrailing();
  }

  /// The text without the given text at both ends, however often it stands there.
  ///
  /// ```ruchy
  /// "//a/".trim_matches("/")   // => "a"
  /// ```
  @Export
  public static String trimMatches(String text, String part) {
    if (part.isEmpty()) {
      return text;
    }
    int start = 0;
    int end = text.length();
    while (end - start >= part.length() && text.startsWith(part, start)) {
      start += part.length();
    }
    while (end - start >= part.length() && text.startsWith(part, end - part.length())) {
      end -= part.length();
    }
    return text.substring(start, end);
  }

  /// The text repeated `count` times; `""` for zero and negative numbers.
  ///
  /// ```ruchy
  /// "ab".repeat(3)   // => "ababab"
  /// ```
  @Export
  public static String repeat(String text, long count) {
    return Text.repeat(text, count);
  }

  /// The characters in reverse order.
  ///
  /// ```ruchy
  /// "abc".reverse()   // => "cba"
  /// ```
  @LooksShallowly
  @Export({"reverse", "rev"})
  public static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /// The text followed by the other.
  ///
  /// ```ruchy
  /// "a".append("b")   // => "ab"
  /// ```
  @LooksShallowly
  @Export({"append", "concat", "push_str", "push"})
  public static String append(String text, @Reads @Nullable Object other) {
    return Text.concat(text, other);
  }

  /// The text itself.
  ///
  /// ```ruchy
  /// "a".to_owned()   // => "a"
  /// ```
  @Export({"to_owned", "as_str", "into"})
  public static String toOwned(String text) {
    return text;
  }

  /// The text with spaces, or the given character, before it until it has `width` characters.
  ///
  /// ```ruchy
  /// "7".pad_start(3, "0")   // => "007"
  /// ```
  @Export({"pad_start", "pad_left", "rjust"})
  public static String padStart(String text, long width, String fill) {
    return padding(text, width, fill) + text;
  }

  /// The text with spaces before it until it has `width` characters.
  ///
  /// ```ruchy
  /// "7".pad_start(3)   // => "  7"
  /// ```
  @Export({"pad_start", "pad_left", "rjust"})
  public static String padStart(String text, long width) {
    return padStart(text, width, " ");
  }

  /// The text with spaces, or the given character, behind it until it has `width` characters.
  ///
  /// ```ruchy
  /// "7".pad_end(3, ".")   // => "7.."
  /// ```
  @Export({"pad_end", "pad_right", "ljust"})
  public static String padEnd(String text, long width, String fill) {
    return text + padding(text, width, fill);
  }

  /// The text with spaces behind it until it has `width` characters.
  ///
  /// ```ruchy
  /// "7".pad_end(3)   // => "7  "
  /// ```
  @Export({"pad_end", "pad_right", "ljust"})
  public static String padEnd(String text, long width) {
    return padEnd(text, width, " ");
  }

  /// The text in the middle of `width` characters, filled with spaces or the given character; an
  /// odd one is at the end.
  ///
  /// ```ruchy
  /// "ab".center(5, "*")   // => "*ab**"
  /// ```
  @Export
  public static String center(String text, long width, String fill) {
    String padding = padding(text, width, fill);
    int before = Text.characterCount(padding) / 2;
    int split = padding.offsetByCodePoints(0, before);
    return padding.substring(0, split) + text + padding.substring(split);
  }

  /// The text in the middle of `width` characters; an odd space is at the end.
  ///
  /// ```ruchy
  /// "ab".center(4)   // => " ab "
  /// ```
  @Export
  public static String center(String text, long width) {
    return center(text, width, " ");
  }

  /// As many times `fill`, cut off to fit, as are missing to the width.
  private static String padding(String text, long width, String fill) {
    int missing = (int) Math.min(width - Text.characterCount(text), Integer.MAX_VALUE);
    if (missing <= 0) {
      return "";
    }
    if (fill.isEmpty()) {
      throw Failure.argumentError("Cannot pad with an empty string");
    }
    int length = Text.characterCount(fill);
    String padding = Text.repeat(fill, missing / length + 1L);
    return padding.substring(0, padding.offsetByCodePoints(0, missing));
  }

  /// The text with its placeholders `{}`, `{1}`, `{:>8}` replaced by the arguments.
  ///
  /// ```ruchy
  /// "{} + {} = {:.1}".format(1, 2, 3)   // => "1 + 2 = 3.0"
  /// ```
  @Export
  public static String format(String text, @Reads @Nullable Object... args) {
    return FormatStrings.format(text, args);
  }

  /// The integer that the text is, white space around it left aside. Raises ParseError.
  ///
  /// ```ruchy
  /// " 42 ".to_int()   // => 42
  /// ```
  @Export({"to_int", "to_integer", "to_i", "parse_int"})
  public static long toInt(String text) {
    return Conversion.parseInteger(text);
  }

  /// The number that the text is, white space around it left aside. Raises ParseError.
  ///
  /// ```ruchy
  /// "2.5".to_float()   // => 2.5
  /// ```
  @Export({"to_float", "to_f", "parse_float"})
  public static double toFloat(String text) {
    return Conversion.parseFloat(text);
  }

  /// The number that the text is, an integer or a float as it is written. Raises ParseError. Where
  /// a `Result` is wanted (before `?`, for `unwrap_or`, in a `match` with `Ok`) it is an `Ok` or
  /// `Err` instead.
  ///
  /// ```ruchy
  /// "42".parse()                  // => 42
  /// "x".parse::<i32>().is_err()   // => true
  /// ```
  @Export
  @Type("number")
  public static Object parse(String text) {
    return Conversion.parseNumber(text);
  }

  /// The text itself: what `err.message` gives for a thrown string (L 11.2).
  ///
  /// ```ruchy
  /// try { throw "no" } catch (e) { e.message }   // => "no"
  /// ```
  @Property("message")
  public static String message(String text) {
    return text;
  }

  /// The code point of the first character; raises ArgumentError for an empty text.
  ///
  /// ```ruchy
  /// "A".ord()   // => 65
  /// ```
  @Export
  public static long ord(String text) {
    if (text.isEmpty()) {
      throw Failure.argumentError("ord of an empty string");
    }
    return text.codePointAt(0);
  }

  /// Whether the text is a number, as `to_float` takes it.
  ///
  /// ```ruchy
  /// "-1.5e3".is_numeric()   // => true
  /// ```
  @Export
  public static boolean isNumeric(String text) {
    return FloatText.isFloat(text.strip());
  }
}
