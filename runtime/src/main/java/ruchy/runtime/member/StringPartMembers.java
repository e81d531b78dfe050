package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Indexing;
import ruchy.runtime.operator.Text;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.TextParts;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// The methods of `string` that look for parts of it and take it apart (L 17.3). Positions count
/// characters.
@Members("string")
@Computes
public final class StringPartMembers {
  private StringPartMembers() {}

  // Taking apart.

  /// The characters as a list of one-character strings.
  ///
  /// ```ruchy
  /// "añ".chars()   // => ["a", "ñ"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue chars(String text) {
    return TextParts.characters(text).list();
  }

  /// The bytes of the text in UTF-8.
  ///
  /// ```ruchy
  /// "é".bytes()   // => [195, 169]
  /// ```
  @YieldsNew
  @Export({"bytes", "as_bytes"})
  @Type("list<byte>")
  public static ListValue bytes(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    ListValue list = ListValue.withCapacity(bytes.length);
    for (byte octet : bytes) {
      list.add(ByteValue.of(octet));
    }
    return list;
  }

  /// The lines without their ends, which may be `\n` or `\r\n`; no empty line for an end at the end
  /// of the text.
  ///
  /// ```ruchy
  /// "a\r\nb\n".lines()   // => ["a", "b"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue lines(String text) {
    return TextParts.lines(text).list();
  }

  /// Pairs of each character's position and the character.
  ///
  /// ```ruchy
  /// "ab".char_indices()   // => [(0, "a"), (1, "b")]
  /// ```
  @YieldsNew
  @Export
  @Type("list<tuple<integer, string>>")
  public static ListValue charIndices(String text) {
    ListValue characters = chars(text);
    ListValue pairs = ListValue.withCapacity(characters.size());
    for (int i = 0; i < characters.size(); i++) {
      pairs.add(TupleValue.pair((long) i, characters.at(i)));
    }
    return pairs;
  }

  /// The parts between the separators; `""` splits into characters.
  ///
  /// ```ruchy
  /// "a,b,,c".split(",")   // => ["a", "b", "", "c"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue split(String text, String separator) {
    return TextParts.separated(text, separator).list();
  }

  /// At most `limit` parts, the last of which holds the rest.
  ///
  /// ```ruchy
  /// "a,b,c".split(",", 2)   // => ["a", "b,c"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue split(String text, String separator, long limit) {
    return separator.isEmpty()
        ? splitCharacters(text, limit)
        : TextParts.separated(text, separator, limit).list();
  }

  private static ListValue splitCharacters(String text, long limit) {
    ListValue characters = chars(text);
    if (limit < 1 || characters.size() <= limit) {
      return characters;
    }
    int start = text.offsetByCodePoints(0, (int) limit - 1);
    characters.truncate((int) limit - 1);
    characters.add(text.substring(start));
    return characters;
  }

  /// The words between white space.
  ///
  /// ```ruchy
  /// " a  b ".split()   // => ["a", "b"]
  /// ```
  @YieldsNew
  @Export({"split", "split_whitespace"})
  @Type("list<string>")
  public static ListValue split(String text) {
    return TextParts.words(text).list();
  }

  /// At most `count` parts, the last of which holds the rest.
  ///
  /// ```ruchy
  /// "a=b=c".splitn(2, "=")   // => ["a", "b=c"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue splitn(String text, long count, String separator) {
    return count < 1 ? ListValue.empty() : split(text, separator, count);
  }

  /// The parts between the separators, the last one first.
  ///
  /// ```ruchy
  /// "a/b/c".rsplit("/")   // => ["c", "b", "a"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<string>")
  public static ListValue rsplit(String text, String separator) {
    return ListMembers.reverse(split(text, separator));
  }

  /// `Some((before, after))` around the first separator, or `None`.
  ///
  /// ```ruchy
  /// "k=v".split_once("=")   // => Some(("k", "v"))
  /// ```
  @YieldsNew
  @Export
  @Type("option<tuple<string, string>>")
  public static VariantValue splitOnce(String text, String separator) {
    int at = text.indexOf(separator);
    return at < 0
        ? Options.NONE
        : Options.some(
            TupleValue.pair(text.substring(0, at), text.substring(at + separator.length())));
  }

  // Looking for parts.

  /// Whether the other text is a part of this one.
  ///
  /// ```ruchy
  /// "network".contains("work")   // => true
  /// ```
  @LooksShallowly
  @Export({"contains", "includes", "has"})
  public static boolean contains(String text, String part) {
    return text.contains(part);
  }

  /// Whether the text begins with the other.
  ///
  /// ```ruchy
  /// "network".starts_with("net")   // => true
  /// ```
  @Export({"starts_with", "startswith"})
  public static boolean startsWith(String text, String start) {
    return text.startsWith(start);
  }

  /// Whether the text ends with the other.
  ///
  /// ```ruchy
  /// "a.html".ends_with(".html")   // => true
  /// ```
  @Export({"ends_with", "endswith"})
  public static boolean endsWith(String text, String end) {
    return text.endsWith(end);
  }

  /// The position of the first occurrence, or nil.
  ///
  /// ```ruchy
  /// "hello".find("l")   // => 2
  /// ```
  @LooksShallowly
  @Export
  public static @Nullable Long find(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? null : (Long) Text.characterPosition(text, at);
  }

  /// The position of the last occurrence, or nil.
  ///
  /// ```ruchy
  /// "hello".rfind("l")   // => 3
  /// ```
  @Export
  public static @Nullable Long rfind(String text, String part) {
    int at = text.lastIndexOf(part);
    return at < 0 ? null : (Long) Text.characterPosition(text, at);
  }

  /// The position of the first occurrence, or -1.
  ///
  /// ```ruchy
  /// "hello".index_of("x")   // => -1
  /// ```
  @Export
  public static long indexOf(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? -1 : Text.characterPosition(text, at);
  }

  /// The position of the last occurrence, or -1.
  ///
  /// ```ruchy
  /// "hello".last_index_of("l")   // => 3
  /// ```
  @Export
  public static long lastIndexOf(String text, String part) {
    int at = text.lastIndexOf(part);
    return at < 0 ? -1 : Text.characterPosition(text, at);
  }

  /// How often the other text occurs, without overlaps.
  ///
  /// ```ruchy
  /// "banana".count("an")   // => 2
  /// ```
  @LooksShallowly
  @Export
  public static long count(String text, String part) {
    if (part.isEmpty()) {
      return Text.characterCount(text) + 1L;
    }
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  // Replacing.

  /// The text with every occurrence of `part` replaced.
  ///
  /// ```ruchy
  /// "a-b-c".replace("-", "+")   // => "a+b+c"
  /// ```
  @Export({"replace", "replace_all"})
  public static String replace(String text, String part, String replacement) {
    return text.replace(part, replacement);
  }

  /// The text with the first occurrence of `part` replaced.
  ///
  /// ```ruchy
  /// "a-b-c".replace_first("-", "+")   // => "a+b-c"
  /// ```
  @Export
  public static String replaceFirst(String text, String part, String replacement) {
    int at = text.indexOf(part);
    return at < 0 ? text : text.substring(0, at) + replacement + text.substring(at + part.length());
  }

  /// The text behind the given beginning, or nil when it does not begin so.
  ///
  /// ```ruchy
  /// "v1.2".strip_prefix("v")   // => "1.2"
  /// ```
  @Export
  public static @Nullable String stripPrefix(String text, String start) {
    return text.startsWith(start) ? text.substring(start.length()) : null;
  }

  /// The text before the given end, or nil when it does not end so.
  ///
  /// ```ruchy
  /// "a.rs".strip_suffix(".rs")   // => "a"
  /// ```
  @Export
  public static @Nullable String stripSuffix(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : null;
  }

  // Positions.

  /// The text from position `start` to its end; positions outside count as the nearest end.
  ///
  /// ```ruchy
  /// "hello".substring(3)   // => "lo"
  /// ```
  @Export
  public static String substring(String text, long start) {
    return substring(text, start, Long.MAX_VALUE);
  }

  /// The text from position `start` to before position `end`; positions outside count as the
  /// nearest end.
  ///
  /// ```ruchy
  /// "hello".substring(1, 3)   // => "el"
  /// ```
  @Export
  public static String substring(String text, long start, long end) {
    return slice(text, Math.max(start, 0), Math.max(end, 0));
  }

  /// The text from position `start` to its end; a negative position counts from the end.
  ///
  /// ```ruchy
  /// "hello".slice(-3)   // => "llo"
  /// ```
  @LooksShallowly
  @Export
  public static String slice(String text, long start) {
    return slice(text, start, Long.MAX_VALUE);
  }

  /// The text from position `start` to before position `end`; negative positions count from the
  /// end.
  ///
  /// ```ruchy
  /// "hello".slice(1, -1)   // => "ell"
  /// ```
  @LooksShallowly
  @Export
  public static String slice(String text, long start, long end) {
    int size = Text.characterCount(text);
    int from = Indexing.clamp(start, size);
    int to = Indexing.clamp(end, size);
    return from < to ? Indexing.characters(text, size, from, to) : "";
  }

  /// The character at a position (negative from the end) as a string, or nil outside.
  ///
  /// ```ruchy
  /// "hello".char_at(1)   // => "e"
  /// ```
  @Export
  public static @Nullable String charAt(String text, long position) {
    int size = Text.characterCount(text);
    return position >= size || position < -size ? null : Indexing.charAt(text, position);
  }

  /// The code point of the character at a position; raises IndexError outside.
  ///
  /// ```ruchy
  /// "hello".code_at(0)   // => 104
  /// ```
  @Export({"code_at", "char_code_at"})
  public static long codeAt(String text, long position) {
    String character = charAt(text, position);
    if (character == null) {
      throw Failure.indexError(position, "string", Text.characterCount(text));
    }
    return character.codePointAt(0);
  }
}
