package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.Habits;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;

/// What `{` means where an expression may stand: block, map, set or comprehension (L 5.3); struct
/// literals (L 5.4).
final class BraceParser {
  private final Parser parser;
  private final TokenReader reader;

  BraceParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  /// Reads from `{` to its `}`. `isBody`: in a body position, where braces without entries are a
  /// block.
  Expression brace(boolean isBody) {
    int outer = reader.enter();
    int scope = parser.soft.enter();
    int open = reader.index();
    Token first = reader.advance();
    int flags = reader.change(0);
    Expression result;
    if (reader.index() == reader.pair(open)) {
      result = empty(open, first, isBody);
    } else if (reader.at(TokenKind.ELLIPSIS) || isEntry()) {
      result = map(open, first);
    } else {
      result = blockOrSet(open, first, isBody);
    }
    reader.restore(flags);
    parser.soft.leave(scope);
    reader.leave(outer);
    return result;
  }

  private Expression empty(int open, Token first, boolean isBody) {
    reader.close(open, null);
    return isBody
        ? new Expression.Block(List.of(), reader.from(first))
        : new Expression.MapLiteral(List.of(), reader.from(first));
  }

  /// A block where nothing else can stand; `construct` names what needs it. A map as a body is its
  /// value.
  Expression.Block block(String construct) {
    Expression body = body(construct);
    return body instanceof Expression.Block block
        ? block
        : new Expression.Block(List.of(body), body.span());
  }

  // body = block | map
  Expression body(String construct) {
    if (reader.at(TokenKind.LEFT_BRACE)) {
      return brace(true);
    }
    String habit = reader.at(TokenKind.WORD) ? Habits.ofKeyword(reader.current().text()) : null;
    reader.unexpected(
        "`{`", habit != null ? habit : "the body of " + construct + " is written in braces");
    Token token = reader.current();
    if (token.newlineBefore() || !Operands.canStart(token, reader.next(1))) {
      return new Expression.Block(List.of(), reader.span(reader.previous()).after());
    }
    Expression value = parser.expressions.expression();
    return new Expression.Block(List.of(value), value.span());
  }

  /// Whether `KEY :` or `KEY =>` stands here, KEY being any word, a string, an atom or an integer.
  private boolean isEntry() {
    Token token = reader.current();
    int after =
        switch (token.kind()) {
          case STRING, INTEGER -> 1;
          case MINUS -> reader.nextKind() == TokenKind.INTEGER ? 2 : 0;
          case COLON -> Operands.isAtom(token, reader.next(1)) ? 2 : 0;
          default -> token.kind().isWord() ? 1 : 0;
        };
    if (after == 0) {
      return false;
    }
    Token mark = reader.next(after);
    return mark.is(TokenKind.FAT_ARROW)
        || (mark.is(TokenKind.COLON) && !Operands.takesAtom(token, mark, reader.next(after + 1)));
  }

  // map = "{" [ entry { "," entry } [","] ] "}"      map_c = "{" expr ":" expr clause "}"
  private Expression map(int open, Token first) {
    List<Expression.Entry> entries = new ArrayList<>();
    int close = reader.pair(open);
    while (!reader.isOver(close)) {
      Token key = reader.current();
      int before = reader.index();
      Expression.Entry entry = entry();
      if (entry == null) {
        reader.unexpected("a key", "the keys of a map are words, strings, integers and atoms");
        reader.recover(before, close);
        continue;
      }
      entries.add(entry);
      if (entries.size() == 1
          && reader.at(TokenKind.FOR)
          && entry instanceof Expression.Entry.Pair pair) {
        return mapComprehension(open, first, keyExpression(key, pair.key()), pair.value());
      }
      if (!separator(open)) {
        break;
      }
    }
    reader.close(open, "`,` or `}`");
    return new Expression.MapLiteral(List.copyOf(entries), reader.from(first));
  }

  private boolean separator(int open) {
    if (reader.accept(TokenKind.COMMA)) {
      return true;
    }
    int close = reader.pair(open);
    if (reader.isOver(close)
        || reader.isUnclosed(open)
        || (!reader.at(TokenKind.ELLIPSIS) && !isEntry())) {
      return false;
    }
    reader.unexpected("`,` or `}`");
    return true;
  }

  // entry = KEY (":" | "=>") expr | "..." expr
  private Expression.@Nullable Entry entry() {
    if (reader.accept(TokenKind.ELLIPSIS)) {
      return new Expression.Entry.Spread(parser.expressions.expression());
    }
    if (!isEntry()) {
      return null;
    }
    Expression.Literal key = key();
    reader.advance();
    return new Expression.Entry.Pair(key, parser.expressions.expression());
  }

  private Expression.Literal key() {
    Token token = reader.current();
    return switch (token.kind()) {
      case COLON -> parser.primaries.atom();
      case MINUS -> {
        reader.advance();
        Token number = reader.advance();
        long value = number.value() instanceof Long v ? v : 0;
        yield new Expression.IntegerLiteral(
            number.needsMinus() ? value : -value, reader.from(token));
      }
      case INTEGER, STRING -> parser.primaries.literal();
      default -> {
        reader.advance();
        yield new Expression.StringLiteral(token.text(), reader.span(token));
      }
    };
  }

