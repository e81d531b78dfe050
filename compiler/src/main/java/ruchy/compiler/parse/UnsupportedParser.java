package ruchy.compiler.parse;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.tree.Expression;

/// Constructs that Appendix A keeps for later: each is one problem, and its tokens are skipped.
final class UnsupportedParser {
  private final TokenReader reader;

  UnsupportedParser(Parser parser) {
    this.reader = parser.reader;
  }

  /// `effect E { }`, `mixin M { }`, `extend T { }`, `infra { }`, `test "name" { }` at the start of
  /// a statement; null if none of them stands here.
  @Nullable Expression item() {
    Token word = reader.current();
    Token next = reader.next(1);
    if (next.newlineBefore()) {
      return null;
    }
    boolean isUnsupported =
        switch (word.text()) {
          case "effect", "mixin", "extend" -> next.is(TokenKind.WORD) && hasBraces();
          case "infra" -> next.is(TokenKind.LEFT_BRACE);
          case "test" -> next.is(TokenKind.STRING) && reader.next(2).is(TokenKind.LEFT_BRACE);
          default -> false;
        };
    return isUnsupported ? skip(word) : null;
  }

  /// `handle e with { }`; null if the word is a name here
  @Nullable Expression handle(Token word) {
    Token next = reader.next(1);
    if (next.newlineBefore() || (!next.is(TokenKind.WORD) && !next.kind().isLiteral())) {
      return null;
    }
    return hasWith() ? skip(word) : null;
  }

  private boolean hasWith() {
    for (int i = reader.index() + 1; i < reader.tokens().size(); ) {
      Token token = reader.tokens().get(i);
      if (token.newlineBefore() || token.is(TokenKind.SEMICOLON) || token.kind().isCloser()) {
        return false;
      }
      if (token.isWord("with") && reader.tokens().get(i + 1).is(TokenKind.LEFT_BRACE)) {
        return true;
      }
      i = token.kind().isOpener() ? reader.pair(i) + 1 : i + 1;
    }
    return false;
  }

  /// Whether a brace follows on this line.
  private boolean hasBraces() {
    for (int i = reader.index() + 1; i < reader.tokens().size(); i++) {
      Token token = reader.tokens().get(i);
      if (token.newlineBefore() || token.is(TokenKind.SEMICOLON) || token.kind().isCloser()) {
        return false;
      }
      if (token.is(TokenKind.LEFT_BRACE)) {
        return true;
      }
    }
    return false;
  }

  /// Skips up to the end of the braces.
  private Expression skip(Token word) {
    reader.reportAside(new SyntaxProblem.NotSupported(word.text(), reader.span(word)));
    while (!reader.at(TokenKind.LEFT_BRACE) && !reader.atEnd()) {
      if (reader.kind().isOpener()) {
        reader.skipTo(reader.pair(reader.index()));
      }
      reader.advance();
    }
    if (!reader.atEnd()) {
      reader.skipTo(reader.pair(reader.index()));
      reader.advance();
    }
    return new Expression.Missing(reader.from(word));
  }
}
