package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// Structs, enums, traits and impl blocks (L 3.3, L 3.4).
final class TypeItemParser {
  private final Parser parser;
  private final TokenReader reader;

  TypeItemParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // struct = "struct" IDENT [generics] ( "{" { ( field | method ) [","|";"] } "}" | "(" type {","
  // type} ")" [";"] | [";"] )
  Item struct(Item.Modifiers modifiers, Token first) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    List<Identifier> generics = parser.types.generics();
    parser.types.where();
    List<Item.Field> fields = new ArrayList<>();
    List<Item.Function> methods = new ArrayList<>();
    Item.Shape shape = Item.Shape.UNIT;
    if (reader.at(TokenKind.LEFT_PAREN) && !reader.current().newlineBefore()) {
      shape = Item.Shape.TUPLE;
      fields.addAll(positionalFields());
      parser.types.where();
    } else if (reader.at(TokenKind.LEFT_BRACE)) {
      shape = Item.Shape.RECORD;
      members(
          () -> {
            MemberStart start = start();
            if (isFunction()) {
              methods.add(method(start, true));
            } else {
              fields.add(field(start, true));
            }
          });
    }
    return new Item.Struct(
        modifiers,
        name,
        generics,
        List.copyOf(fields),
        List.copyOf(methods),
        shape,
        reader.from(first));
  }

  /// Reads one member of a braced declaration.
  interface Member {
    void parse();
  }

  /// Reads `{ member [","|";"] ... }`; a broken member is skipped up to the next line.
  void members(Member member) {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    int outer = reader.change(0);
    while (!reader.isOver(close)) {
      int before = reader.index();
      int reports = reader.reports();
      reader.beginElement();
      member.parse();
      if (reader.reports() != reports || reader.index() == before) {
        reader.recover(before, close);
      }
      while (reader.at(TokenKind.COMMA) || reader.at(TokenKind.SEMICOLON)) {
        reader.advance();
      }
    }
    reader.restore(outer);
    reader.close(open, null);
  }

  /// What stands before a member: attributes, visibility and words such as `static`.
  record MemberStart(Token first, Item.Modifiers modifiers, List<Item.FunctionFlag> flags) {}

  MemberStart start() {
    Token first = reader.current();
    Item.Modifiers modifiers = parser.items.modifiers();
    if (reader.at(TokenKind.PUB)) {
      parser.items.visibility();
      modifiers = ItemParser.visible(modifiers);
    }
    List<Item.FunctionFlag> flags = new ArrayList<>();
    while (true) {
      Item.FunctionFlag flag = memberFlag();
      if (flag == null) {
        return new MemberStart(first, modifiers, List.copyOf(flags));
      }
      flags.add(flag);
      reader.advance();
    }
  }

  private Item.@Nullable FunctionFlag memberFlag() {
    if (reader.at(TokenKind.CONST)) {
      boolean isFunction = reader.nextKind() == TokenKind.FUN || reader.nextKind() == TokenKind.FN;
      return isFunction ? Item.FunctionFlag.CONST : null;
    }
    if (!reader.at(TokenKind.WORD) || !reader.nextKind().isWord()) {
      return null;
    }
    return switch (reader.current().text()) {
      case "static" -> Item.FunctionFlag.STATIC;
      case "override" -> Item.FunctionFlag.OVERRIDE;
      case "final" -> Item.FunctionFlag.FINAL;
      case "abstract" -> Item.FunctionFlag.ABSTRACT;
      case "async" -> Item.FunctionFlag.ASYNC;
      case "unsafe" -> Item.FunctionFlag.UNSAFE;
      case "private" -> Item.FunctionFlag.PRIVATE;
      case "protected" -> Item.FunctionFlag.PROTECTED;
      default -> null;
    };
  }

  boolean isFunction() {
    return reader.at(TokenKind.FUN) || reader.at(TokenKind.FN);
  }

  // method = [ vis ] [ "async" ] ("fun" | "fn") NAME [generics] params [ "->" type ] ( block | "="
  // expr )
  Item.Function method(MemberStart start, boolean needsBody) {
    return parser.functions.function(start.modifiers(), start.flags(), start.first(), needsBody);
  }

  // field = [ vis | "private" ] [ "mut" ] IDENT ":" type [ "=" expr ]
  Item.Field field(MemberStart start, boolean needsType) {
    acceptMark(TokenKind.MUT);
    if (!needsType && (acceptMark(TokenKind.LET) || acceptMark(TokenKind.VAR))) {
      acceptMark(TokenKind.MUT);
    }
    Identifier name;
    if (reader.nextKind() == TokenKind.COLON && reader.kind().isWord()) {
      name = reader.identifier(reader.advance());
    } else {
      name = parser.patterns.nameOrMissing();
    }
    TypeName type = null;
    Expression initial = null;
    if (reader.accept(TokenKind.COLON)) {
      type = parser.types.type();
    } else if (needsType || !reader.at(TokenKind.EQUAL)) {
      reader.unexpected(
          needsType ? "`:`" : "`:` or `=`", Hints.forField(reader, name.text(), needsType));
    }
    if (reader.accept(TokenKind.EQUAL)) {
      initial = parser.expressions.expression();
    }
    boolean isStatic = start.flags().contains(Item.FunctionFlag.STATIC);
    return new Item.Field(
        start.modifiers(), isStatic, name, type, initial, reader.from(start.first()));
  }

  /// Passes a keyword that stands before the name of a field, and is not the name itself.
  private boolean acceptMark(TokenKind mark) {
    return reader.nextKind() != TokenKind.COLON && reader.accept(mark);
  }

  // "(" type {"," type} ")"
  private List<Item.Field> positionalFields() {
    int open = reader.index();
    int close = reader.pair(open);
    reader.advance();
    int outer = reader.change(Context.FREE);
    List<Item.Field> fields = new ArrayList<>();
    while (!reader.isOver(close)) {
      int before = reader.index();
      Token first = reader.current();
      Item.Modifiers modifiers = parser.items.modifiers();
      if (reader.at(TokenKind.PUB)) {
        parser.items.visibility();
        modifiers = ItemParser.visible(modifiers);
      }
      TypeName type = parser.types.type();
      Identifier name = new Identifier(Integer.toString(fields.size()), type.span());
      fields.add(new Item.Field(modifiers, false, name, type, null, reader.from(first)));
      if (!parser.primaries.separator(open, before, "`,` or `)`")) {
        break;
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or `)`");
    return List.copyOf(fields);
  }

  // enum = "enum" IDENT [generics] "{" { variant [","] } "}"
  Item enumeration(Item.Modifiers modifiers, Token first) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    List<Identifier> generics = parser.types.generics();
    parser.types.where();
    List<Item.Variant> variants = new ArrayList<>();
    if (reader.at(TokenKind.LEFT_BRACE)) {
      members(() -> variants.add(variant()));
    } else {
      reader.unexpected("`{`", "the variants of an enum are written in braces");
    }
    return new Item.Enum(modifiers, name, generics, List.copyOf(variants), reader.from(first));
  }

  // variant = IDENT [ "(" type {"," type} ")" | "{" IDENT ":" type {"," IDENT ":" type} [","] "}" |
  // "=" ["-"] INT ]
  private Item.Variant variant() {
    boolean isDefault =
        parser.items.modifiers().attributes().stream()
            .anyMatch(attribute -> attribute.name().text().equals("default"));
    Token first = reader.current();
    Identifier name = parser.patterns.nameOrMissing();
    Item.Shape shape = Item.Shape.UNIT;
    List<Item.Field> fields = new ArrayList<>();
    Long discriminant = null;
    if (reader.at(TokenKind.LEFT_PAREN)) {
      shape = Item.Shape.TUPLE;
      fields.addAll(positionalFields());
    } else if (reader.at(TokenKind.LEFT_BRACE)) {
      shape = Item.Shape.RECORD;
      members(() -> fields.add(field(start(), true)));
    }
    if (reader.accept(TokenKind.EQUAL)) {
      discriminant = discriminant();
    }
    return new Item.Variant(
        isDefault, name, shape, List.copyOf(fields), discriminant, reader.from(first));
  }

  private @Nullable Long discriminant() {
    boolean isNegative = reader.accept(TokenKind.MINUS);
    if (!reader.at(TokenKind.INTEGER)) {
      reader.unexpected("an integer");
      return null;
    }
    Token number = reader.advance();
    long value = number.value() instanceof Long v ? v : 0;
    return isNegative && !number.needsMinus() ? -value : value;
  }

  // trait = ("trait" | "interface") IDENT [generics] [ ":" bounds ] [ where ] "{" { tmember
  // [";"|","] } "}"
  Item trait(Item.Modifiers modifiers, Token first) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    List<Identifier> generics = parser.types.generics();
    List<TypeName> parents = reader.accept(TokenKind.COLON) ? parser.types.bounds() : List.of();
    parser.types.where();
    List<Identifier> types = new ArrayList<>();
    List<Item.Function> methods = new ArrayList<>();
    List<Item.Constant> constants = new ArrayList<>();
    if (reader.at(TokenKind.LEFT_BRACE)) {
      members(() -> traitMember(types, methods, constants, false));
    } else {
      reader.unexpected("`{`", "the members of a trait are written in braces");
    }
    return new Item.Trait(
        modifiers,
        name,
        generics,
        parents,
        List.copyOf(types),
        List.copyOf(methods),
        List.copyOf(constants),
        reader.from(first));
  }

  // tmember = "type" IDENT [ "=" type ] | "const" IDENT ":" type [ "=" expr ]
  //         | ("fun"|"fn") NAME [generics] params [ "->" type ] [ block ]
  private void traitMember(
      List<Identifier> types,
      List<Item.Function> methods,
      List<Item.Constant> constants,
      boolean needsBody) {
    MemberStart start = start();
    if (isFunction()) {
      methods.add(method(start, needsBody));
    } else if (reader.at(TokenKind.CONST)) {
      constants.add(constant(start, needsBody));
    } else if (reader.atWord("type") && reader.nextKind().isWord()) {
      reader.advance();
      types.add(reader.identifier(reader.advance()));
      parser.types.generics();
      if (reader.accept(TokenKind.COLON)) {
        parser.types.bounds();
      }
      if (reader.accept(TokenKind.EQUAL)) {
        parser.types.type();
      }
    } else {
      reader.unexpected("`fun`, `const` or `type`");
    }
  }

  /// A constant that belongs to a type.
  Item.Constant constant(MemberStart start, boolean needsValue) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    TypeName type = reader.accept(TokenKind.COLON) ? parser.types.type() : null;
    Expression value = null;
    if (reader.accept(TokenKind.EQUAL)) {
      value = parser.expressions.expression();
    } else if (needsValue) {
      reader.unexpected("`=`");
    }
    return new Item.Constant(start.modifiers(), name, type, value, reader.from(start.first()));
  }

  // impl = "impl" [generics] path [targs] [ "for" path [targs] ] [ where ] "{" { method | "const"
  // ... | "type" ... } "}"
  Item impl(Token first) {
    reader.advance();
    List<Identifier> generics = parser.types.generics();
    TypeName target = parser.types.type();
    TypeName trait = null;
    if (reader.accept(TokenKind.FOR)) {
      trait = target;
      target = parser.types.type();
    }
    parser.types.where();
    List<Identifier> types = new ArrayList<>();
    List<Item.Function> methods = new ArrayList<>();
    List<Item.Constant> constants = new ArrayList<>();
    if (reader.at(TokenKind.LEFT_BRACE)) {
      members(() -> traitMember(types, methods, constants, true));
    } else {
      reader.unexpected("`{`", "the methods of an impl block are written in braces");
    }
    return new Item.Impl(
        generics,
        trait,
        target,
        List.copyOf(types),
        List.copyOf(methods),
        List.copyOf(constants),
        reader.from(first));
  }
}
