package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Pattern;

/// `match` and its arms (L 5.6, L 2.5).
final class MatchParser {
  private final Parser parser;
  private final TokenReader reader;

  MatchParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // match = "match" expr "{" { ["|"] pattern [ "if" expr ] ("=>" | "->") expr [","] } "}"
  Expression match() {
    Token first = reader.advance();
    int outer = reader.change((reader.flags() & Context.FREE) | Context.HEAD);
    Expression value = parser.expressions.expression();
    reader.restore(outer);
    List<Expression.Arm> arms = new ArrayList<>();
    if (!reader.at(TokenKind.LEFT_BRACE)) {
      reader.unexpected("`{`", "the arms of `match` are written in braces");
      return new Expression.Match(value, List.of(), reader.from(first));
    }
    int open = reader.index();
    reader.advance();
    arms(reader.pair(open), arms);
    reader.close(open, null);
    return new Expression.Match(value, List.copyOf(arms), reader.from(first));
  }

  private void arms(int close, List<Expression.Arm> arms) {
    int level = reader.enter();
    int outer = reader.change(0);
    while (!reader.isOver(close)) {
      int before = reader.index();
      int reports = reader.reports();
      reader.beginElement();
      arms.add(arm());
      reader.accept(TokenKind.COMMA);
      if (reader.reports() != reports) {
        reader.recover(before, close);
        reader.accept(TokenKind.SEMICOLON);
      } else if (reader.at(TokenKind.SEMICOLON)) {
        reader.unexpected("the next arm", "arms are separated by commas or new lines");
        reader.advance();
      }
    }
    reader.restore(outer);
    reader.leave(level);
  }

  private Expression.Arm arm() {
    Token first = reader.current();
    int scope = parser.soft.enter();
    Pattern pattern = parser.patterns.pattern();
    Expression guard = null;
    if (reader.accept(TokenKind.IF)) {
      guard = parser.expressions.expression(Context.NO_ARROW);
    }
    Expression body;
    if (reader.accept(TokenKind.FAT_ARROW) || reader.accept(TokenKind.ARROW)) {
      body = body();
    } else {
      reader.unexpected("`=>`");
      body = new Expression.Missing(reader.here());
    }
    parser.soft.leave(scope);
    return new Expression.Arm(pattern, guard, body, reader.from(first));
  }

  /// The body of an arm; a block ends at its brace unless a member follows, while a map is an
  /// operand like any other.
  private Expression body() {
    int outer = reader.change(Context.ARM);
    Expression body;
    if (reader.at(TokenKind.LEFT_BRACE)) {
      body = parser.braces.brace(true);
      boolean isMap =
          body instanceof Expression.MapLiteral || body instanceof Expression.MapComprehension;
      if (isMap || reader.at(TokenKind.DOT) || reader.at(TokenKind.QUESTION_DOT)) {
        body = parser.expressions.continued(body);
      }
    } else {
      body = parser.expressions.expression();
    }
    reader.restore(outer);
    return body;
  }
}
