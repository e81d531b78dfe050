package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.FormatText;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;
import ruchy.compiler.tree.UnaryOperator;

/// Operands: prefix operators, casts, literals, names, brackets (L 5.1).
final class PrimaryParser {
  private final Parser parser;
  private final TokenReader reader;

  PrimaryParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // prefix = ("-" | "+" | "!" | "~" | "*" | "&" ["mut"] | "await" | "spawn" ["move"] ["async"] |
  // "++" | "--") prefix
  //        | "lazy" expr | postfix
  Expression prefix() {
    return switch (reader.kind()) {
      case MINUS -> reader.next(1).needsMinus() ? smallest() : unary(UnaryOperator.NEGATE);
      case PLUS -> unary(UnaryOperator.PLUS);
      case BANG -> unary(UnaryOperator.NOT);
      case TILDE -> unary(UnaryOperator.COMPLEMENT);
      case STAR, STAR_STAR -> dereference();
      case AMPERSAND, AND_AND -> reference();
      case PLUS_PLUS, MINUS_MINUS -> increment();
      case DOT_DOT, DOT_DOT_EQUAL -> parser.expressions.openRange();
      case WORD -> {
        Expression operation = parser.closures.softPrefix();
        yield operation != null ? operation : cast(parser.postfixes.postfix(primary()));
      }
      default -> cast(parser.postfixes.postfix(primary()));
    };
  }

  /// A prefix operation as the operand of another one.
  Expression nestedPrefix() {
    int outer = reader.enter();
    Expression operand = prefix();
    reader.leave(outer);
    return operand;
  }

  private Expression unary(UnaryOperator operator) {
    Token sign = reader.advance();
    Expression operand = nestedPrefix();
    return new Expression.Unary(operator, operand, reader.from(sign));
  }

  /// `-9223372036854775808`, the one integer whose digits alone are none (L 1.4)
  private Expression smallest() {
    Token sign = reader.advance();
    reader.advance();
    Expression literal = new Expression.IntegerLiteral(Long.MIN_VALUE, reader.from(sign));
    return cast(parser.postfixes.postfix(literal));
  }

  private Expression dereference() {
    Token sign = reader.current();
    if (sign.is(TokenKind.STAR_STAR)) {
      reader.advanceHalf(TokenKind.STAR, TokenKind.STAR);
    } else {
      reader.advance();
    }
    Expression operand = nestedPrefix();
    return new Expression.Dereference(operand, reader.from(sign));
  }

  private Expression reference() {
    Token sign = reader.current();
    boolean mutable = false;
    if (sign.is(TokenKind.AND_AND)) {
      reader.advanceHalf(TokenKind.AMPERSAND, TokenKind.AMPERSAND);
    } else {
      reader.advance();
      mutable = reader.accept(TokenKind.MUT);
    }
    Expression operand = nestedPrefix();
    return new Expression.Reference(operand, mutable, reader.from(sign));
  }

  private Expression increment() {
    Token sign = reader.advance();
    Expression target = nestedPrefix();
    parser.expressions.checkTarget(target);
    return new Expression.Increment(target, sign.is(TokenKind.PLUS_PLUS), true, reader.from(sign));
  }

  /// `e as T`, tighter than prefix operators (L 5.2)
  Expression cast(Expression operand) {
    Expression value = operand;
    while (reader.atWord("as")) {
      reader.advance();
      TypeName type = parser.types.castType();
      reader.link();
      value = new Expression.Cast(value, type, reader.from(value.span()));
    }
    return value;
  }

