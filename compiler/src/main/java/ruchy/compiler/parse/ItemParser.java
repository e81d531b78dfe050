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
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// Items: what begins them, what stands before them, and the small ones (L 3.1, L 3.5).
final class ItemParser {
  private final Parser parser;
  private final TokenReader reader;

  ItemParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // { attribute | decorator }
  // attribute = "#[" IDENT [ balanced tokens in ( ) or after "=" ] "]"
  // decorator = "@" IDENT [ "(" balanced tokens ")" ]
  Item.Modifiers modifiers() {
    if (!reader.at(TokenKind.HASH_BRACKET)
        && !reader.at(TokenKind.AT)
        && !reader.current().isDocumented()) {
      return Item.Modifiers.NONE;
    }
    List<String> documentation = new ArrayList<>();
    List<Item.Attribute> attributes = new ArrayList<>();
    while (true) {
      documentation.addAll(reader.tokens().documentation(reader.index()));
      if (reader.at(TokenKind.HASH_BRACKET)) {
        attributes.add(attribute());
      } else if (isDecorator()) {
        attributes.add(decorator());
      } else {
        return new Item.Modifiers(false, List.copyOf(attributes), List.copyOf(documentation));
      }
    }
  }

  private boolean isDecorator() {
    return reader.at(TokenKind.AT)
        && Operands.isMarkOf(reader.next(1))
        && !reader.next(2).is(TokenKind.COLON);
  }

  private Item.Attribute attribute() {
    int open = reader.index();
    int close = reader.pair(open);
    Token first = reader.advance();
    Identifier name;
    if (reader.kind().isWord()) {
      name = reader.identifier(reader.advance());
    } else {
      reader.unexpected("the name of an attribute");
      name = new Identifier("", reader.here());
    }
    String arguments = null;
    if (reader.at(TokenKind.LEFT_PAREN)) {
      arguments = parenthesised();
    } else if (reader.index() < close) {
      reader.accept(TokenKind.EQUAL);
      int start = reader.current().start();
      reader.skipTo(close);
      int end = Math.max(start, reader.previous().end());
      arguments = new Span(reader.tokens().source(), start, end).text();
    }
    reader.skipTo(close);
    reader.close(open, null);
    return new Item.Attribute(name, arguments, reader.from(first));
  }

  private Item.Attribute decorator() {
    Token first = reader.advance();
    Identifier name = reader.identifier(reader.advance());
    boolean hasArguments = reader.at(TokenKind.LEFT_PAREN) && !reader.current().newlineBefore();
    String arguments = hasArguments ? parenthesised() : null;
    return new Item.Attribute(name, arguments, reader.from(first));
  }

  /// The text between parentheses, which are read.
  private String parenthesised() {
    int open = reader.index();
    int close = reader.pair(open);
    int start = reader.current().end();
    reader.skipTo(close);
    int end = Math.max(start, reader.current().start());
    reader.close(open, null);
    return new Span(reader.tokens().source(), start, end).text();
  }

  /// The item that begins here; null if an expression does.
  @Nullable Expression item(Item.Modifiers modifiers) {
    return switch (reader.kind()) {
      case FUN, FN, STRUCT, ENUM, IMPL, TRAIT, CLASS, USE, IMPORT, MOD, CONST, PUB ->
          declaration(modifiers);
      case WORD -> isSoftItem() ? declaration(modifiers) : parser.unsupported.item();
      default -> null;
    };
  }

  /// Whether a soft keyword begins an item here (L 1.3).
  private boolean isSoftItem() {
    Token next = reader.next(1);
    return switch (reader.current().text()) {
      case "type" -> {
        TokenKind after = reader.next(2).kind();
        yield next.is(TokenKind.WORD) && (after == TokenKind.EQUAL || after == TokenKind.LESS);
      }
      case "static" -> {
        TokenKind after = reader.next(2).kind();
        yield switch (next.kind()) {
          case FUN, FN, MUT -> true;
          case WORD -> after == TokenKind.COLON || after == TokenKind.EQUAL;
          default -> false;
        };
      }
      case "actor", "interface", "module" -> next.is(TokenKind.WORD) && !next.newlineBefore();
      case "export" ->
          next.isWord("default") || next.is(TokenKind.LEFT_BRACE) || isItemWord(next, 2);
      case "unsafe", "abstract", "sealed", "final" -> isItemWord(next, 2);
      case "async" -> next.is(TokenKind.FUN) || next.is(TokenKind.FN);
      case "from" -> isFromImport();
      case "function", "def", "func" ->
          next.is(TokenKind.WORD)
              && !next.newlineBefore()
              && (reader.next(2).is(TokenKind.LEFT_PAREN) || reader.next(2).is(TokenKind.LESS));
      default -> false;
    };
  }

