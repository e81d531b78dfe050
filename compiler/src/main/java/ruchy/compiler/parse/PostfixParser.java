package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.TypeName;

/// What follows an operand: members, calls, indexes, paths, struct literals (L 5.1, L 5.4, L 5.8).
final class PostfixParser {
  private final Parser parser;
  private final TokenReader reader;

  PostfixParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // postfix = primary { "." NAME [turbofish] [args] | "." INT | "?." NAME [args] | "::" [ "<" types
  // ">" "::" ] NAME
  //         | args | "[" expr "]" | "[" [expr] ":" [expr] "]" | "?" | "++" | "--" | struct_body }
  Expression postfix(Expression primary) {
    Expression value = primary;
    while (true) {
      Expression more = more(value);
      if (more == null) {
        return value;
      }
      reader.link();
      value = more;
    }
  }

  private @Nullable Expression more(Expression value) {
    return switch (reader.kind()) {
      case DOT, QUESTION_DOT -> member(value);
      case COLON_COLON -> reader.startsLine() && reader.has(Context.ARM) ? null : path(value);
      case LEFT_PAREN -> reader.startsLine() ? null : call(value);
      case LEFT_BRACKET -> reader.startsLine() ? null : index(value);
      case QUESTION -> {
        if (reader.startsLine() || parser.ternaries.isTernary(reader.index())) {
          yield null;
        }
        reader.advance();
        yield new Expression.Propagate(value, reader.from(value.span()));
      }
      case QUESTION_QUESTION -> doublePropagation(value);
      case PLUS_PLUS, MINUS_MINUS -> reader.startsLine() ? null : increment(value);
      case LEFT_BRACE -> structLiteral(value);
      default -> null;
    };
  }

  /// `??` that is no operator: before a token that cannot start an operand, or at the end of a line
  /// (L 5.7)
  private @Nullable Expression doublePropagation(Expression value) {
    if (reader.startsLine()) {
      return null;
    }
    Token next = reader.next(1);
    boolean isLineEnd = next.newlineBefore() && !reader.has(Context.FREE);
    if (!isLineEnd && Operands.canStart(next, reader.next(2))) {
      return null;
    }
    reader.advance();
    Expression inner = new Expression.Propagate(value, reader.from(value.span()));
    return new Expression.Propagate(inner, reader.from(value.span()));
  }

  private Expression increment(Expression target) {
    parser.expressions.checkTarget(target);
    boolean up = reader.advance().is(TokenKind.PLUS_PLUS);
    return new Expression.Increment(target, up, false, reader.from(target.span()));
  }

  // "." NAME [turbofish] [args] | "." INT | "?." NAME [args]
  private Expression member(Expression target) {
    boolean safe = reader.advance().is(TokenKind.QUESTION_DOT);
    if (reader.at(TokenKind.INTEGER) && !safe) {
      return tupleMember(target);
    }
    if (!reader.kind().isWord()) {
      reader.unexpected("the name of a member");
      Identifier nothing = new Identifier("", reader.span(reader.previous()).after());
      return new Expression.Member(target, nothing, safe, reader.from(target.span()));
    }
    Identifier name = reader.identifier(reader.advance());
    List<TypeName> types = List.of();
    if (reader.at(TokenKind.COLON_COLON) && reader.nextKind() == TokenKind.LESS) {
      reader.advance();
      types = parser.types.arguments();
    }
    if (reader.at(TokenKind.LEFT_PAREN) && !reader.startsLine()) {
      List<Expression.Argument> arguments = arguments();
      return new Expression.MethodCall(
          target, name, types, arguments, safe, reader.from(target.span()));
    }
    return new Expression.Member(target, name, safe, reader.from(target.span()));
  }

  private Expression tupleMember(Expression target) {
    Token index = reader.advance();
    long value = index.value() instanceof Long v ? v : 0;
    int small = (int) Math.min(value, Integer.MAX_VALUE);
    return new Expression.TupleMember(target, small, reader.from(target.span()));
  }

  // "::" [ "<" types ">" "::" ] NAME
  private Expression path(Expression value) {
    List<Expression.PathSegment> segments = new ArrayList<>();
    if (!segments(value, segments)) {
      return foreignPath(value);
    }
    while (reader.at(TokenKind.COLON_COLON)) {
      reader.advance();
      if (reader.at(TokenKind.LESS)) {
        List<TypeName> types = parser.types.arguments();
        Expression.PathSegment last = segments.removeLast();
        segments.add(new Expression.PathSegment(last.name(), types));
      } else if (reader.kind().isWord()) {
        Identifier name = reader.identifier(reader.advance());
        segments.add(new Expression.PathSegment(name, List.of()));
      } else {
        reader.unexpected("a name");
        break;
      }
    }
    if (segments.size() == 1) {
      return value;
    }
    return new Expression.Path(List.copyOf(segments), reader.from(value.span()));
  }

