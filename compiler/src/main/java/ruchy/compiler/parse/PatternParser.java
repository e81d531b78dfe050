package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Pattern;

/// Patterns (L 5.10), and names where they are bound.
final class PatternParser {
  private final Parser parser;
  private final TokenReader reader;

  PatternParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  /// A name that is declared here; null and a problem if none stands here.
  @Nullable Identifier name() {
    if (!reader.at(TokenKind.WORD)) {
      String hint =
          reader.kind().isKeyword()
              ? "`" + reader.current().text() + "` is a keyword and names nothing"
              : null;
      reader.unexpected("a name", hint);
      return null;
    }
    Identifier name = reader.identifier(reader.advance());
    parser.soft.bind(name.text());
    return name;
  }

  /// As `name`, with an empty name where none stands.
  Identifier nameOrMissing() {
    Identifier name = name();
    if (name == null && reader.kind().isKeyword() && !reader.current().newlineBefore()) {
      return reader.identifier(reader.advance());
    }
    return name != null ? name : new Identifier("", reader.here());
  }

  // pattern {"," pattern}
  Pattern loopPattern() {
    Token first = reader.current();
    Pattern pattern = pattern();
    if (!reader.at(TokenKind.COMMA)) {
      return pattern;
    }
    List<Pattern> elements = new ArrayList<>();
    elements.add(pattern);
    while (reader.accept(TokenKind.COMMA)) {
      elements.add(pattern());
    }
    return new Pattern.Tuple(List.copyOf(elements), reader.from(first));
  }

  // pattern = [ "|" ] single { "|" single }
  Pattern pattern() {
    Token first = reader.current();
    reader.accept(TokenKind.PIPE);
    Pattern pattern = single();
    if (!reader.at(TokenKind.PIPE)) {
      return pattern;
    }
    List<Pattern> alternatives = new ArrayList<>();
    alternatives.add(pattern);
    while (reader.accept(TokenKind.PIPE)) {
      alternatives.add(single());
    }
    return new Pattern.Alternatives(List.copyOf(alternatives), reader.from(first));
  }

  // single = "_" | [ "-" ] NUMBER | STRING | "true" | "false" | "nil" | "null" | ATOM | BYTE |
  // range_pat
  //        | [ "mut" | "ref" | "&" ] single | IDENT [ "@" single ] | path | path "(" [patterns] ")"
  //        | [path] "{" ... "}" | "(" [patterns] ")" | "[" ... "]"
  Pattern single() {
    int outer = reader.enter();
    Pattern pattern = unnested();
    reader.leave(outer);
    return pattern;
  }

  private Pattern unnested() {
    Token first = reader.current();
    return switch (first.kind()) {
      case INTEGER, FLOAT, MINUS, STRING -> literalOrRange();
      case DOT_DOT, DOT_DOT_EQUAL -> {
        boolean hasEnd = isBound(1) || isConstant(reader.next(1), reader.next(2).kind());
        yield hasEnd ? range(first, null) : missing();
      }
      case TRUE, FALSE, NIL, NULL, BYTE -> literal();
      case COLON -> {
        if (!Operands.isAtom(first, reader.next(1))) {
          yield missing();
        }
        Expression atom = parser.primaries.atom();
        yield new Pattern.Literal(atom, atom.span());
      }
      case MUT -> {
        reader.advance();
        yield single();
      }
      case AMPERSAND -> {
        reader.advance();
        reader.accept(TokenKind.MUT);
        yield single();
      }
      case AND_AND -> {
        reader.advance();
        yield single();
      }
      case LEFT_PAREN -> tuple();
      case LEFT_BRACKET -> list();
      case LEFT_BRACE -> fields(List.of(), first);
      case WORD -> word();
      case SELF -> reader.nextKind() == TokenKind.COLON_COLON ? path() : missing();
      default -> missing();
    };
  }

  private Pattern missing() {
    String hint = null;
    if (reader.kind().isKeyword()) {
      hint = "`" + reader.current().text() + "` is a keyword and names nothing";
    } else if (reader.at(TokenKind.DOT_DOT)) {
      hint =
          reader.nextKind() == TokenKind.COMMA || reader.nextKind() == TokenKind.RIGHT_PAREN
              ? "a tuple pattern names every element; write `_` for one of no interest"
              : "a range in a pattern has a number or a character as a bound";
    }
    reader.unexpected(reader.kind().isKeyword() ? "a name" : "a pattern", hint);
    Pattern pattern = new Pattern.Wildcard(reader.here());
    if (reader.kind().isKeyword() && isNamePlace(reader.nextKind())) {
      reader.advance();
    }
    return pattern;
  }

  /// Whether a keyword before this token was probably meant as a name.
  private static boolean isNamePlace(TokenKind next) {
    return switch (next) {
      case EQUAL, COLON, COMMA, RIGHT_PAREN, RIGHT_BRACKET, FAT_ARROW, IN, PIPE -> true;
      default -> false;
    };
  }

  private Pattern literal() {
    Expression value = parser.primaries.literal();
    return new Pattern.Literal(value, value.span());
  }

