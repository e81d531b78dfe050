package ruchy.compiler.parse;

/// What surrounds an expression, as far as it decides about newlines and tokens with two meanings:
/// a sum of these flags. Brackets and braces begin a context of their own.
final class Context {
  /// Directly inside parentheses and brackets: newlines do not matter (L 2.2).
  static final int FREE = 1;

  /// In the head of `if`, `while`, `for` or `match`: a brace after a name begins the body (L 5.4).
  static final int HEAD = 2;

  /// In the head of `for` and the value of `let`: `in` is no operator (L 5.9).
  static final int NO_IN = 4;

  /// In a match guard: `=>` begins the arm's body (L 5.5).
  static final int NO_ARROW = 8;

  /// In the body of a match arm: newlines end it sooner (L 2.5).
  static final int ARM = 16;

  /// In a default between the bars of a closure: `|` ends it.
  static final int NO_BAR = 32;

  private Context() {}
}
