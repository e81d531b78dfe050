package ruchy.compiler.lex;

/// A stretch of source between two tokens, as character offsets.
public record Trivia(Kind kind, int start, int end) {
  /// What stands between tokens (L 1.1, L 1.2).
  public enum Kind {
    /// white space without a newline
    SPACE,
    /// one line end
    NEWLINE,
    /// `// text`, `# text`, the `#!` line
    LINE_COMMENT,
    /// `/// text`
    DOC_COMMENT,
    /// `/* text */`
    BLOCK_COMMENT,
    /// characters that are no part of the language; a problem has been reported
    BROKEN
  }
}