  /// The key of a comprehension is an expression: there a word is a name.
  private Expression keyExpression(Token token, Expression.Literal key) {
    return switch (token.kind()) {
      case WORD -> new Expression.Name(token.text(), key.span());
      case SELF -> new Expression.Self(key.span());
      case TRUE, FALSE -> new Expression.BooleanLiteral(token.is(TokenKind.TRUE), key.span());
      case NIL, NULL -> new Expression.NilLiteral(key.span());
      default -> key;
    };
  }

  private Expression mapComprehension(int open, Token first, Expression key, Expression value) {
    List<Expression.Clause> clauses = parser.primaries.clauses();
    reader.close(open, null);
    return new Expression.MapComprehension(key, value, clauses, reader.from(first));
  }

  private Expression blockOrSet(int open, Token first, boolean isBody) {
    int close = reader.pair(open);
    List<Expression> body = new ArrayList<>();
    boolean mayBeSet = !isBody && !reader.at(TokenKind.SEMICOLON);
    if (mayBeSet) {
      int before = reader.index();
      int reports = reader.reports();
      Expression value = parser.statements.statement();
      if (!reader.current().newlineBefore()) {
        if (reader.at(TokenKind.COMMA)) {
          return set(open, first, value);
        }
        if (reader.at(TokenKind.COLON) && reader.reports() == reports) {
          reader.advance();
          return mapComprehension(open, first, value, parser.expressions.expression());
        }
        if (reader.at(TokenKind.FOR) && isComprehension(close)) {
          List<Expression.Clause> clauses = parser.primaries.clauses();
          reader.close(open, null);
          return new Expression.SetComprehension(value, clauses, reader.from(first));
        }
      }
      body.add(value);
      parser.statements.end(before, reports, close);
    }
    parser.statements.sequence(close, body);
    reader.close(open, null);
    return new Expression.Block(List.copyOf(body), reader.from(first));
  }

  /// Whether the `for` here is a clause, not a loop: no brace follows an operand up to the closing
  /// brace.
  private boolean isComprehension(int close) {
    int i = reader.index() + 1;
    boolean isPattern = true;
    while (i < close) {
      Token token = reader.tokens().get(i);
      isPattern &= !token.is(TokenKind.IN);
      if (isPattern) {
        i = token.kind().isOpener() ? reader.pair(i) + 1 : i + 1;
        continue;
      }
      if (token.is(TokenKind.SEMICOLON)
          || (token.is(TokenKind.LEFT_BRACE) && endsHead(reader.tokens().get(i - 1)))) {
        return false;
      }
      i = token.kind().isOpener() ? reader.pair(i) + 1 : i + 1;
    }
    return true;
  }

  private static boolean endsHead(Token token) {
    boolean isBlockWord =
        token.isWord("unsafe")
            || token.isWord("async")
            || token.isWord("spawn")
            || token.isWord("move");
    return Operands.canEnd(token) && !isBlockWord;
  }

  // set = "{" expr "," [ expr { "," expr } [","] ] "}"
  private Expression set(int open, Token first, Expression firstElement) {
    List<Expression> elements = new ArrayList<>();
    elements.add(firstElement);
    reader.advance();
    int close = reader.pair(open);
    while (!reader.isOver(close)) {
      int before = reader.index();
      elements.add(parser.expressions.expression());
      if (!parser.primaries.separator(open, before, "`,` or `}`")) {
        break;
      }
    }
    reader.close(open, "`,` or `}`");
    return new Expression.SetLiteral(List.copyOf(elements), reader.from(first));
  }

  // struct_body = "{" [ ( NAME [":" expr] | ".." expr ) { "," ... } [","] ] "}"
  Expression structLiteral(Expression name, List<Identifier> path) {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    int outer = reader.change(0);
    List<Expression.FieldValue> fields = new ArrayList<>();
    Expression base = null;
    while (!reader.isOver(close)) {
      if (reader.accept(TokenKind.DOT_DOT)) {
        base = parser.expressions.expression();
      } else if (reader.kind().isWord()) {
        fields.add(fieldValue());
      } else {
        reader.unexpected("a field");
        break;
      }
      if (!reader.accept(TokenKind.COMMA)) {
        if (reader.isOver(close) || !reader.kind().isWord() || reader.isUnclosed(open)) {
          break;
        }
        reader.unexpected("`,` or `}`");
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or `}`");
    Span span = reader.from(name.span());
    return new Expression.StructLiteral(path, List.copyOf(fields), base, span);
  }

  private Expression.FieldValue fieldValue() {
    Identifier name = reader.identifier(reader.advance());
    if (reader.accept(TokenKind.COLON)) {
      return new Expression.FieldValue(name, parser.expressions.expression());
    }
    return new Expression.FieldValue(name, new Expression.Name(name.text(), name.span()));
  }
}
