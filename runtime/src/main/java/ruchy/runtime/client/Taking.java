package ruchy.runtime.client;

/// How the body of the answer is taken.
enum Taking {
  /// As a whole.
  WHOLE,
  /// As a whole, unless it has more bytes than can lie about.
  WHOLE_IF_SMALL,
  /// As it comes.
  PIECES
}