  private boolean isItemWord(Token token, int ahead) {
    return switch (token.kind()) {
      case FUN, FN, STRUCT, ENUM, IMPL, TRAIT, CLASS, MOD, CONST, PUB, LET, VAR -> true;
      case WORD ->
          switch (token.text()) {
            case "async", "unsafe", "abstract", "sealed", "final", "type", "static" -> true;
            case "actor", "interface", "module" -> reader.next(ahead).is(TokenKind.WORD);
            default -> false;
          };
      default -> false;
    };
  }

  // from_import = "from" path "import" ...
  private boolean isFromImport() {
    int ahead = 1;
    while (reader.next(ahead).kind().isWord() && !reader.next(ahead).newlineBefore()) {
      TokenKind after = reader.next(ahead + 1).kind();
      if (after == TokenKind.IMPORT) {
        return true;
      }
      if (after != TokenKind.DOT && after != TokenKind.COLON_COLON) {
        return false;
      }
      ahead += 2;
    }
    return false;
  }

  // item = [ vis ] ( function | struct | class | enum | trait | impl | actor | module | alias |
  // const | static | use
  //      | import | from_import | export )
  Expression declaration(Item.Modifiers given) {
    Token first = reader.current();
    int outer = reader.enter();
    Item.Modifiers modifiers = given;
    boolean isExport = false;
    if (reader.at(TokenKind.PUB)) {
      visibility();
      modifiers = visible(modifiers);
    } else if (reader.atWord("export")) {
      reader.advance();
      modifiers = visible(modifiers);
      isExport = true;
    }
    Expression declaration;
    if (reader.at(TokenKind.LET) || reader.at(TokenKind.VAR)) {
      declaration = parser.expressions.let(modifiers.visible());
    } else {
      Item item =
          isExport && (reader.at(TokenKind.LEFT_BRACE) || reader.atWord("default"))
              ? parser.imports.export(first)
              : unmarked(modifiers, first);
      declaration =
          item == null
              ? new Expression.Missing(reader.from(first))
              : new Expression.Declaration(item, item.span());
    }
    reader.leave(outer);
    return declaration;
  }

  static Item.Modifiers visible(Item.Modifiers modifiers) {
    return new Item.Modifiers(true, modifiers.attributes(), modifiers.documentation());
  }

  // vis = "pub" [ "(" ( "crate" | "super" | "in" path ) ")" ]
  void visibility() {
    reader.advance();
    Token inner = reader.next(1);
    boolean isRestricted =
        reader.at(TokenKind.LEFT_PAREN)
            && (inner.is(TokenKind.IN)
                || inner.is(TokenKind.SELF)
                || inner.isWord("crate")
                || inner.isWord("super"));
    if (isRestricted) {
      reader.skipTo(reader.pair(reader.index()));
      reader.advance();
    }
  }

  private @Nullable Item unmarked(Item.Modifiers modifiers, Token first) {
    List<Item.FunctionFlag> flags = flags();
    return switch (reader.kind()) {
      case FUN, FN -> parser.functions.function(modifiers, flags, first, true);
      case STRUCT -> parser.typeItems.struct(modifiers, first);
      case ENUM -> parser.typeItems.enumeration(modifiers, first);
      case TRAIT -> parser.typeItems.trait(modifiers, first);
      case IMPL -> parser.typeItems.impl(first);
      case CLASS -> parser.classes.classItem(modifiers, flags, first);
      case MOD -> module(modifiers, first);
      case CONST -> constant(modifiers, first);
      case USE -> parser.imports.use(modifiers, first);
      case IMPORT -> parser.imports.importItem(modifiers, first);
      case WORD -> softItem(modifiers, first);
      default -> {
        reader.unexpected("a declaration");
        yield null;
      }
    };
  }