  /// The segments of a value that can begin a path; members of names count, for `m.f` is `m::f` (L
  /// 14.1). False if it is no such value.
  private static boolean segments(Expression value, List<Expression.PathSegment> segments) {
    Expression first = value;
    while (first instanceof Expression.Member member && !member.safe()) {
      segments.add(new Expression.PathSegment(member.name(), List.of()));
      first = member.target();
    }
    if (first instanceof Expression.Name name) {
      add(segments, name.text(), name);
    } else if (first instanceof Expression.Self self) {
      add(segments, "self", self);
    } else if (first instanceof Expression.Super parent) {
      add(segments, "super", parent);
    } else if (first instanceof Expression.Path path) {
      segments.addAll(path.segments().reversed());
    } else {
      return false;
    }
    Collections.reverse(segments);
    return true;
  }

  private static void add(List<Expression.PathSegment> segments, String text, Expression place) {
    segments.add(new Expression.PathSegment(new Identifier(text, place.span()), List.of()));
  }

  /// `f()::x`: a member, for only names have paths
  private Expression foreignPath(Expression value) {
    reader.advance();
    if (!reader.kind().isWord()) {
      reader.unexpected("a name");
      return value;
    }
    Identifier name = reader.identifier(reader.advance());
    return new Expression.Member(value, name, false, reader.from(value.span()));
  }

  private Expression call(Expression callee) {
    List<Expression.Argument> arguments = arguments();
    return new Expression.Call(callee, arguments, reader.from(callee.span()));
  }

  // args = "(" [ arg { "," arg } [","] ] ")"
  List<Expression.Argument> arguments() {
    int open = reader.index();
    List<Expression.Argument> arguments = new ArrayList<>();
    String closer = reader.advance().kind().closer().quoted();
    int outer = reader.change(Context.FREE);
    int close = reader.pair(open);
    while (!reader.isOver(close)) {
      int before = reader.index();
      arguments.add(argument());
      if (!parser.primaries.separator(open, before, "`,` or " + closer)) {
        break;
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or " + closer);
    return List.copyOf(arguments);
  }

  // arg = [ IDENT (":" | "=") ] expr | "..." expr
  private Expression.Argument argument() {
    Token first = reader.current();
    boolean spread = reader.accept(TokenKind.ELLIPSIS);
    Identifier name = null;
    if (first.kind().isWord()
        && ((reader.nextKind() == TokenKind.COLON
                && !Operands.takesAtom(first, reader.next(1), reader.next(2)))
            || (first.is(TokenKind.WORD) && reader.nextKind() == TokenKind.EQUAL))) {
      name = reader.identifier(reader.advance());
      reader.advance();
    }
    Expression value = parser.expressions.choice();
    if (isAssignment(reader.kind())) {
      reader.unexpected(
          "`,` or `)`", "an assignment as an argument needs parentheses: `f((x = 1))`");
      reader.advance();
      value = parser.expressions.expression();
    }
    return new Expression.Argument(name, value, spread, reader.from(first));
  }

  private static boolean isAssignment(TokenKind kind) {
    return switch (kind) {
      case EQUAL, PLUS_EQUAL, MINUS_EQUAL, STAR_EQUAL, SLASH_EQUAL, PERCENT_EQUAL -> true;
      case STAR_STAR_EQUAL, AMPERSAND_EQUAL, PIPE_EQUAL, CARET_EQUAL -> true;
      case SHIFT_LEFT_EQUAL, SHIFT_RIGHT_EQUAL -> true;
      case AND_AND_EQUAL, PIPE_PIPE_EQUAL, QUESTION_QUESTION_EQUAL -> true;
      default -> false;
    };
  }

  // "[" expr "]" | "[" [expr] ":" [expr] "]"
  private Expression index(Expression target) {
    int open = reader.index();
    reader.advance();
    int outer = reader.change(Context.FREE);
    int close = reader.pair(open);
    Expression start = null;
    Expression end = null;
    boolean isSlice =
        reader.at(TokenKind.COLON) && !Operands.isAtom(reader.current(), reader.next(1));
    if (!isSlice) {
      start = parser.expressions.expression();
      isSlice = reader.at(TokenKind.COLON);
    }
    if (isSlice) {
      reader.advance();
      if (!reader.isOver(close)) {
        end = parser.expressions.expression();
      }
    }
    reader.restore(outer);
    reader.close(open, null);
    if (isSlice || start == null) {
      return new Expression.Slice(target, start, end, reader.from(target.span()));
    }
    return new Expression.Index(target, start, reader.from(target.span()));
  }

  // struct_body = "{" [ ( NAME [":" expr] | ".." expr ) { "," ... } [","] ] "}"
  private @Nullable Expression structLiteral(Expression name) {
    if (reader.has(Context.HEAD) || reader.startsLine()) {
      return null;
    }
    List<Expression.PathSegment> segments = new ArrayList<>();
    if (!segments(name, segments) || !isUpperCase(segments.getLast().name().text())) {
      return null;
    }
    List<Identifier> path = new ArrayList<>();
    for (Expression.PathSegment segment : segments) {
      path.add(segment.name());
    }
    return parser.braces.structLiteral(name, List.copyOf(path));
  }

  /// Whether a name can be that of a type (L 5.4).
  static boolean isUpperCase(String name) {
    return !name.isEmpty() && Character.isUpperCase(name.codePointAt(0));
  }
}