  // range_pat = bound (".." | "..=") [ bound ] | (".." | "..=") bound
  // bound = ["-"] INT | one-character STRING | path of a constant
  private Pattern literalOrRange() {
    Token first = reader.current();
    Expression start = bound();
    if (!reader.at(TokenKind.DOT_DOT) && !reader.at(TokenKind.DOT_DOT_EQUAL)) {
      return new Pattern.Literal(start, start.span());
    }
    checkBound(start);
    return range(first, start);
  }

  /// The sign and the end of a range; `..b` has no start (L 5.9).
  private Pattern range(Token first, @Nullable Expression start) {
    boolean inclusive = reader.advance().is(TokenKind.DOT_DOT_EQUAL);
    Expression end = null;
    if (!reader.startsLine() && isBound(0)) {
      end = bound();
      checkBound(end);
    } else if (!reader.startsLine() && isConstant(reader.current(), reader.nextKind())) {
      Token constant = reader.current();
      end = constant(names(), constant);
    } else if (inclusive) {
      reader.unexpected("the end of the range");
    }
    return new Pattern.Range(start, end, inclusive, reader.from(first));
  }

  /// Whether a bound begins so many tokens ahead.
  private boolean isBound(int ahead) {
    return switch (reader.next(ahead).kind()) {
      case INTEGER, FLOAT, STRING -> true;
      case MINUS ->
          reader.next(ahead + 1).is(TokenKind.INTEGER)
              || reader.next(ahead + 1).is(TokenKind.FLOAT);
      default -> false;
    };
  }

  /// Whether a word stands for a constant in a pattern: behind a type or module, or by its first
  /// letter.
  private static boolean isConstant(Token word, TokenKind next) {
    return word.is(TokenKind.WORD)
        && (next == TokenKind.COLON_COLON || PostfixParser.isUpperCase(word.text()));
  }

  /// `LIMIT`, `i32::MAX` as the bound of a range.
  private Expression constant(List<Identifier> path, Token first) {
    if (path.size() == 1) {
      return new Expression.Name(path.getFirst().text(), path.getFirst().span());
    }
    List<Expression.PathSegment> segments = new ArrayList<>();
    path.forEach(name -> segments.add(new Expression.PathSegment(name, List.of())));
    return new Expression.Path(List.copyOf(segments), reader.from(first));
  }

  private void checkBound(Expression bound) {
    boolean isBound =
        bound instanceof Expression.IntegerLiteral
            || bound instanceof Expression.Missing
            || (bound instanceof Expression.StringLiteral text
                && text.value().codePointCount(0, text.value().length()) == 1);
    if (!isBound) {
      reader.reportAside(
          new SyntaxProblem.Unexpected(
              "an integer or a string of one character",
              "`" + bound.span().text() + "`",
              bound.span(),
              null));
    }
  }

  /// A number with its sign folded in, or a string.
  private Expression bound() {
    Token first = reader.current();
    if (!reader.accept(TokenKind.MINUS)) {
      return parser.primaries.literal();
    }
    Token number = reader.current();
    if (number.is(TokenKind.INTEGER)) {
      reader.advance();
      long value = number.value() instanceof Long v ? v : 0;
      return new Expression.IntegerLiteral(
          number.needsMinus() ? value : -value, reader.from(first));
    }
    if (number.is(TokenKind.FLOAT)) {
      reader.advance();
      double value = number.value() instanceof Double v ? v : 0;
      return new Expression.FloatLiteral(-value, reader.from(first));
    }
    reader.unexpected("a number");
    return new Expression.Missing(reader.here());
  }

  // IDENT [ "@" single ] | "ref" single | path | path "(" [patterns] ")" | path "{" ... "}"
  private Pattern word() {
    Token first = reader.current();
    Token next = reader.next(1);
    if (first.isWord("_") && !next.is(TokenKind.COLON_COLON)) {
      return new Pattern.Wildcard(reader.span(reader.advance()));
    }
    if (first.isWord("ref")
        && !next.newlineBefore()
        && ((next.is(TokenKind.WORD) && !next.isWord("as")) || next.is(TokenKind.MUT))) {
      reader.advance();
      return single();
    }
    return path();
  }

  private Pattern path() {
    Token first = reader.current();
    List<Identifier> path = names();
    if (reader.at(TokenKind.LEFT_PAREN) && !reader.startsLine()) {
      List<Pattern> arguments = patterns(true);
      return new Pattern.Constructor(List.copyOf(path), arguments, reader.from(first));
    }
    if (reader.at(TokenKind.LEFT_BRACE)
        && !reader.startsLine()
        && PostfixParser.isUpperCase(path.getLast().text())) {
      return fields(List.copyOf(path), first);
    }
    boolean isRange = reader.at(TokenKind.DOT_DOT) || reader.at(TokenKind.DOT_DOT_EQUAL);
    if (isRange && !reader.startsLine() && PostfixParser.isUpperCase(path.getLast().text())) {
      return range(first, constant(path, first));
    }
    if (path.size() > 1) {
      return new Pattern.Path(List.copyOf(path), reader.from(first));
    }
    Identifier name = path.getFirst();
    parser.soft.bind(name.text());
    if (reader.at(TokenKind.AT)) {
      reader.advance();
      Pattern pattern = single();
      return new Pattern.Alias(name, pattern, reader.from(first));
    }
    return new Pattern.Binding(name, name.span());
  }