  // primary = literal | fstring | IDENT | "self" | "super" | "(" ... ")" | list | brace | closure |
  // macro | if | match
  //         | while | for | loop | try | "return" [expr] | "break" [LABEL] [expr] | "continue"
  // [LABEL] | "throw" expr
  //         | let | var | "async" ["move"] block | "unsafe" block | ".." [expr] | "..=" expr | item
  Expression primary() {
    Token token = reader.current();
    return switch (token.kind()) {
      case WORD -> parser.closures.word();
      case INTEGER, FLOAT, STRING, BYTE, BYTES, TRUE, FALSE, NIL, NULL -> literal();
      case FORMAT_STRING -> formatString();
      case SELF -> new Expression.Self(reader.span(reader.advance()));
      case LEFT_PAREN -> parser.closures.isArrow() ? parser.closures.arrow(false) : parenthesised();
      case LEFT_BRACKET -> list();
      case LEFT_BRACE -> parser.braces.brace(false);
      case PIPE, PIPE_PIPE -> parser.closures.bars(false);
      case BACKSLASH -> parser.closures.backslash();
      case IF -> parser.controls.ifElse();
      case MATCH -> parser.matches.match();
      case WHILE, FOR, LOOP -> parser.controls.loop(null);
      case LABEL, AT -> parser.controls.labelled();
      case TRY -> parser.controls.tryCatch();
      case RETURN -> parser.controls.returned();
      case BREAK -> parser.controls.broken();
      case CONTINUE -> parser.controls.continued();
      case THROW -> parser.controls.thrown();
      case LET, VAR -> parser.expressions.let(false);
      case COLON -> atomOrMissing();
      case FUN, FN, STRUCT, ENUM, IMPL, TRAIT, CLASS, USE, IMPORT, MOD, CONST, PUB ->
          parser.items.declaration(Item.Modifiers.NONE);
      default -> missing("an expression");
    };
  }

  /// A hole in the tree where an expression should stand.
  Expression missing(String expected) {
    reader.unexpected(expected, Hints.forOperand(reader));
    return new Expression.Missing(reader.here());
  }

  Expression.Literal literal() {
    Token token = reader.advance();
    Span span = reader.span(token);
    return switch (token.kind()) {
      case INTEGER -> {
        if (token.needsMinus()) {
          reader.reportAside(new SyntaxProblem.IntegerOutOfRange(span));
        }
        yield new Expression.IntegerLiteral(token.value() instanceof Long v ? v : 0L, span);
      }
      case FLOAT -> new Expression.FloatLiteral(token.value() instanceof Double v ? v : 0, span);
      case BYTE -> new Expression.ByteLiteral(token.value() instanceof Integer v ? v : 0, span);
      case BYTES -> new Expression.BytesLiteral(bytes(token), span);
      case TRUE, FALSE -> new Expression.BooleanLiteral(token.is(TokenKind.TRUE), span);
      case NIL, NULL -> new Expression.NilLiteral(span);
      default -> new Expression.StringLiteral(token.text(), span);
    };
  }

  private static List<Integer> bytes(Token token) {
    List<Integer> bytes = new ArrayList<>();
    if (token.value() instanceof List<?> values) {
      for (Object value : values) {
        if (value instanceof Integer code) {
          bytes.add(code);
        }
      }
    }
    return List.copyOf(bytes);
  }

  private Expression formatString() {
    Token token = reader.advance();
    List<Expression.FormatPart> parts = new ArrayList<>();
    if (token.value() instanceof FormatText text) {
      for (FormatText.Piece piece : text.pieces()) {
        parts.add(part(piece));
      }
    }
    return new Expression.FormatString(List.copyOf(parts), reader.span(token));
  }

  private Expression.FormatPart part(FormatText.Piece piece) {
    return switch (piece) {
      case FormatText.Text text -> new Expression.FormatPart.Text(text.text());
      case FormatText.Hole hole -> {
        @Nullable String spec = hole.spec();
        if (spec != null && spec.indexOf('$') >= 0) {
          Span span = new Span(reader.tokens().source(), hole.start(), hole.end());
          reader.reportAside(new SyntaxProblem.NotSupported("`$` in a format spec", span));
        }
        yield new Expression.FormatPart.Hole(parser.hole(hole.tokens()), spec);
      }
    };
  }

  private Expression atomOrMissing() {
    return Operands.isAtom(reader.current(), reader.next(1)) ? atom() : missing("an expression");
  }

