package ruchy.compiler.parse;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.Habits;
import ruchy.compiler.tree.Expression;

/// What was probably meant, for what people bring along from other languages.
final class Hints {
  private Hints() {}

  /// For a token that stands where an operand should.
  static @Nullable String forOperand(TokenReader reader) {
    return switch (reader.kind()) {
      case DOT ->
          reader.nextKind() == TokenKind.INTEGER
              ? "a number has digits before its dot: `0.5`"
              : null;
      case EQUAL -> reader.previous().is(TokenKind.COLON) ? "write `let x = 1`" : null;
      case GREATER -> reader.previous().is(TokenKind.LESS) ? "unequal is written `!=`" : null;
      case FAT_ARROW -> reader.previous().is(TokenKind.EQUAL) ? "equal is written `==`" : null;
      case ELSE -> "`else` follows the `}` of an `if`";
      case CATCH -> "`catch` follows the `}` of a `try`";
      default -> null;
    };
  }

  /// For a token that stands where a statement should end.
  static @Nullable String forStatementEnd(TokenReader reader) {
    return switch (reader.kind()) {
      case COLON -> reader.nextKind() == TokenKind.EQUAL ? "write `let name = value`" : null;
      case COMMA -> "expressions are separated by new lines or `;`";
      case ELSE -> "`else` follows the `}` of an `if`";
      case CATCH -> "`catch` follows the `}` of a `try`";
      default -> null;
    };
  }

  /// What should stand in place of a word that other languages have, where such a word stands: it
  /// is a name otherwise.
  static @Nullable String instead(TokenReader reader) {
    Token next = reader.next(1);
    if (next.newlineBefore()) {
      return null;
    }
    return switch (reader.current().text()) {
      case "new" -> next.is(TokenKind.WORD) ? "an expression" : null;
      case "not" ->
          switch (next.kind()) {
            case WORD, TRUE, FALSE, SELF -> "`!`";
            default -> null;
          };
      case "switch" -> isHeadOfBraces(reader) ? "`match`" : null;
      default -> null;
    };
  }

  /// `word (..) {`
  private static boolean isHeadOfBraces(TokenReader reader) {
    if (!reader.next(1).is(TokenKind.LEFT_PAREN)) {
      return false;
    }
    Token after = reader.tokens().get(reader.pair(reader.index() + 1) + 1);
    return after.is(TokenKind.LEFT_BRACE) && !after.newlineBefore();
  }

  /// `(let i`, `(const x`, `(var x` behind `for`
  static boolean isLoopOfOtherLanguages(TokenReader reader) {
    return reader.at(TokenKind.LEFT_PAREN)
        && switch (reader.nextKind()) {
          case LET, VAR, CONST -> true;
          default -> false;
        };
  }

  /// For the loop whose parenthesis stands at `open`.
  static @Nullable String forLoop(TokenReader reader, int open) {
    boolean counts = false;
    for (int i = open; i < reader.pair(open); i++) {
      counts |= reader.tokens().get(i).is(TokenKind.SEMICOLON);
    }
    return Habits.of(counts ? Habits.Form.COUNTING_LOOP : Habits.Form.LOOP_OVER);
  }

  /// For a member without type and value.
  static @Nullable String forField(TokenReader reader, String name, boolean needsType) {
    if (reader.at(TokenKind.LEFT_PAREN)) {
      String habit = Habits.ofKeyword(name);
      return habit != null ? habit : "a method is written `fun " + name + "() { }`";
    }
    return needsType ? "a field has a type: `name: i64`" : "a field has a type or a value";
  }

  /// `"/path" |req, res| { }` among arguments: no value can be or-ed with a text.
  static boolean isClosureWithoutComma(TokenReader reader, Expression left) {
    boolean isText =
        left instanceof Expression.StringLiteral || left instanceof Expression.FormatString;
    return isText
        && reader.at(TokenKind.PIPE)
        && reader.has(Context.FREE)
        && reader.current().spaceBefore()
        && !reader.next(1).spaceBefore();
  }
}