  /// The words before `fun` and `class`.
  private List<Item.FunctionFlag> flags() {
    List<Item.FunctionFlag> flags = new ArrayList<>();
    while (true) {
      Item.FunctionFlag flag = null;
      if (reader.at(TokenKind.CONST)
          && (reader.nextKind() == TokenKind.FUN || reader.nextKind() == TokenKind.FN)) {
        flag = Item.FunctionFlag.CONST;
      } else if (reader.at(TokenKind.WORD) && isItemWord(reader.next(1), 2)) {
        switch (reader.current().text()) {
          case "async" -> flag = Item.FunctionFlag.ASYNC;
          case "unsafe" -> flag = Item.FunctionFlag.UNSAFE;
          case "final" -> flag = Item.FunctionFlag.FINAL;
          case "abstract" -> flag = Item.FunctionFlag.ABSTRACT;
          case "sealed" -> {
            reader.advance();
            continue;
          }
          default -> {}
        }
      }
      if (flag == null) {
        return List.copyOf(flags);
      }
      flags.add(flag);
      reader.advance();
    }
  }

  private @Nullable Item softItem(Item.Modifiers modifiers, Token first) {
    return switch (reader.current().text()) {
      case "type" -> alias(modifiers, first);
      case "static" -> global(modifiers, first);
      case "actor" -> parser.classes.actor(modifiers, first);
      case "interface" -> parser.typeItems.trait(modifiers, first);
      case "module" -> module(modifiers, first);
      case "from" -> parser.imports.fromImport(modifiers, first);
      case "function", "def", "func" -> {
        reader.unexpected("`fun`", Habits.ofKeyword(reader.current().text()));
        yield parser.functions.function(modifiers, List.of(), first, true);
      }
      default -> {
        reader.unexpected("a declaration");
        yield null;
      }
    };
  }

  // module = ("mod" | "module") IDENT ( ";" | "{" { item_or_expr } "}" )
  private Item module(Item.Modifiers modifiers, Token first) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    if (!reader.at(TokenKind.LEFT_BRACE)) {
      if (!reader.accept(TokenKind.SEMICOLON)) {
        reader.unexpected("`{` or `;`");
      }
      return new Item.Module(modifiers, name, null, reader.from(first));
    }
    int open = reader.index();
    reader.advance();
    int outer = reader.change(0);
    List<Expression> body = parser.statements.sequence(reader.pair(open));
    reader.restore(outer);
    reader.close(open, null);
    return new Item.Module(modifiers, name, body, reader.from(first));
  }

  // const = "const" IDENT [ ":" type ] "=" expr
  Item.Constant constant(Item.Modifiers modifiers, Token first) {
    reader.advance();
    if (reader.kind().isOpener()) {
      reader.unexpected("a name", Habits.of(Habits.Form.CONSTANT_PATTERN));
    }
    Identifier name = parser.patterns.nameOrMissing();
    TypeName type = reader.accept(TokenKind.COLON) ? parser.types.type() : null;
    Expression value = value();
    return new Item.Constant(modifiers, name, type, value, reader.from(first));
  }

  private Expression value() {
    if (reader.accept(TokenKind.EQUAL)) {
      return parser.expressions.expression();
    }
    reader.unexpected("`=`");
    return new Expression.Missing(reader.here());
  }

  // static = "static" [ "mut" ] IDENT [ ":" type ] "=" expr
  private Item global(Item.Modifiers modifiers, Token first) {
    reader.advance();
    if (reader.at(TokenKind.FUN) || reader.at(TokenKind.FN)) {
      return parser.functions.function(modifiers, List.of(Item.FunctionFlag.STATIC), first, true);
    }
    reader.accept(TokenKind.MUT);
    Identifier name = parser.patterns.nameOrMissing();
    TypeName type = reader.accept(TokenKind.COLON) ? parser.types.type() : null;
    Expression value = value();
    return new Item.Static(modifiers, name, type, value, reader.from(first));
  }

  // alias = "type" IDENT [generics] "=" type
  private Item alias(Item.Modifiers modifiers, Token first) {
    reader.advance();
    Identifier name = parser.patterns.nameOrMissing();
    List<Identifier> generics = parser.types.generics();
    reader.expect(TokenKind.EQUAL);
    TypeName target = parser.types.type();
    return new Item.TypeAlias(modifiers, name, generics, target, reader.from(first));
  }
}