  // IDENT { "::" IDENT }
  private List<Identifier> names() {
    List<Identifier> path = new ArrayList<>();
    path.add(reader.identifier(reader.advance()));
    while (reader.at(TokenKind.COLON_COLON)) {
      reader.advance();
      if (!reader.kind().isWord()) {
        reader.unexpected("a name");
        break;
      }
      path.add(reader.identifier(reader.advance()));
    }
    return path;
  }

  // "(" [patterns] ")"
  private List<Pattern> patterns(boolean mayLeaveOut) {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    int outer = reader.change(Context.FREE);
    List<Pattern> patterns = new ArrayList<>();
    boolean mayRest = mayLeaveOut;
    while (!reader.isOver(close)) {
      if (mayRest && reader.at(TokenKind.DOT_DOT) && !isBound(1)) {
        // `A(first, ..)`: the others are of no interest.
        patterns.add(new Pattern.Rest(reader.span(reader.advance())));
        mayRest = false;
      } else {
        patterns.add(pattern());
      }
      if (!reader.accept(TokenKind.COMMA)) {
        break;
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or `)`");
    return List.copyOf(patterns);
  }

  private Pattern tuple() {
    Token first = reader.current();
    int close = reader.pair(reader.index());
    boolean hasComma = reader.tokens().get(close - 1).is(TokenKind.COMMA);
    List<Pattern> elements = patterns(false);
    if (elements.isEmpty()) {
      return new Pattern.Literal(new Expression.NilLiteral(reader.from(first)), reader.from(first));
    }
    return elements.size() == 1 && !hasComma
        ? elements.getFirst()
        : new Pattern.Tuple(elements, reader.from(first));
  }

  // "[" [ ( pattern [ "=" expr ] | ("..." | "..") [IDENT] ) {"," ...} ] "]"
  private Pattern list() {
    int open = reader.index();
    int close = reader.pair(open);
    Token first = reader.advance();
    int outer = reader.change(Context.FREE);
    List<Pattern.ElementPattern> elements = new ArrayList<>();
    while (!reader.isOver(close)) {
      elements.add(element());
      if (!reader.accept(TokenKind.COMMA)) {
        break;
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or `]`");
    return new Pattern.ListPattern(List.copyOf(elements), reader.from(first));
  }

  private Pattern.ElementPattern element() {
    Token first = reader.current();
    boolean isRange = reader.at(TokenKind.DOT_DOT) && isBound(1);
    if (!isRange && (reader.accept(TokenKind.DOT_DOT) || reader.accept(TokenKind.ELLIPSIS))) {
      Identifier rest = reader.at(TokenKind.WORD) ? name() : null;
      return new Pattern.ElementPattern.Rest(rest, reader.from(first));
    }
    // `rest @ ..` is `..rest`
    if (first.is(TokenKind.WORD)
        && reader.nextKind() == TokenKind.AT
        && reader.next(2).is(TokenKind.DOT_DOT)
        && !isBound(3)) {
      Identifier rest = name();
      reader.advance();
      reader.advance();
      return new Pattern.ElementPattern.Rest(rest, reader.from(first));
    }
    Pattern pattern = pattern();
    Expression fallback = fallback();
    return new Pattern.ElementPattern.One(pattern, fallback, reader.from(first));
  }

  // [ "=" expr ]
  private @Nullable Expression fallback() {
    return reader.accept(TokenKind.EQUAL) ? parser.expressions.choice() : null;
  }

  // [path] "{" [ fieldpat {"," fieldpat} [","] ] [ ".." ] "}"
  private Pattern fields(List<Identifier> path, Token first) {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    int outer = reader.change(Context.FREE);
    List<Pattern.FieldPattern> fields = new ArrayList<>();
    boolean isOpen = false;
    while (!reader.isOver(close)) {
      if (reader.accept(TokenKind.DOT_DOT)) {
        isOpen = true;
        break;
      }
      if (!reader.kind().isWord()) {
        reader.unexpected("the name of a field");
        break;
      }
      fields.add(field());
      if (!reader.accept(TokenKind.COMMA)) {
        break;
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or `}`");
    return new Pattern.Fields(path, List.copyOf(fields), isOpen, reader.from(first));
  }

  // fieldpat = NAME [ ":" pattern ] [ "=" expr ]
  private Pattern.FieldPattern field() {
    Token first = reader.current();
    Pattern pattern = null;
    Identifier name;
    // `mut` and `ref` before a name have no effect.
    while ((reader.at(TokenKind.MUT) || reader.atWord("ref")) && reader.nextKind().isWord()) {
      reader.advance();
    }
    if (reader.nextKind() == TokenKind.COLON) {
      name = reader.identifier(reader.advance());
      reader.advance();
      pattern = pattern();
    } else {
      name = nameOrMissing();
    }
    Expression fallback = fallback();
    return new Pattern.FieldPattern(name, pattern, fallback, reader.from(first));
  }
}
