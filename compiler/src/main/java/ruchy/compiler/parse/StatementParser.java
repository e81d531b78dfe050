package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;

/// Sequences of items and expressions (L 2.1, L 2.3).
final class StatementParser {
  private final Parser parser;
  private final TokenReader reader;

  StatementParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // { item_or_expr [";"] }
  List<Expression> sequence(int close) {
    List<Expression> body = new ArrayList<>();
    sequence(close, body);
    return List.copyOf(body);
  }

  /// Reads statements up to the token at `close`, which stays.
  void sequence(int close, List<Expression> body) {
    while (!reader.isOver(close)) {
      if (reader.accept(TokenKind.SEMICOLON)) {
        continue;
      }
      int before = reader.index();
      int reports = reader.reports();
      reader.beginElement();
      if (canStart()) {
        body.add(statement());
      } else {
        reader.unexpected(
            reader.current().newlineBefore() ? "a statement" : "the end of the statement",
            Hints.forStatementEnd(reader));
      }
      end(before, reports, close);
    }
  }

  /// Ends a statement that began at `before`: reads its `;`, or what is left of it if it is broken.
  void end(int before, int reports, int close) {
    if (reader.reports() != reports) {
      reader.recover(before, close);
    } else if (reader.atWord("is") && !reader.current().newlineBefore() && isTypeTest()) {
      reader.reportAside(new SyntaxProblem.NotSupported("is", reader.span(reader.current())));
      reader.recover(reader.index(), close);
    }
  }

  /// `x is T` (Appendix A)
  private boolean isTypeTest() {
    Token next = reader.next(1);
    return next.is(TokenKind.WORD) && !next.newlineBefore();
  }

  private boolean canStart() {
    return reader.at(TokenKind.HASH_BRACKET)
        || reader.at(TokenKind.AT)
        || reader.at(TokenKind.LABEL)
        || Operands.canStart(reader.current(), reader.next(1));
  }

  // item_or_expr = { attribute | decorator } ( item | expr )
  Expression statement() {
    Item.Modifiers modifiers = parser.items.modifiers();
    Expression item = parser.items.item(modifiers);
    if (item != null) {
      boolean isBound = item instanceof Expression.Let;
      return isBound ? item : afterBrace(item);
    }
    Expression block = blockLike();
    return block != null ? block : parser.expressions.expression();
  }

  /// A block-like expression, which ends the statement at its brace; null if none begins here.
  private @Nullable Expression blockLike() {
    return switch (reader.kind()) {
      case IF, MATCH, FOR, WHILE, LOOP, TRY, LABEL, AT -> afterBrace(parser.primaries.primary());
      case LEFT_BRACE -> {
        Expression braces = parser.braces.brace(false);
        yield braces instanceof Expression.Block
            ? afterBrace(braces)
            : parser.expressions.continued(braces);
      }
      case WORD -> blockWord();
      default -> null;
    };
  }

  /// `async { }`, `spawn { }`, `unsafe { }`
  private @Nullable Expression blockWord() {
    Token word = reader.current();
    if (parser.soft.isName(word.text())) {
      return null;
    }
    int ahead = 1;
    while (ahead <= 2
        && (reader.next(ahead).isWord("move") || reader.next(ahead).isWord("async"))) {
      ahead++;
    }
    if (!reader.next(ahead).is(TokenKind.LEFT_BRACE) || reader.next(1).newlineBefore()) {
      return null;
    }
    return switch (word.text()) {
      case "spawn" -> afterBrace(parser.closures.spawnBlock());
      case "async", "unsafe" -> afterBrace(parser.primaries.primary());
      default -> null;
    };
  }

  /// After the closing brace only a member goes on (L 2.3).
  private Expression afterBrace(Expression statement) {
    boolean goesOn = reader.at(TokenKind.DOT) || reader.at(TokenKind.QUESTION_DOT);
    return goesOn ? parser.expressions.continued(statement) : statement;
  }
}
