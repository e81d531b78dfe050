package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.Habits;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// Operators between operands (L 5.1, L 5.2) by precedence climbing; chains are loops, not
/// recursion.
final class ExpressionParser {
  /// Levels looser than those of `BinaryOperator`: assignment, and ternary and send.
  private static final int ASSIGNMENT = 0;

  private static final int CHOICE = 1;
  private static final int PIPELINE = 4;
  private static final int RANGE = 7;

  private final Parser parser;
  private final TokenReader reader;

  ExpressionParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // expr = assign
  Expression expression() {
    return operation(ASSIGNMENT, null);
  }

  /// An expression in another context, for example inside brackets.
  Expression expression(int flags) {
    int outer = reader.change(flags);
    Expression value = expression();
    reader.restore(outer);
    return value;
  }

  /// An expression that is not an assignment.
  // ternary = binary [ "?" expr ":" ternary ]
  Expression choice() {
    return operation(CHOICE, null);
  }

  /// Goes on with an expression whose first operand has been read.
  Expression continued(Expression first) {
    return operation(ASSIGNMENT, parser.primaries.cast(parser.postfixes.postfix(first)));
  }

  private Expression operation(int min, @Nullable Expression first) {
    int outer = reader.enter();
    Expression left = first != null ? first : parser.primaries.prefix();
    while (!reader.isReported()) {
      Expression more = more(min, left);
      if (more == null) {
        break;
      }
      reader.link();
      left = more;
    }
    reader.leave(outer);
    return left;
  }

  /// One operator of at least level `min` with its right operand; null if none stands here.
  private @Nullable Expression more(int min, Expression left) {
    if (reader.startsLine() && !continuesLine()) {
      return null;
    }
    if (Hints.isClosureWithoutComma(reader, left)) {
      reader.unexpected("`,`", Habits.of(Habits.Form.CLOSURE_ARGUMENT));
      return null;
    }
    BinaryOperator operator = operator();
    if (operator != null) {
      return operator.level() >= min ? binary(left, operator) : null;
    }
    return switch (reader.kind()) {
      case EQUAL -> min <= ASSIGNMENT ? assign(left) : null;
      case PLUS_EQUAL,
          MINUS_EQUAL,
          STAR_EQUAL,
          SLASH_EQUAL,
          PERCENT_EQUAL,
          STAR_STAR_EQUAL,
          AMPERSAND_EQUAL,
          PIPE_EQUAL,
          CARET_EQUAL,
          SHIFT_LEFT_EQUAL,
          SHIFT_RIGHT_EQUAL,
          AND_AND_EQUAL,
          PIPE_PIPE_EQUAL,
          QUESTION_QUESTION_EQUAL ->
          min <= ASSIGNMENT ? compoundAssign(left) : null;
      case QUESTION ->
          min <= CHOICE && parser.ternaries.isTernary(reader.index()) ? ternary(left) : null;
      case BANG, SEND, ASK -> min <= CHOICE ? send(left) : null;
      case PIPELINE -> min <= PIPELINE ? pipeline(left) : null;
      case DOT_DOT, DOT_DOT_EQUAL -> min <= RANGE ? range(left, RANGE + 1) : null;
      default -> null;
    };
  }

  /// Whether the current token, the first of its line, continues the expression before it (L 2.2, L
  /// 2.5).
  private boolean continuesLine() {
    return switch (reader.kind()) {
      case MINUS, STAR, AMPERSAND -> reader.next(1).spaceBefore() && !reader.has(Context.ARM);
      case PIPE, BANG -> false;
      case PIPE_PIPE -> !reader.has(Context.ARM) && reader.nextKind() != TokenKind.LEFT_BRACE;
      default -> true;
    };
  }

  private @Nullable BinaryOperator operator() {
    return switch (reader.kind()) {
      case PIPE_PIPE -> BinaryOperator.OR;
      case QUESTION_QUESTION -> BinaryOperator.COALESCE;
      case AND_AND -> BinaryOperator.AND;
      case PIPE -> reader.has(Context.NO_BAR) ? null : BinaryOperator.BIT_OR;
      case CARET -> BinaryOperator.BIT_XOR;
      case AMPERSAND -> BinaryOperator.BIT_AND;
      case EQUAL_EQUAL -> BinaryOperator.EQUAL;
      case NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
      case LESS -> BinaryOperator.LESS;
      case LESS_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      case GREATER -> BinaryOperator.GREATER;
      case GREATER_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      case IN -> reader.has(Context.NO_IN) ? null : BinaryOperator.IN;
      case WORD -> operatorWord();
      case SHIFT_LEFT -> BinaryOperator.SHIFT_LEFT;
      case SHIFT_RIGHT -> BinaryOperator.SHIFT_RIGHT;
      case PLUS -> BinaryOperator.ADD;
      case MINUS -> BinaryOperator.SUBTRACT;
      case STAR -> BinaryOperator.MULTIPLY;
      case SLASH -> BinaryOperator.DIVIDE;
      case PERCENT -> BinaryOperator.MODULO;
      case STAR_STAR -> BinaryOperator.POWER;
      default -> null;
    };
  }

