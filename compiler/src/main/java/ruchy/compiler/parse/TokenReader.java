package ruchy.compiler.parse;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Identifier;

/// The tokens, read one after the other, in a context that decides about newlines and ambiguous
/// tokens. Problems go through it, so that one mistake is reported once.
final class TokenReader {
  private final Tokens tokens;
  private final Problems problems;
  private final Nesting nesting;
  private final TokenNames names;

  private int index;
  private Token current;
  private Token previous;
  private int flags;
  private int reports;
  private int lastReport = -1;
  private int lastPlace = -1;
  private int elementStart = -1;
  private boolean isStopped;

  /// `end` names the end of the tokens in problems: `end of file`.
  TokenReader(Tokens tokens, Problems problems, Nesting nesting, String end) {
    this.tokens = tokens;
    this.problems = problems;
    this.nesting = nesting;
    this.names = new TokenNames(tokens.source(), end);
    this.current = tokens.get(0);
    this.previous = current;
  }

  Tokens tokens() {
    return tokens;
  }

  Problems problems() {
    return problems;
  }

  Nesting nesting() {
    return nesting;
  }

  // Reading

  Token current() {
    return current;
  }

  TokenKind kind() {
    return current.kind();
  }

  /// The token read last.
  Token previous() {
    return previous;
  }

  int index() {
    return index;
  }

  /// A token further on, without reading; `ahead` from 1.
  Token next(int ahead) {
    return tokens.get(index + ahead);
  }

  TokenKind nextKind() {
    return tokens.get(index + 1).kind();
  }

  boolean at(TokenKind kind) {
    return current.kind() == kind;
  }

  boolean atWord(String text) {
    return current.isWord(text);
  }

  boolean atEnd() {
    return current.kind() == TokenKind.END;
  }

  Token advance() {
    Token token = current;
    if (token.kind() != TokenKind.END) {
      previous = token;
      index++;
      current = tokens.get(index);
    }
    return token;
  }

  boolean accept(TokenKind kind) {
    if (current.kind() != kind) {
      return false;
    }
    advance();
    return true;
  }

  boolean acceptWord(String text) {
    if (!current.isWord(text)) {
      return false;
    }
    advance();
    return true;
  }

  /// Reads one character of a sign and leaves the rest as the current token: `>` of `>>`.
  void advanceHalf(TokenKind first, TokenKind rest) {
    Token whole = current;
    int middle = whole.start() + first.text().length();
    previous = new Token(first, whole.start(), middle, whole.flags(), null);
    current = new Token(rest, middle, whole.end(), 0, null);
  }

  /// The index of the bracket that belongs to the bracket at `bracket`.
  int pair(int bracket) {
    return tokens.pair(bracket);
  }

  /// Goes to the token at an index further on.
  void skipTo(int target) {
    if (target > index) {
      previous = tokens.get(target - 1);
      index = target;
      current = tokens.get(target);
    }
  }

  // Context

