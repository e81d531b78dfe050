package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.TypeName;

/// Classes (L 3.3) and actors (L 3.4).
final class ClassParser {
  private final Parser parser;
  private final TokenReader reader;

  ClassParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // class = "class" IDENT [generics] [ ":" IDENT [targs] { "+" IDENT [targs] } ] "{" { { decorator
  // } cmember } "}"
  Item classItem(Item.Modifiers modifiers, List<Item.FunctionFlag> flags, Token first) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    List<Identifier> generics = parser.types.generics();
    List<TypeName> parents = parents();
    List<Item.Field> fields = new ArrayList<>();
    List<Item.Property> properties = new ArrayList<>();
    List<Item.Function> methods = new ArrayList<>();
    List<Item.Constant> constants = new ArrayList<>();
    if (reader.at(TokenKind.LEFT_BRACE)) {
      parser.typeItems.members(() -> member(fields, properties, methods, constants));
    } else {
      reader.unexpected("`{`", "the members of a class are written in braces");
    }
    return new Item.Class(
        modifiers,
        flags,
        name,
        generics,
        parents,
        List.copyOf(fields),
        List.copyOf(properties),
        List.copyOf(methods),
        List.copyOf(constants),
        reader.from(first));
  }

  /// The superclass and the traits; `class D extends C implements T, U` is `class D : C + T + U`.
  private List<TypeName> parents() {
    if (reader.accept(TokenKind.COLON)) {
      return parser.types.bounds();
    }
    List<TypeName> parents = new ArrayList<>();
    while ((reader.atWord("extends") || reader.atWord("implements"))
        && reader.nextKind().isWord()) {
      do {
        reader.advance();
        parents.addAll(parser.types.bounds());
      } while (reader.at(TokenKind.COMMA));
    }
    return List.copyOf(parents);
  }

  // cmember = "const" ... | "property" ... | "operator" ... | constructor | method | field
  private void member(
      List<Item.Field> fields,
      List<Item.Property> properties,
      List<Item.Function> methods,
      List<Item.Constant> constants) {
    TypeItemParser.MemberStart start = parser.typeItems.start();
    if (parser.typeItems.isFunction()) {
      methods.add(parser.typeItems.method(start, false));
    } else if (reader.at(TokenKind.CONST)) {
      constants.add(parser.typeItems.constant(start, true));
    } else if (reader.atWord("property") && reader.nextKind().isWord()) {
      properties.add(property());
    } else if (reader.atWord("operator")
        && reader.nextKind() != TokenKind.COLON
        && reader.nextKind() != TokenKind.EQUAL) {
      methods.add(operator(start));
    } else if (isConstructor()) {
      methods.add(constructor(start));
    } else {
      fields.add(parser.typeItems.field(start, false));
    }
  }

  private boolean isConstructor() {
    if (!reader.atWord("new") && !reader.atWord("init")) {
      return false;
    }
    return reader.nextKind() == TokenKind.LEFT_PAREN
        || (reader.nextKind().isWord() && reader.next(2).is(TokenKind.LEFT_PAREN));
  }

  // ( "new" | "init" ) [ IDENT ] params [ "->" type ] block
  private Item.Function constructor(TypeItemParser.MemberStart start) {
    Identifier name = reader.identifier(reader.advance());
    if (reader.kind().isWord()) {
      name = reader.identifier(reader.advance());
    }
    List<Item.FunctionFlag> flags = with(start.flags(), Item.FunctionFlag.CONSTRUCTOR);
    return parser.functions.rest(start.modifiers(), flags, name, start.first(), true);
  }

  // "operator" op params [ "->" type ] block        op: + - * / % == != < > <= >= []
  private Item.Function operator(TypeItemParser.MemberStart start) {
    reader.advance();
    Token sign = reader.current();
    Identifier name;
    switch (sign.kind()) {
      case PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          EQUAL_EQUAL,
          NOT_EQUAL,
          LESS,
          GREATER,
          LESS_EQUAL,
          GREATER_EQUAL -> {
        reader.advance();
        name = new Identifier(sign.kind().text(), reader.span(sign));
      }
      case LEFT_BRACKET -> {
        int open = reader.index();
        reader.advance();
        reader.close(open, null);
        name = new Identifier("[]", reader.from(sign));
      }
      default -> {
        reader.unexpected("an operator", "a class can define + - * / % == != < > <= >= []");
        name = new Identifier("", reader.here());
      }
    }
    List<Item.FunctionFlag> flags = with(start.flags(), Item.FunctionFlag.OPERATOR);
    return parser.functions.rest(start.modifiers(), flags, name, start.first(), true);
  }

  private static List<Item.FunctionFlag> with(
      List<Item.FunctionFlag> flags, Item.FunctionFlag more) {
    List<Item.FunctionFlag> all = new ArrayList<>(flags);
    all.add(more);
    return List.copyOf(all);
  }

  // "property" IDENT ":" type "{" { "get" "=>" expr [","] | "set" "(" IDENT ")" "=>" expr [","] }
  // "}"
  private Item.Property property() {
    Token first = reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    reader.expect(TokenKind.COLON);
    TypeName type = parser.types.type();
    Accessors accessors = new Accessors();
    if (reader.at(TokenKind.LEFT_BRACE)) {
      parser.typeItems.members(() -> accessor(accessors));
    } else {
      reader.unexpected("`{`", "a property has `get => value` in braces");
    }
    return new Item.Property(
        name, type, accessors.get, accessors.setParameter, accessors.set, reader.from(first));
  }

  /// What has been read of a property so far.
  private static final class Accessors {
    @Nullable Expression get;
    @Nullable Identifier setParameter;
    @Nullable Expression set;
  }

  private void accessor(Accessors accessors) {
    int scope = parser.soft.enter();
    if (reader.acceptWord("get")) {
      reader.expect(TokenKind.FAT_ARROW);
      accessors.get = arrowBody();
    } else if (reader.atWord("set")) {
      reader.advance();
      int open = reader.index();
      if (reader.expect(TokenKind.LEFT_PAREN)) {
        accessors.setParameter = parser.patterns.name();
        reader.close(open, null);
        reader.expect(TokenKind.FAT_ARROW);
        accessors.set = arrowBody();
      }
    } else {
      reader.unexpected("`get` or `set`");
    }
    parser.soft.leave(scope);
  }

  private Expression arrowBody() {
    return reader.at(TokenKind.LEFT_BRACE)
        ? parser.braces.brace(true)
        : parser.expressions.expression();
  }

  // actor = "actor" IDENT "{" { "state" "{" { field [","] } "}" | [ "mut" ] IDENT ":" type [ "="
  // expr ] [","|";"]
  //       | receive | method } "}"
  Item actor(Item.Modifiers modifiers, Token first) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    List<Item.Field> fields = new ArrayList<>();
    List<Item.Function> handlers = new ArrayList<>();
    List<Item.Function> methods = new ArrayList<>();
    if (reader.at(TokenKind.LEFT_BRACE)) {
      parser.typeItems.members(() -> actorMember(fields, handlers, methods));
    } else {
      reader.unexpected("`{`", "the members of an actor are written in braces");
    }
    return new Item.Actor(
        modifiers,
        name,
        List.copyOf(fields),
        List.copyOf(handlers),
        List.copyOf(methods),
        reader.from(first));
  }

  private void actorMember(
      List<Item.Field> fields, List<Item.Function> handlers, List<Item.Function> methods) {
    TypeItemParser.MemberStart start = parser.typeItems.start();
    if (parser.typeItems.isFunction()) {
      methods.add(parser.typeItems.method(start, true));
    } else if (reader.atWord("state") && reader.nextKind() == TokenKind.LEFT_BRACE) {
      reader.advance();
      parser.typeItems.members(
          () -> fields.add(parser.typeItems.field(parser.typeItems.start(), true)));
    } else if (reader.atWord("receive") && reader.nextKind() == TokenKind.LEFT_BRACE) {
      reader.advance();
      parser.typeItems.members(() -> handlers.add(handler()));
    } else if (reader.atWord("receive") && reader.nextKind().isWord()) {
      reader.advance();
      handlers.add(handler());
    } else {
      fields.add(parser.typeItems.field(start, true));
    }
  }

  // receive = "receive" "{" { IDENT [params] "=>" expr [","] } "}"
  //         | "receive" IDENT [params] ( "=>" expr | [ "->" type ] block )
  private Item.Function handler() {
    Token first = reader.current();
    int scope = parser.soft.enter();
    Identifier name = parser.patterns.nameOrMissing();
    List<Parameter> parameters =
        reader.at(TokenKind.LEFT_PAREN) ? parser.functions.parameters() : List.of();
    TypeName result = reader.accept(TokenKind.ARROW) ? parser.types.type() : null;
    Expression body;
    if (reader.accept(TokenKind.FAT_ARROW)) {
      body = arrowBody();
    } else if (reader.at(TokenKind.LEFT_BRACE)) {
      body = parser.braces.brace(true);
    } else {
      reader.unexpected("`=>` or `{`");
      body = new Expression.Missing(reader.here());
    }
    parser.soft.leave(scope);
    return new Item.Function(
        Item.Modifiers.NONE,
        List.of(),
        name,
        List.of(),
        parameters,
        result,
        List.of(),
        body,
        reader.from(first));
  }
}
