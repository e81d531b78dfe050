package ruchy.compiler.parse;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.TokenKind;

/// What was probably meant, for what people bring along from other languages.
final class Hints {
  private Hints() {}

  /// For a token that stands where an operand should.
  static @Nullable String forOperand(TokenReader reader) {
    return switch (reader.kind()) {
      case DOT ->
          reader.nextKind() == TokenKind.INTEGER
              ? "a number has digits before its dot: `0.5`"
              : null;
      case EQUAL -> reader.previous().is(TokenKind.COLON) ? "write `let x = 1`" : null;
      case GREATER -> reader.previous().is(TokenKind.LESS) ? "unequal is written `!=`" : null;
      case FAT_ARROW -> reader.previous().is(TokenKind.EQUAL) ? "equal is written `==`" : null;
      case ELSE -> "`else` follows the `}` of an `if`";
      case CATCH -> "`catch` follows the `}` of a `try`";
      default -> null;
    };
  }

  /// For a token that stands where a statement should end.
  static @Nullable String forStatementEnd(TokenReader reader) {
    return switch (reader.kind()) {
      case COLON -> reader.nextKind() == TokenKind.EQUAL ? "write `let name = value`" : null;
      case COMMA -> "expressions are separated by new lines or `;`";
      case ELSE -> "`else` follows the `}` of an `if`";
      case CATCH -> "`catch` follows the `}` of a `try`";
      default -> null;
    };
  }
}