  /// `not in`; and the words that other languages have for `&&` and `||`, between two operands of a
  /// line
  private @Nullable BinaryOperator operatorWord() {
    if (reader.atWord("not")) {
      return reader.nextKind() == TokenKind.IN ? BinaryOperator.NOT_IN : null;
    }
    Token next = reader.next(1);
    if (reader.current().newlineBefore()
        || next.newlineBefore()
        || !Operands.canStart(next, reader.next(2))) {
      return null;
    }
    return reader.atWord("and")
        ? BinaryOperator.AND
        : reader.atWord("or") ? BinaryOperator.OR : null;
  }

  private Expression binary(Expression left, BinaryOperator operator) {
    if (reader.at(TokenKind.WORD) && operator != BinaryOperator.NOT_IN) {
      reader.unexpected("an operator", "write `" + operator.text() + "`");
    }
    reader.advance();
    if (operator == BinaryOperator.NOT_IN) {
      reader.advance();
    }
    boolean isRight = operator == BinaryOperator.POWER;
    Expression right = operand(operator.level() + (isRight ? 0 : 1));
    if ((operator == BinaryOperator.IN || operator == BinaryOperator.NOT_IN)
        && (reader.at(TokenKind.DOT_DOT) || reader.at(TokenKind.DOT_DOT_EQUAL))) {
      // The bound of a range is never a boolean: `x in a..b` can only mean `x in (a..b)`.
      right = range(right, operator.level() + 1);
    }
    return new Expression.Binary(operator, left, right, left.span().to(right.span()));
  }

  /// A right operand. A declaration on the next line is not one: the operand is missing.
  private Expression operand(int min) {
    if (isNextStatement()) {
      reader.unexpected("an expression");
      return new Expression.Missing(reader.span(reader.previous()).after());
    }
    return operation(min, null);
  }

  private boolean isNextStatement() {
    return reader.current().newlineBefore()
        && switch (reader.kind()) {
          case LET, VAR, CONST, STRUCT, ENUM, IMPL, TRAIT, CLASS, USE, IMPORT, MOD, PUB -> true;
          case FUN, FN -> reader.nextKind().isWord();
          default -> false;
        };
  }

  // "=" assign
  private Expression assign(Expression target) {
    checkTarget(target);
    reader.advance();
    Expression value = operand(ASSIGNMENT);
    return new Expression.Assign(target, value, target.span().to(value.span()));
  }

  // ("+=" | "-=" | ...) assign
  private Expression compoundAssign(Expression target) {
    checkTarget(target);
    BinaryOperator operator = compound(reader.advance().kind());
    Expression value = operand(ASSIGNMENT);
    return new Expression.CompoundAssign(operator, target, value, target.span().to(value.span()));
  }

  private static BinaryOperator compound(TokenKind kind) {
    return switch (kind) {
      case PLUS_EQUAL -> BinaryOperator.ADD;
      case MINUS_EQUAL -> BinaryOperator.SUBTRACT;
      case STAR_EQUAL -> BinaryOperator.MULTIPLY;
      case SLASH_EQUAL -> BinaryOperator.DIVIDE;
      case PERCENT_EQUAL -> BinaryOperator.MODULO;
      case STAR_STAR_EQUAL -> BinaryOperator.POWER;
      case AMPERSAND_EQUAL -> BinaryOperator.BIT_AND;
      case PIPE_EQUAL -> BinaryOperator.BIT_OR;
      case CARET_EQUAL -> BinaryOperator.BIT_XOR;
      case SHIFT_LEFT_EQUAL -> BinaryOperator.SHIFT_LEFT;
      case SHIFT_RIGHT_EQUAL -> BinaryOperator.SHIFT_RIGHT;
      case AND_AND_EQUAL -> BinaryOperator.AND;
      case PIPE_PIPE_EQUAL -> BinaryOperator.OR;
      case QUESTION_QUESTION_EQUAL -> BinaryOperator.COALESCE;
      default -> throw new IllegalStateException(kind + " assigns nothing");
    };
  }

  /// Reports what cannot be assigned (L 5.1).
  void checkTarget(Expression target) {
    if (!isTarget(target)) {
      String hint =
          reader.at(TokenKind.EQUAL) && reader.has(Context.HEAD) ? "to compare, write `==`" : null;
      reader.reportAside(new SyntaxProblem.InvalidTarget(target.span(), hint));
    }
  }

  // target = IDENT | path | member | index | "*" expr | "(" target { "," target } ")" | "[" target
  // { "," target } "]"
  private static boolean isTarget(Expression target) {
    if (target instanceof Expression.TupleLiteral tuple) {
      return areTargets(tuple.elements());
    }
    if (target instanceof Expression.ListLiteral list) {
      List<Expression> values = new ArrayList<>();
      for (Expression.Element element : list.elements()) {
        values.add(element.value());
      }
      return areTargets(values);
    }
    if (target instanceof Expression.Parenthesised parenthesised) {
      return isTarget(parenthesised.inner());
    }
    if (target instanceof Expression.Member member) {
      return !member.safe();
    }
    return target instanceof Expression.Name
        || target instanceof Expression.Path
        || target instanceof Expression.TupleMember
        || target instanceof Expression.Index
        || target instanceof Expression.Dereference
        || target instanceof Expression.Missing;
  }

