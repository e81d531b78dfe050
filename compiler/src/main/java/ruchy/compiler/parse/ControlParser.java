package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// `if`, loops, `try` and jumps (L 5.6).
final class ControlParser {
  private final Parser parser;
  private final TokenReader reader;

  ControlParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // if = "if" cond body [ "else" ( if | body ) ]
  Expression ifElse() {
    List<Token> starts = new ArrayList<>();
    List<Expression.Condition> conditions = new ArrayList<>();
    List<Expression> bodies = new ArrayList<>();
    Expression otherwise = null;
    while (true) {
      starts.add(reader.advance());
      int scope = parser.soft.enter();
      conditions.add(condition());
      bodies.add(parser.braces.body("`if`"));
      parser.soft.leave(scope);
      if (isMistakenElseIf()) {
        reader.unexpected("`else if`", "write `else if`");
        continue;
      }
      if (!reader.accept(TokenKind.ELSE)) {
        break;
      }
      if (!reader.at(TokenKind.IF)) {
        otherwise = parser.braces.body("`else`");
        break;
      }
    }
    reader.links(starts.size() - 1);
    for (int i = starts.size() - 1; i >= 0; i--) {
      otherwise =
          new Expression.If(
              conditions.get(i), bodies.get(i), otherwise, reader.from(starts.get(i)));
    }
    return otherwise != null ? otherwise : parser.primaries.missing("an expression");
  }

  /// `elif c {`, which other languages have
  private boolean isMistakenElseIf() {
    if (!reader.atWord("elif") && !reader.atWord("elsif") && !reader.atWord("elseif")) {
      return false;
    }
    Token next = reader.next(1);
    return !next.newlineBefore() && Operands.canStart(next, reader.next(2));
  }

  // cond = expr | "let" pattern "=" expr
  private Expression.Condition condition() {
    int outer = reader.change((reader.flags() & Context.FREE) | Context.HEAD);
    Expression.Condition condition;
    if (reader.at(TokenKind.LET)) {
      Token first = reader.advance();
      Pattern pattern = parser.patterns.pattern();
      reader.expect(TokenKind.EQUAL);
      Expression value = parser.expressions.expression();
      condition = new Expression.Condition.Matches(pattern, value, reader.from(first));
    } else {
      condition = new Expression.Condition.Test(parser.expressions.expression());
    }
    reader.restore(outer);
    return condition;
  }

  // while = [LABEL ":"] "while" cond body            loop = [LABEL ":"] "loop" body
  // for = [LABEL ":"] "for" pattern { "," pattern } "in" expr body
  Expression loop(@Nullable Identifier label) {
    Token first = reader.advance();
    int scope = parser.soft.enter();
    Expression loop =
        switch (first.kind()) {
          case WHILE -> {
            Expression.Condition condition = condition();
            Expression.Block body = parser.braces.block("`while`");
            yield new Expression.While(label, condition, body, reader.from(first));
          }
          case FOR -> loopOver(label, first);
          default -> {
            Expression.Block body = parser.braces.block("`loop`");
            yield new Expression.Loop(label, body, reader.from(first));
          }
        };
    parser.soft.leave(scope);
    return loop;
  }

  private Expression loopOver(@Nullable Identifier label, Token first) {
    if (Hints.isLoopOfOtherLanguages(reader)) {
      return loopOfOtherLanguages(label, first);
    }
    int reports = reader.reports();
    Pattern pattern = parser.patterns.loopPattern();
    if (!reader.accept(TokenKind.IN)) {
      if (reader.reports() == reports) {
        reader.unexpected("`in`", "a loop is written `for x in xs { }`");
      }
      reader.acceptWord("of");
    }
    int outer = reader.change((reader.flags() & Context.FREE) | Context.HEAD | Context.NO_IN);
    boolean isBroken = reader.reports() != reports && reader.at(TokenKind.LEFT_BRACE);
    Expression iterable =
        isBroken ? new Expression.Missing(reader.here()) : parser.expressions.expression();
    reader.restore(outer);
    Expression.Block body = parser.braces.block("`for`");
    return new Expression.For(label, pattern, iterable, body, reader.from(first));
  }

  /// `for (let i = 0; i < 10; i++) { }`, `for (const x of xs) { }`: one problem; the body is read.
  private Expression loopOfOtherLanguages(@Nullable Identifier label, Token first) {
    int open = reader.index();
    Pattern pattern = new Pattern.Wildcard(reader.span(first));
    reader.advance();
    reader.unexpected("a pattern", Hints.forLoop(reader, open));
    reader.skipTo(reader.pair(open));
    reader.advance();
    Expression iterable = new Expression.Missing(reader.here());
    Expression.Block body = parser.braces.block("`for`");
    return new Expression.For(label, pattern, iterable, body, reader.from(first));
  }

