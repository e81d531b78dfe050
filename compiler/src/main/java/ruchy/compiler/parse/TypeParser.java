package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.TypeName;

/// Types, generics, bounds (L 4.1, L 3.2).
final class TypeParser {
  private final Parser parser;
  private final TokenReader reader;

  TypeParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // type = ... | type "?"      [ "where" expr ]
  TypeName type() {
    int outer = reader.enter();
    TypeName type = single(false);
    while (reader.at(TokenKind.QUESTION) || reader.at(TokenKind.QUESTION_QUESTION)) {
      boolean isDouble = reader.at(TokenKind.QUESTION_QUESTION);
      reader.advance();
      type = new TypeName.Optional(type, reader.from(type.span()));
      if (isDouble) {
        type = new TypeName.Optional(type, type.span());
      }
      reader.link();
    }
    if (isRefinement()) {
      reader.advance();
      int flags = reader.change(reader.flags() | Context.HEAD);
      parser.expressions.choice();
      reader.restore(flags);
    }
    reader.leave(outer);
    return type;
  }

  private boolean isRefinement() {
    return reader.atWord("where")
        && !reader.current().newlineBefore()
        && !reader.next(2).is(TokenKind.COLON);
  }

  /// The type of a cast: `?` is never part of it, and its arguments follow without white space (L
  /// 5.9).
  TypeName castType() {
    int outer = reader.enter();
    TypeName type = single(true);
    reader.leave(outer);
    return type;
  }

  private TypeName single(boolean isCast) {
    Token first = reader.current();
    return switch (first.kind()) {
      case AMPERSAND, AND_AND -> reference(isCast);
      case FN, FUN -> function();
      case LEFT_BRACKET -> array();
      case LEFT_PAREN -> tuple();
      case BANG -> new TypeName.Anything(reader.span(reader.advance()));
      case NIL, NULL -> {
        Identifier nil = new Identifier("nil", reader.span(reader.advance()));
        yield new TypeName.Named(List.of(nil), List.of(), nil.span());
      }
      case WORD -> {
        if (reader.atWord("_")) {
          yield new TypeName.Anything(reader.span(reader.advance()));
        }
        if ((reader.atWord("impl") || reader.atWord("dyn"))
            && reader.nextKind() == TokenKind.WORD) {
          reader.advance();
          yield bounded(first);
        }
        yield named(isCast);
      }
      case IMPL -> {
        reader.advance();
        yield bounded(first);
      }
      default -> {
        reader.unexpected("a type");
        yield new TypeName.Anything(reader.here());
      }
    };
  }

  /// `impl A + B`, `dyn A + B`: the first bound counts
  private TypeName bounded(Token first) {
    TypeName type = single(false);
    while (reader.at(TokenKind.PLUS)) {
      reader.advance();
      if (!reader.accept(TokenKind.LABEL)) {
        single(false);
      }
    }
    return type instanceof TypeName.Named named
        ? new TypeName.Named(named.path(), named.arguments(), reader.from(first))
        : type;
  }

  // "&" [LIFETIME] ["mut"] type
  private TypeName reference(boolean isCast) {
    Token first = reader.current();
    if (first.is(TokenKind.AND_AND)) {
      reader.advanceHalf(TokenKind.AMPERSAND, TokenKind.AMPERSAND);
    } else {
      reader.advance();
    }
    reader.accept(TokenKind.LABEL);
    boolean mutable = reader.accept(TokenKind.MUT);
    int outer = reader.enter();
    TypeName target = single(isCast);
    reader.leave(outer);
    return new TypeName.Reference(target, mutable, reader.from(first));
  }

  // ("fn"|"fun") "(" types ")" ["->" type]
  private TypeName function() {
    Token first = reader.advance();
    List<TypeName> parameters = List.of();
    if (reader.at(TokenKind.LEFT_PAREN)) {
      parameters = parenthesised();
    } else {
      reader.unexpected("`(`");
    }
    TypeName result = reader.accept(TokenKind.ARROW) ? type() : null;
    return new TypeName.Function(parameters, result, reader.from(first));
  }

  // "[" type [ ";" (INT|IDENT) ] "]"
  private TypeName array() {
    int open = reader.index();
    Token first = reader.advance();
    TypeName element = type();
    if (reader.accept(TokenKind.SEMICOLON)
        && !reader.accept(TokenKind.INTEGER)
        && !reader.accept(TokenKind.WORD)) {
      reader.unexpected("a length");
    }
    reader.close(open, null);
    return new TypeName.Array(element, reader.from(first));
  }

  // "(" [types] ")" [ "->" type ]
  private TypeName tuple() {
    Token first = reader.current();
    int close = reader.pair(reader.index());
    boolean hasComma = close > 0 && reader.tokens().get(close - 1).is(TokenKind.COMMA);
    List<TypeName> elements = parenthesised();
    if (reader.accept(TokenKind.ARROW)) {
      TypeName result = type();
      return new TypeName.Function(elements, result, reader.from(first));
    }
    return elements.size() == 1 && !hasComma
        ? elements.getFirst()
        : new TypeName.Tuple(elements, reader.from(first));
  }

