package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.Habits;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.TypeName;

/// Closures in all styles (L 5.5), and what a word begins: soft keywords (L 1.3), macro calls,
/// names.
final class ClosureParser {
  private final Parser parser;
  private final TokenReader reader;

  ClosureParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  /// `await e`, `spawn e`, `lazy e`; null if the word is a name here.
  @Nullable Expression softPrefix() {
    Token word = reader.current();
    return switch (word.text()) {
      case "await" -> {
        if (!isPrefix(word)) {
          yield null;
        }
        reader.advance();
        Expression operand = parser.primaries.nestedPrefix();
        yield new Expression.Await(operand, reader.from(word));
      }
      case "spawn" -> isPrefix(word) ? spawn(false) : null;
      case "lazy" -> {
        if (!isPrefix(word)) {
          yield null;
        }
        reader.advance();
        Expression operand = parser.expressions.expression();
        yield new Expression.Lazy(operand, reader.from(word));
      }
      default -> null;
    };
  }

  /// Whether `await`, `spawn` or `lazy` is followed by an operand on its line.
  private boolean isPrefix(Token word) {
    Token next = reader.next(1);
    if (next.newlineBefore() || parser.soft.isName(word.text())) {
      return false;
    }
    return switch (next.kind()) {
      case WORD -> !next.isWord("as") && !(next.isWord("not") && reader.next(2).is(TokenKind.IN));
      case INTEGER, FLOAT, STRING, FORMAT_STRING, BYTE, BYTES -> true;
      case TRUE, FALSE, NIL, NULL, SELF, FUN, FN, RETURN, BREAK, CONTINUE, THROW -> true;
      case IF, MATCH, FOR, WHILE, LOOP, TRY -> true;
      case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE, PIPE, PIPE_PIPE -> true;
      case COLON -> Operands.isAtom(next, reader.next(2));
      default -> false;
    };
  }

  // "spawn" ["move"] ["async"] prefix
  private Expression spawn(boolean isStatement) {
    Token first = reader.advance();
    if (reader.atWord("move")
        && (isBlockOrBars(reader.next(1)) || reader.next(1).isWord("async"))) {
      reader.advance();
    }
    if (reader.atWord("async")
        && (reader.next(1).is(TokenKind.LEFT_BRACE) || reader.next(1).isWord("move"))) {
      reader.advance();
      reader.acceptWord("move");
    }
    if (!reader.at(TokenKind.LEFT_BRACE)) {
      Expression operand = parser.primaries.nestedPrefix();
      return new Expression.Spawn(operand, reader.from(first));
    }
    Expression body = parser.braces.brace(true);
    Expression task = new Expression.Spawn(body, reader.from(first));
    return isStatement ? task : parser.primaries.cast(parser.postfixes.postfix(task));
  }

  /// `spawn { }` as a statement of its own, which ends at its brace (L 2.3)
  Expression spawnBlock() {
    return spawn(true);
  }

  private static boolean isBlockOrBars(Token token) {
    return switch (token.kind()) {
      case LEFT_BRACE, PIPE, PIPE_PIPE -> true;
      default -> false;
    };
  }

  /// What begins with a word: a soft keyword, a macro call, an arrow closure or a name.
  Expression word() {
    Token word = reader.current();
    Token next = reader.next(1);
    if (!parser.soft.isName(word.text())) {
      Expression construct = softConstruct(word, next);
      if (construct != null) {
        return construct;
      }
    }
    if (next.is(TokenKind.FAT_ARROW) && isArrow()) {
      return arrow(false);
    }
    if (next.is(TokenKind.BANG) && isMacro(next, reader.next(2))) {
      return parser.macros.macro();
    }
    String meant = parser.soft.isName(word.text()) ? null : Hints.instead(reader);
    if (meant != null) {
      reader.unexpected(meant, Habits.ofKeyword(word.text()));
      return new Expression.Missing(reader.span(word));
    }
    reader.advance();
    return new Expression.Name(word.text(), reader.span(word));
  }

  private static boolean isMacro(Token bang, Token opener) {
    return !bang.spaceBefore()
        && !opener.spaceBefore()
        && switch (opener.kind()) {
          case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE -> true;
          default -> false;
        };
  }

  private @Nullable Expression softConstruct(Token word, Token next) {
    return switch (word.text()) {
      case "async" -> async(word, next);
      case "move" -> {
        if (!isBlockOrBars(next)) {
          yield null;
        }
        reader.advance();
        yield reader.at(TokenKind.LEFT_BRACE) ? parser.braces.brace(true) : bars(false);
      }
      case "unsafe" -> {
        if (!next.is(TokenKind.LEFT_BRACE)) {
          yield null;
        }
        reader.advance();
        yield parser.braces.brace(true);
      }
      case "super" -> {
        if (!next.is(TokenKind.DOT) && !next.is(TokenKind.LEFT_PAREN)) {
          yield null;
        }
        reader.advance();
        yield new Expression.Super(reader.span(word));
      }
      case "yield" -> {
        boolean isYield =
            !next.newlineBefore()
                && Operands.canStart(next, reader.next(2))
                && next.spaceBefore()
                && !next.is(TokenKind.LEFT_BRACKET)
                && !isOperator(next, reader.next(2));
        if (!isYield) {
          yield null;
        }
        reader.reportAside(new SyntaxProblem.NotSupported("yield", reader.span(word)));
        reader.advance();
        yield parser.expressions.choice();
      }
      case "handle" -> parser.unsupported.handle(word);
      default -> null;
    };
  }

