package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// The parts of a text one after the other, each made when it is asked for: a loop over a long text
/// need not hold all of them. Used by one task.
public abstract class TextParts extends Cursor {
  private @Nullable String part;

  private TextParts() {}

  /// The next part; null when there is none.
  public abstract @Nullable String next();

  @Override
  public final boolean advance() {
    part = next();
    return part != null;
  }

  @Override
  public final @Nullable Object value() {
    return part;
  }

  /// The rest as a list.
  public final ListValue list() {
    ListValue list = ListValue.empty();
    for (String each = next(); each != null; each = next()) {
      list.add(each);
    }
    return list;
  }

  /// The one-character strings.
  public static TextParts characters(String text) {
    return new Characters(text);
  }

  /// The parts between the separators; an empty separator gives the characters.
  public static TextParts separated(String text, String separator) {
    return separator.isEmpty() ? characters(text) : separated(text, separator, Long.MAX_VALUE);
  }

  /// At most `limit` parts, the last of which holds the rest.
  ///
  /// @param separator not empty
  public static TextParts separated(String text, String separator, long limit) {
    return new Separated(text, separator, limit);
  }

  /// The words between white space.
  public static TextParts words(String text) {
    return new Words(text);
  }

  /// The lines without their ends, which may be `\n` or `\r\n`; no empty line for an end at the end
  /// of the text.
  public static TextParts lines(String text) {
    return new Lines(text);
  }

  private static final class Characters extends TextParts {
    private final String text;
    private int position;

    Characters(String text) {
      this.text = text;
    }

    @Override
    public @Nullable String next() {
      int start = position;
      if (start == text.length()) {
        return null;
      }
      position = start + Character.charCount(text.codePointAt(start));
      return text.substring(start, position);
    }
  }

  private static final class Separated extends TextParts {
    private final String text;
    private final String separator;
    private long left;

    /// Where the next part begins; -1 behind the last one.
    private int start;

    Separated(String text, String separator, long limit) {
      this.text = text;
      this.separator = separator;
      this.left = limit;
    }

    @Override
    public @Nullable String next() {
      int from = start;
      if (from < 0) {
        return null;
      }
      left--;
      int end = left > 0 ? text.indexOf(separator, from) : -1;
      if (end < 0) {
        start = -1;
        return text.substring(from);
      }
      start = end + separator.length();
      return text.substring(from, end);
    }
  }

  private static final class Words extends TextParts {
    private final String text;
    private int position;

    Words(String text) {
      this.text = text;
    }

    @Override
    public @Nullable String next() {
      int start = position;
      while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      int end = start;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      position = end;
      return start == end ? null : text.substring(start, end);
    }
  }

  private static final class Lines extends TextParts {
    private final String text;
    private int position;

    Lines(String text) {
      this.text = text;
    }

    @Override
    public @Nullable String next() {
      int start = position;
      if (start == text.length()) {
        return null;
      }
      int end = text.indexOf('\n', start);
      if (end < 0) {
        position = text.length();
        return text.substring(start);
      }
      position = end + 1;
      boolean isReturn = end > start && text.charAt(end - 1) == '\r';
      return text.substring(start, isReturn ? end - 1 : end);
    }
  }
}