  /// `:name`
  Expression.AtomLiteral atom() {
    Token colon = reader.advance();
    Token word = reader.advance();
    return new Expression.AtomLiteral(word.text(), reader.from(colon));
  }

  // "(" [ expr { "," expr } [","] ] ")"
  private Expression parenthesised() {
    int open = reader.index();
    Token first = reader.advance();
    int outer = reader.change(Context.FREE);
    int scope = parser.soft.enter();
    int close = reader.pair(open);
    List<Expression> elements = new ArrayList<>();
    boolean isTuple = false;
    while (!reader.isOver(close)) {
      elements.add(parser.expressions.expression());
      if (reader.accept(TokenKind.COMMA)) {
        isTuple = true;
      } else if (!reader.isOver(close)) {
        break;
      }
    }
    parser.soft.leave(scope);
    reader.restore(outer);
    reader.close(open, isTuple ? "`,` or `)`" : "`)`");
    Span span = reader.from(first);
    if (elements.isEmpty()) {
      return new Expression.NilLiteral(span);
    }
    return isTuple
        ? new Expression.TupleLiteral(List.copyOf(elements), span)
        : new Expression.Parenthesised(elements.getFirst(), span);
  }

  // list = "[" [ elem {"," elem} [","] ] "]" | "[" expr ";" expr "]" | "[" expr clause { clause }
  // "]"
  private Expression list() {
    int open = reader.index();
    Token first = reader.advance();
    int outer = reader.change(Context.FREE);
    Expression result = null;
    List<Expression.Element> elements = new ArrayList<>();
    int close = reader.pair(open);
    while (!reader.isOver(close) && result == null) {
      int before = reader.index();
      boolean spread = reader.accept(TokenKind.ELLIPSIS);
      Expression value = parser.expressions.expression();
      elements.add(new Expression.Element(value, spread));
      boolean isFirst = elements.size() == 1 && !spread;
      if (isFirst && reader.at(TokenKind.FOR)) {
        List<Expression.Clause> clauses = clauses();
        result = new Expression.ListComprehension(value, clauses, reader.span(first));
      } else if (isFirst && reader.accept(TokenKind.SEMICOLON)) {
        Expression count = parser.expressions.expression();
        result = new Expression.Repeat(value, count, reader.span(first));
      } else if (!separator(open, before, "`,` or `]`")) {
        break;
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or `]`");
    Span span = reader.from(first);
    if (result instanceof Expression.ListComprehension list) {
      return new Expression.ListComprehension(list.value(), list.clauses(), span);
    }
    if (result instanceof Expression.Repeat repeat) {
      return new Expression.Repeat(repeat.value(), repeat.count(), span);
    }
    return new Expression.ListLiteral(List.copyOf(elements), span);
  }

  /// Reads the comma between two elements. If it is missing and an element follows, that is one
  /// problem and the list goes on; false if the list is over.
  boolean separator(int open, int before, String expected) {
    if (reader.accept(TokenKind.COMMA)) {
      return true;
    }
    int close = reader.pair(open);
    if (reader.isOver(close) || reader.isUnclosed(open)) {
      return false;
    }
    boolean hasRead = reader.index() > before;
    if (!hasRead || !Operands.canStart(reader.current(), reader.next(1))) {
      return false;
    }
    reader.unexpected(expected);
    return true;
  }

  List<Expression.Clause> clauses() {
    List<Expression.Clause> clauses = new ArrayList<>();
    while (reader.at(TokenKind.FOR)) {
      clauses.add(clause());
    }
    reader.links(clauses.size());
    return List.copyOf(clauses);
  }

  // clause = "for" pattern {"," pattern} "in" expr [ "if" expr ]
  Expression.Clause clause() {
    Token first = reader.advance();
    var pattern = parser.patterns.loopPattern();
    reader.expect(TokenKind.IN);
    Expression iterable = parser.expressions.expression(reader.flags() | Context.NO_IN);
    Expression condition = null;
    if (reader.accept(TokenKind.IF)) {
      condition = parser.expressions.expression();
    }
    return new Expression.Clause(pattern, iterable, condition, reader.from(first));
  }
}
