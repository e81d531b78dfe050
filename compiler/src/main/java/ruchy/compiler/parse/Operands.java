package ruchy.compiler.parse;

import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;

/// Which tokens an operand can begin or end with.
final class Operands {
  private Operands() {}

  /// Whether an operand can start with a token; `after` is the token after it.
  static boolean canStart(Token token, Token after) {
    return switch (token.kind()) {
      case WORD, INTEGER, FLOAT, STRING, FORMAT_STRING, BYTE, BYTES -> true;
      case TRUE, FALSE, NIL, NULL, SELF -> true;
      case FUN, FN, LET, VAR, CONST, PUB -> true;
      case IF, MATCH, FOR, WHILE, LOOP, TRY, RETURN, BREAK, CONTINUE, THROW -> true;
      case STRUCT, ENUM, IMPL, TRAIT, CLASS, USE, IMPORT, MOD -> true;
      case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE -> true;
      case PIPE, PIPE_PIPE, BACKSLASH -> true;
      case MINUS, PLUS, BANG, TILDE, STAR, STAR_STAR, AMPERSAND, AND_AND -> true;
      case PLUS_PLUS, MINUS_MINUS, DOT_DOT, DOT_DOT_EQUAL -> true;
      case LABEL -> after.is(TokenKind.COLON);
      case AT -> isMarkOf(after);
      case COLON -> isAtom(token, after);
      default -> false;
    };
  }

  /// Whether a word stands directly after its mark: `@name`.
  static boolean isMarkOf(Token word) {
    return word.kind().isWord() && !word.spaceBefore();
  }

  /// `:name` without space between
  static boolean isAtom(Token colon, Token word) {
    return colon.is(TokenKind.COLON) && word.kind().isWord() && !word.spaceBefore();
  }

  /// `return :ok`: the atom is the operand of the keyword; `return: ok` and `return : ok` are the
  /// value of a key or of a named argument.
  static boolean takesAtom(Token word, Token colon, Token name) {
    return switch (word.kind()) {
      case RETURN, BREAK, THROW, MATCH, IF, WHILE, LET, VAR ->
          colon.spaceBefore() && isAtom(colon, name);
      default -> false;
    };
  }

  /// Whether an operand can end with a token.
  static boolean canEnd(Token token) {
    return switch (token.kind()) {
      case WORD, INTEGER, FLOAT, STRING, FORMAT_STRING, BYTE, BYTES, LABEL -> true;
      case TRUE, FALSE, NIL, NULL, SELF -> true;
      case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE -> true;
      case QUESTION, PLUS_PLUS, MINUS_MINUS -> true;
      default -> false;
    };
  }
}