  int flags() {
    return flags;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// Changes the context; gives the old one, to be restored by `restore`.
  int change(int newFlags) {
    int old = flags;
    flags = newFlags;
    return old;
  }

  void restore(int oldFlags) {
    flags = oldFlags;
  }

  /// Whether the current token is the first of its line, where that matters.
  boolean startsLine() {
    return current.newlineBefore() && (flags & Context.FREE) == 0;
  }

  /// Begins a nested construct; gives what `leave` needs.
  int enter() {
    int outer = nesting.enter();
    if (nesting.isTooDeep()) {
      stop();
    }
    return outer;
  }

  void leave(int outer) {
    nesting.leave(outer);
  }

  /// Counts one more link of a chain.
  void link() {
    nesting.link();
    if (nesting.isTooDeep()) {
      stop();
    }
  }

  /// Counts the links of a chain that is built from its end.
  void links(int count) {
    nesting.links(count);
    if (nesting.isTooDeep()) {
      stop();
    }
  }

  /// Gives up: reports the depth once and ends the tokens here.
  private void stop() {
    if (!isStopped) {
      problems.report(new SyntaxProblem.NestedTooDeeply(span(current)));
      reports++;
      isStopped = true;
    }
    index = tokens.size() - 1;
    current = tokens.get(index);
  }

  // Places

  Span span(Token token) {
    return new Span(tokens.source(), token.start(), token.end());
  }

  /// From the start of a token to the end of the token read last.
  Span from(Token first) {
    return new Span(tokens.source(), first.start(), Math.max(first.start(), previous.end()));
  }

  Span from(Span first) {
    return new Span(tokens.source(), first.start(), Math.max(first.end(), previous.end()));
  }

  /// Where something is wrong: at the current token, or at the end of the line before if there
  /// something is missing.
  Span here() {
    boolean isBegun =
        index == elementStart
            || previous.kind().isOpener()
            || previous.is(TokenKind.COMMA)
            || previous.is(TokenKind.SEMICOLON);
    boolean isGap =
        atEnd() || current.isMissing() || (current.newlineBefore() && !isBegun && index > 0);
    return isGap ? span(previous).after() : span(current);
  }

  /// A statement, member or arm begins here: if its first token is wrong, that is no matter of the
  /// line before.
  void beginElement() {
    elementStart = index;
  }

  Identifier identifier(Token word) {
    return new Identifier(word.text(), span(word));
  }

  // Problems

  /// How many problems have been found so far, also those not reported because another one stands
  /// there.
  int reports() {
    return reports;
  }

  /// Whether something has been reported since the token at an index.
  boolean hasReportedSince(int start) {
    return lastReport >= start;
  }

  /// Whether the current token has been reported as wrong: it is no operator then.
  boolean isReported() {
    return lastReport == index;
  }

  /// Reports a problem at the current token, unless that place is known to be broken.
  void report(Problem problem) {
    reports++;
    int place = problem.span().start();
    boolean isKnown =
        isStopped
            || lastReport == index
            || lastPlace == place
            || previous.isBroken()
            || current.isAfterBroken()
            || current.isBroken();
    lastReport = index;
    lastPlace = place;
    if (!isKnown) {
      problems.report(problem);
    }
  }

  /// Reports a problem that makes nothing else uncertain.
  void reportAside(Problem problem) {
    if (!isStopped) {
      problems.report(problem);
    }
  }

  /// `Syntax error: expected EXPECTED, found ...` at the current token
  void unexpected(String expected) {
    unexpected(expected, null);
  }

  void unexpected(String expected, @Nullable String hint) {
    report(new SyntaxProblem.Unexpected(expected, found(), here(), hint));
  }

  /// The current token as problems name it; for a bracket that was put in, what stands in its
  /// place.
  String found() {
    int at = index;
    while (tokens.get(at).isMissing() && tokens.get(at).value() == null) {
      at++;
    }
    return at == index ? names.of(current) : names.of(tokens.get(at));
  }

  /// Reads a token of a kind, or reports that it is missing; true if it was there.
  boolean expect(TokenKind kind) {
    if (accept(kind)) {
      return true;
    }
    unexpected(kind.quoted());
    return false;
  }

  /// Reads the bracket that closes the one at `open`. If something else stands here, that is
  /// reported and skipped. `expected` says what else could go on here, for example "`,` or `)`".
  void close(int open, @Nullable String expected) {
    int close = tokens.pair(open);
    Token closer = tokens.get(close);
    if (isStopped) {
      return;
    }
    if (index == close && !closer.isMissing()) {
      advance();
      return;
    }
    if (index > close) {
      return;
    }
    boolean isSuspect = lastReport >= open && closer.kind() != TokenKind.RIGHT_BRACE;
    if (closer.isMissing() && isSuspect) {
      skipTo(close);
      advance();
      return;
    }
    if (closer.isMissing()) {
      Token opener = tokens.get(open);
      report(
          new SyntaxProblem.Unclosed(
              opener.kind().text(), closer.kind().text(), found(), span(opener), here()));
      if (index == close) {
        advance();
      }
      return;
    }
    if (!isSuspect) {
      unexpected(expected != null ? expected : closer.kind().quoted());
    }
    skipTo(close);
    advance();
  }

  /// Whether the bracket that closes the one at `open` is not in the source.
  boolean isUnclosed(int open) {
    return tokens.get(tokens.pair(open)).isMissing();
  }

  /// Skips closing brackets that were put in and that nobody waits for any more, but never the one
  /// at `close`.
  void skipMissing(int close) {
    while (current.isMissing() && index != close) {
      advance();
    }
  }

  /// Whether the construct that `close` ends is over; also at the end of the tokens.
  boolean isOver(int close) {
    skipMissing(close);
    return index >= close || atEnd();
  }

  /// After a problem: goes on at the next line of the construct that `close` ends. `before` is
  /// where the broken part began; at least one token is skipped if none has been read since.
  void recover(int before, int close) {
    if (index == before && !isOver(close)) {
      skip();
    }
    while (!isOver(close) && !current.newlineBefore() && !at(TokenKind.SEMICOLON)) {
      skip();
    }
  }

  /// After a broken pattern: goes to the `=` of this line, if there is one.
  void skipToValue() {
    int i = index;
    while (!tokens.get(i).newlineBefore() || i == index) {
      Token token = tokens.get(i);
      if (token.is(TokenKind.EQUAL)) {
        skipTo(i);
        return;
      }
      if (token.is(TokenKind.END) || token.kind().isCloser() || token.is(TokenKind.SEMICOLON)) {
        return;
      }
      i = token.kind().isOpener() ? tokens.pair(i) + 1 : i + 1;
    }
  }

  /// Skips one token, or an opening bracket with what it encloses.
  private void skip() {
    if (current.kind().isOpener()) {
      skipTo(tokens.pair(index));
    }
    advance();
  }
}
