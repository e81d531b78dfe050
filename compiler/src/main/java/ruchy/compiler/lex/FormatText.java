package ruchy.compiler.lex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands between the quotes of an f-string (L 1.6).
public record FormatText(List<Piece> pieces) {
  /// A piece of an f-string.
  public sealed interface Piece {}

  /// literal text, escapes and double braces replaced
  public record Text(String text) implements Piece {}

  /// `{tokens}`, `{tokens:spec}`; `start` is the offset of the brace, `end` is after the closing
  /// one
  public record Hole(Tokens tokens, @Nullable String spec, int start, int end) implements Piece {}
}