  /// Whether a sign that could be a prefix operator stands as a binary one: white space on both
  /// sides.
  private static boolean isOperator(Token sign, Token next) {
    return switch (sign.kind()) {
      case MINUS, PLUS, STAR, STAR_STAR, AMPERSAND, AND_AND, PIPE, PIPE_PIPE, BANG ->
          next.spaceBefore();
      case WORD -> sign.isWord("as") || sign.isWord("not");
      case DOT_DOT, DOT_DOT_EQUAL, PLUS_PLUS, MINUS_MINUS -> true;
      default -> false;
    };
  }

  // "async" ["move"] block | async closure | async function
  private @Nullable Expression async(Token word, Token next) {
    return switch (next.kind()) {
      case FUN, FN -> parser.items.declaration(Item.Modifiers.NONE);
      case LEFT_BRACE, PIPE, PIPE_PIPE -> {
        reader.advance();
        yield asyncBody(word);
      }
      case WORD -> asyncWord(word, next);
      case LEFT_PAREN -> {
        int after = reader.pair(reader.index() + 1) + 1;
        boolean isArrow =
            reader.tokens().get(after).is(TokenKind.FAT_ARROW) && !reader.has(Context.NO_ARROW);
        if (!isArrow) {
          yield null;
        }
        reader.advance();
        yield arrow(true);
      }
      default -> null;
    };
  }

  private @Nullable Expression asyncWord(Token word, Token next) {
    if (next.isWord("move") && isBlockOrBars(reader.next(2))) {
      reader.advance();
      reader.advance();
      return asyncBody(word);
    }
    if (!reader.next(2).is(TokenKind.FAT_ARROW) || reader.has(Context.NO_ARROW)) {
      return null;
    }
    reader.advance();
    return arrow(true);
  }

  private Expression asyncBody(Token word) {
    return reader.at(TokenKind.LEFT_BRACE)
        ? new Expression.Async(parser.braces.block("`async`"), reader.from(word))
        : bars(true);
  }

  /// Whether a word or parenthesis begins an arrow closure: its `=>` stands on the line where the
  /// parameters end.
  boolean isArrow() {
    if (reader.has(Context.NO_ARROW)) {
      return false;
    }
    int last = reader.at(TokenKind.LEFT_PAREN) ? reader.pair(reader.index()) : reader.index();
    Token arrow = reader.tokens().get(last + 1);
    return arrow.is(TokenKind.FAT_ARROW) && !arrow.newlineBefore();
  }

  // IDENT "=>" expr | "(" params ")" "=>" expr
  Expression arrow(boolean async) {
    Token first = reader.current();
    int scope = parser.soft.enter();
    List<Parameter> parameters =
        reader.at(TokenKind.LEFT_PAREN)
            ? parser.functions.parameters()
            : List.of(parser.functions.parameter(true));
    reader.advance();
    Expression body = body();
    parser.soft.leave(scope);
    return new Expression.Closure(async, parameters, null, body, reader.from(first));
  }

  // "|" [ params ] "|" [ "->" type ] [ "=>" ] expr | "||" [ "=>" ] expr
  Expression bars(boolean async) {
    Token first = reader.advance();
    int scope = parser.soft.enter();
    List<Parameter> parameters = new ArrayList<>();
    if (first.is(TokenKind.PIPE)) {
      int outer = reader.change(Context.FREE | Context.NO_BAR);
      while (!reader.at(TokenKind.PIPE) && !reader.atEnd()) {
        parameters.add(parser.functions.parameter(true));
        if (!reader.accept(TokenKind.COMMA)) {
          break;
        }
      }
      reader.restore(outer);
      if (!reader.accept(TokenKind.PIPE)) {
        reader.unexpected("`,` or `|`");
      }
    }
    TypeName result = reader.accept(TokenKind.ARROW) ? parser.types.type() : null;
    if (!reader.has(Context.NO_ARROW)) {
      reader.accept(TokenKind.FAT_ARROW);
    }
    Expression body = body();
    parser.soft.leave(scope);
    return new Expression.Closure(async, List.copyOf(parameters), result, body, reader.from(first));
  }

  // "\" param { "," param } "->" expr
  Expression backslash() {
    Token first = reader.advance();
    int scope = parser.soft.enter();
    List<Parameter> parameters = new ArrayList<>();
    do {
      parameters.add(parser.functions.parameter(true));
    } while (reader.accept(TokenKind.COMMA));
    if (!reader.accept(TokenKind.ARROW)) {
      reader.unexpected("`,` or `->`");
    }
    Expression body = body();
    parser.soft.leave(scope);
    return new Expression.Closure(false, List.copyOf(parameters), null, body, reader.from(first));
  }

  /// A body that begins with `{` ends at its `}`; any other extends as far right as possible.
  private Expression body() {
    return reader.at(TokenKind.LEFT_BRACE)
        ? parser.braces.brace(true)
        : parser.expressions.expression();
  }
}
