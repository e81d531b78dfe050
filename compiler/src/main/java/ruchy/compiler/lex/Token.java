package ruchy.compiler.lex;

import org.jspecify.annotations.Nullable;

/// One token: its kind, where it stands (character offsets, `end` exclusive), what stands before
/// it, and the value of a word or literal.
///
/// @param flags a sum of the constants of this record
public record Token(TokenKind kind, int start, int end, int flags, @Nullable Object value) {
  /// A newline stands before it (L 1.1); true also for the first token of a source.
  static final int NEWLINE = 1;

  /// White space or a comment stands before it.
  static final int SPACE = 2;

  /// It is broken and a problem has been reported, for example a string without end.
  static final int BROKEN = 4;

  /// It does not stand in the source: a closing bracket put in where one is missing. Its stretch is
  /// empty.
  static final int MISSING = 8;

  /// A `///` comment stands before it.
  static final int DOCUMENTED = 16;

  /// Characters that are no part of the language stand before it; a problem has been reported.
  static final int AFTER_BROKEN = 32;

  /// The integer 9223372036854775808, which is good only after a minus (L 1.4).
  static final int NEEDS_MINUS = 64;

  public boolean newlineBefore() {
    return (flags & NEWLINE) != 0;
  }

  public boolean spaceBefore() {
    return (flags & (SPACE | NEWLINE)) != 0;
  }

  /// Whether a problem has been reported for it.
  public boolean isBroken() {
    return (flags & BROKEN) != 0;
  }

  /// Whether a problem has been reported for what stands between it and the token before.
  public boolean isAfterBroken() {
    return (flags & AFTER_BROKEN) != 0;
  }

  /// Whether it was put in for a closing bracket that is missing.
  public boolean isMissing() {
    return (flags & MISSING) != 0;
  }

  public boolean isDocumented() {
    return (flags & DOCUMENTED) != 0;
  }

  public boolean needsMinus() {
    return (flags & NEEDS_MINUS) != 0;
  }

  public boolean is(TokenKind other) {
    return kind == other;
  }

  /// Whether it is the word `text`; never true for hard keywords.
  public boolean isWord(String text) {
    return kind == TokenKind.WORD && text.equals(value);
  }

  /// The text of a word, keyword, label or sign.
  public String text() {
    return value instanceof String text ? text : kind.text();
  }

  Token with(int moreFlags) {
    return new Token(kind, start, end, flags | moreFlags, value);
  }
}