  private static boolean areTargets(List<Expression> targets) {
    for (Expression target : targets) {
      if (!isTarget(target)) {
        return false;
      }
    }
    return true;
  }

  // "?" expr ":" ternary
  private Expression ternary(Expression condition) {
    List<Expression> parts = new ArrayList<>();
    Expression last = condition;
    while (reader.at(TokenKind.QUESTION) && parser.ternaries.isTernary(reader.index())) {
      parts.add(last);
      reader.advance();
      parts.add(expression());
      reader.expect(TokenKind.COLON);
      last = operand(CHOICE + 1);
    }
    if (isSend() && (!reader.startsLine() || continuesLine())) {
      last = send(last);
    }
    reader.links(parts.size() / 2);
    for (int i = parts.size() - 2; i >= 0; i -= 2) {
      Expression test = parts.get(i);
      Span span = test.span().to(last.span());
      last = new Expression.Ternary(test, parts.get(i + 1), last, span);
    }
    return last;
  }

  private boolean isSend() {
    return switch (reader.kind()) {
      case BANG, SEND, ASK -> true;
      default -> false;
    };
  }

  /// `actor ! message`, `actor <- message`, `actor <? message` (L 12.8)
  private Expression send(Expression actor) {
    boolean asks = reader.advance().is(TokenKind.ASK);
    Expression message = operand(CHOICE);
    Span span = actor.span().to(message.span());
    return asks
        ? new Expression.Ask(actor, message, span)
        : new Expression.Send(actor, message, span);
  }

  private Expression pipeline(Expression value) {
    reader.advance();
    Expression stage = operand(PIPELINE + 1);
    return new Expression.Pipeline(value, stage, value.span().to(stage.span()));
  }

  private Expression range(Expression start, int endLevel) {
    Token sign = reader.advance();
    Expression end = rangeEnd(sign, endLevel);
    Expression range =
        new Expression.Range(
            start, end, sign.is(TokenKind.DOT_DOT_EQUAL), reader.from(start.span()));
    if (reader.at(TokenKind.DOT_DOT) || reader.at(TokenKind.DOT_DOT_EQUAL)) {
      reader.unexpected("the end of the range", "ranges do not chain; use parentheses");
    }
    return range;
  }

  // ".." [expr] | "..=" expr
  Expression openRange() {
    Token sign = reader.advance();
    Expression end = rangeEnd(sign, RANGE + 1);
    return new Expression.Range(null, end, sign.is(TokenKind.DOT_DOT_EQUAL), reader.from(sign));
  }

  /// The end of a range: absent at the end of a line, before a closing bracket and before the body
  /// of a loop.
  private @Nullable Expression rangeEnd(Token sign, int level) {
    boolean isBody = reader.has(Context.HEAD) && reader.at(TokenKind.LEFT_BRACE);
    if (reader.startsLine() || isBody || !Operands.canStart(reader.current(), reader.next(1))) {
      if (sign.is(TokenKind.DOT_DOT_EQUAL)) {
        reader.unexpected("the end of the range", "a range without end is written `a..`");
      }
      return null;
    }
    return operation(level, null);
  }

  // let = "let" ["mut"] pattern [ ":" type ] [ "=" expr [ "else" block | "in" expr ] ]
  // var = "var" pattern [ ":" type ] [ "=" expr ]
  Expression let(boolean visible) {
    Token first = reader.advance();
    boolean isLet = first.is(TokenKind.LET);
    if (!isLet) {
      reader.accept(TokenKind.MUT);
    }
    int reports = reader.reports();
    Pattern pattern = parser.patterns.pattern();
    if (reader.reports() != reports) {
      reader.skipToValue();
    }
    TypeName type = null;
    if (reader.at(TokenKind.COLON) && reader.nextKind() == TokenKind.EQUAL) {
      reader.advance();
      reader.unexpected("a type", "write `" + first.text() + " name = value`");
    } else if (reader.accept(TokenKind.COLON)) {
      type = parser.types.type();
    }
    Expression value = null;
    Expression.Block otherwise = null;
    Expression body = null;
    if (reader.accept(TokenKind.EQUAL)) {
      int outer = reader.change(reader.flags() | (isLet ? Context.NO_IN : 0));
      value = operand(ASSIGNMENT);
      reader.restore(outer);
      if (isLet && reader.at(TokenKind.ELSE)) {
        reader.advance();
        otherwise = parser.braces.block("`let .. else`");
      } else if (isLet && reader.at(TokenKind.IN)) {
        reader.advance();
        body = operand(ASSIGNMENT);
      }
    }
    return new Expression.Let(visible, pattern, type, value, otherwise, body, reader.from(first));
  }
}