  // "(" types ")"
  private List<TypeName> parenthesised() {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    List<TypeName> types = new ArrayList<>();
    while (!reader.isOver(close)) {
      boolean isNamed = reader.kind().isWord() && reader.nextKind() == TokenKind.COLON;
      if (isNamed) {
        reader.advance();
        reader.advance();
      }
      types.add(type());
      if (!reader.accept(TokenKind.COMMA)) {
        break;
      }
    }
    reader.close(open, "`,` or `)`");
    return List.copyOf(types);
  }

  // path [ "<" types ">" ] | path "(" types ")" "->" type
  private TypeName named(boolean isCast) {
    Token first = reader.current();
    List<Identifier> path = new ArrayList<>();
    path.add(reader.identifier(reader.advance()));
    while (reader.at(TokenKind.COLON_COLON) && reader.nextKind().isWord()) {
      reader.advance();
      path.add(reader.identifier(reader.advance()));
    }
    if (reader.at(TokenKind.COLON_COLON) && reader.nextKind() == TokenKind.LESS) {
      reader.advance();
    }
    List<TypeName> arguments = List.of();
    if (reader.at(TokenKind.LESS) && !(isCast && reader.current().spaceBefore())) {
      arguments = arguments();
    } else if (reader.at(TokenKind.LEFT_PAREN) && !reader.current().spaceBefore() && !isCast) {
      List<TypeName> parameters = parenthesised();
      TypeName result = reader.accept(TokenKind.ARROW) ? type() : null;
      return new TypeName.Function(parameters, result, reader.from(first));
    }
    return new TypeName.Named(List.copyOf(path), arguments, reader.from(first));
  }

  /// Type arguments without their lifetimes; `Item = T` counts as `T`.
  // "<" types ">"
  List<TypeName> arguments() {
    int reports = reader.reports();
    reader.advance();
    List<TypeName> arguments = new ArrayList<>();
    while (!reader.atEnd() && !atAngle()) {
      if (!reader.accept(TokenKind.LABEL)) {
        boolean isNamed =
            reader.nextKind() == TokenKind.EQUAL
                && PostfixParser.isUpperCase(reader.current().text());
        if (isNamed && reader.at(TokenKind.WORD)) {
          reader.advance();
          reader.advance();
        }
        arguments.add(reader.at(TokenKind.INTEGER) ? length() : type());
      }
      if (!reader.accept(TokenKind.COMMA)) {
        break;
      }
    }
    if (atAngle() || reader.reports() == reports) {
      closeAngle();
    }
    return List.copyOf(arguments);
  }

  /// A number as a type argument says nothing about values.
  private TypeName length() {
    return new TypeName.Anything(reader.span(reader.advance()));
  }

  private boolean atAngle() {
    return switch (reader.kind()) {
      case GREATER, SHIFT_RIGHT, GREATER_EQUAL, SHIFT_RIGHT_EQUAL -> true;
      default -> false;
    };
  }

  /// Reads one `>`, also the first of `>>`, `>=` and `>>=`.
  private void closeAngle() {
    switch (reader.kind()) {
      case GREATER -> reader.advance();
      case SHIFT_RIGHT -> reader.advanceHalf(TokenKind.GREATER, TokenKind.GREATER);
      case GREATER_EQUAL -> reader.advanceHalf(TokenKind.GREATER, TokenKind.EQUAL);
      case SHIFT_RIGHT_EQUAL -> reader.advanceHalf(TokenKind.GREATER, TokenKind.GREATER_EQUAL);
      default -> reader.unexpected("`,` or `>`");
    }
  }

  /// The names of the type parameters; lifetimes and bounds are read and dropped.
  // generics = "<" gparam { "," gparam } ">"        gparam = LIFETIME | IDENT [ ":" bounds ]
  List<Identifier> generics() {
    if (!reader.at(TokenKind.LESS)) {
      return List.of();
    }
    reader.advance();
    List<Identifier> names = new ArrayList<>();
    while (!reader.atEnd() && !atAngle()) {
      boolean isLifetime = reader.accept(TokenKind.LABEL);
      if (!isLifetime) {
        reader.accept(TokenKind.CONST);
        Identifier name = parser.patterns.name();
        if (name == null) {
          break;
        }
        names.add(name);
      }
      if (reader.accept(TokenKind.COLON)) {
        bounds();
      }
      if (reader.accept(TokenKind.EQUAL)) {
        type();
      }
      if (!reader.accept(TokenKind.COMMA)) {
        break;
      }
    }
    closeAngle();
    return List.copyOf(names);
  }

  // bounds = type { "+" type }
  List<TypeName> bounds() {
    List<TypeName> bounds = new ArrayList<>();
    do {
      reader.accept(TokenKind.QUESTION);
      if (!reader.accept(TokenKind.LABEL)) {
        bounds.add(single(false));
      }
    } while (reader.accept(TokenKind.PLUS));
    return List.copyOf(bounds);
  }

  // where = "where" IDENT ":" bounds { "," IDENT ":" bounds }
  void where() {
    if (!reader.acceptWord("where")) {
      return;
    }
    do {
      if (reader.at(TokenKind.LEFT_BRACE)) {
        return;
      }
      if (!reader.accept(TokenKind.LABEL)) {
        single(false);
      }
      if (!reader.expect(TokenKind.COLON)) {
        return;
      }
      bounds();
    } while (reader.accept(TokenKind.COMMA));
  }
}