  /// `'outer: loop { }`, `@outer: loop { }` (L 1.7)
  Expression labelled() {
    Token mark = reader.current();
    boolean isAt = mark.is(TokenKind.AT);
    if (isAt && (!Operands.isMarkOf(reader.next(1)) || !reader.next(2).is(TokenKind.COLON))) {
      return parser.primaries.missing("an expression");
    }
    if (isAt) {
      reader.advance();
    }
    Identifier label = labelName(reader.advance());
    reader.expect(TokenKind.COLON);
    return switch (reader.kind()) {
      case FOR, WHILE, LOOP -> loop(label);
      default -> {
        reader.unexpected("a loop", "a label stands before `for`, `while` or `loop`");
        yield new Expression.Missing(reader.from(mark));
      }
    };
  }

  // try = "try" block { "catch" [ catcher ] block } [ "finally" block ]
  Expression tryCatch() {
    Token first = reader.advance();
    Expression.Block body = parser.braces.block("`try`");
    List<Expression.Catch> catches = new ArrayList<>();
    while (reader.at(TokenKind.CATCH)) {
      catches.add(catcher());
    }
    Expression.Block last = null;
    if (reader.acceptWord("finally")) {
      last = parser.braces.block("`finally`");
    }
    if (catches.isEmpty() && last == null) {
      reader.unexpected("`catch` or `finally`");
    }
    return new Expression.Try(body, List.copyOf(catches), last, reader.from(first));
  }

  // catcher = IDENT | "(" IDENT [ ":" type ] ")" | IDENT "(" IDENT ")"
  private Expression.Catch catcher() {
    Token first = reader.advance();
    int scope = parser.soft.enter();
    Identifier name = null;
    TypeName type = null;
    if (reader.at(TokenKind.LEFT_PAREN)) {
      int open = reader.index();
      reader.advance();
      name = parser.patterns.name();
      if (reader.accept(TokenKind.COLON)) {
        type = parser.types.type();
      }
      reader.close(open, null);
    } else if (reader.at(TokenKind.WORD)) {
      name = parser.patterns.name();
      if (reader.at(TokenKind.LEFT_PAREN) && name != null) {
        type = new TypeName.Named(List.of(name), List.of(), name.span());
        int open = reader.index();
        reader.advance();
        name = parser.patterns.name();
        reader.close(open, null);
      }
    }
    Expression.Block body = parser.braces.block("`catch`");
    parser.soft.leave(scope);
    return new Expression.Catch(name, type, body, reader.from(first));
  }

  // "return" [expr]
  Expression returned() {
    Token first = reader.advance();
    Expression value = operand();
    return new Expression.Return(value, reader.from(first));
  }

  // "break" [LABEL] [expr]
  Expression broken() {
    Token first = reader.advance();
    Identifier label = label();
    Expression value = operand();
    return new Expression.Break(label, value, reader.from(first));
  }

  // "continue" [LABEL]
  Expression continued() {
    Token first = reader.advance();
    return new Expression.Continue(label(), reader.from(first));
  }

  // "throw" expr
  Expression thrown() {
    Token first = reader.advance();
    Expression value = operand();
    if (value == null) {
      reader.unexpected("a value after `throw`");
      value = new Expression.Missing(reader.span(first).after());
    }
    return new Expression.Throw(value, reader.from(first));
  }

  /// An operand that may be absent; it begins on the line of its keyword (L 2.4).
  private @Nullable Expression operand() {
    Token token = reader.current();
    boolean isAbsent =
        token.newlineBefore()
            || !Operands.canStart(token, reader.next(1))
            || (token.is(TokenKind.LEFT_BRACE) && reader.has(Context.HEAD));
    return isAbsent ? null : parser.expressions.expression();
  }

  /// The name `outer` of `'outer` and `@outer`; its place has the mark, which the name has not.
  private Identifier labelName(Token token) {
    int length = token.text().length() + 1;
    Span span = new Span(reader.tokens().source(), token.end() - length, token.end());
    return new Identifier(token.text(), span);
  }

  private @Nullable Identifier label() {
    if (reader.current().newlineBefore()) {
      return null;
    }
    if (reader.at(TokenKind.LABEL)) {
      return labelName(reader.advance());
    }
    if (reader.at(TokenKind.AT) && Operands.isMarkOf(reader.next(1))) {
      reader.advance();
      return labelName(reader.advance());
    }
    return null;
  }
}
