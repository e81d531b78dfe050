package ruchy.runtime.regex;

import ruchy.runtime.failure.Failure;

/// A text while one pattern is looked for in it. Counts how often a character is looked at: a
/// pattern such as `(a+)+\1b` tries so many ways to match that it would not end in a lifetime. Not
/// to be used by two threads.
final class SearchedText implements CharSequence {
  /// About a fifth of a second of nothing but looking at characters.
  private static final long LEAST = 30_000_000;

  /// What a pattern that does no such thing may need for each character of a long text.
  private static final long FOR_EACH = 1_000;

  private final String text;
  private final String pattern;
  private long left;

  SearchedText(String text, String pattern) {
    this.text = text;
    this.pattern = pattern;
    this.left = LEAST + FOR_EACH * text.length();
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw Failure.runtimeError(
          "The regular expression '"
              + pattern
              + "' has too many ways to match a text of "
              + text.length()
              + " characters");
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
