package ruchy.compiler.format;

import ruchy.compiler.format.Marks.Role;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.source.Source;

/// Whether a space stands between two tokens of a line.
final class Spacing {
  private final Marks marks;

  Spacing(Marks marks) {
    this.marks = marks;
  }

  /// Whether a space stands before a token that does not begin a line. Never false where the two
  /// tokens would become others without it.
  boolean isBefore(int index) {
    if (index == 0) {
      return false;
    }
    return wants(index) || (marks.token(index).spaceBefore() && growsTogether(index));
  }

  private boolean growsTogether(int index) {
    var text = marks.tokens.span(index - 1).text() + marks.tokens.span(index).text();
    Tokens together = Lexer.lex(Source.of("", text), new Problems());
    return together.size() < 3
        || together.get(0).kind() != marks.token(index - 1).kind()
        || together.get(1).kind() != marks.token(index).kind()
        || together.get(0).end() != marks.tokens.span(index - 1).text().length();
  }

  private boolean wants(int index) {
    Token before = marks.token(index - 1);
    Token token = marks.token(index);
    Role role = marks.role(index);
    Role roleBefore = marks.role(index - 1);
    if (role == Role.AS_WRITTEN || (roleBefore == Role.AS_WRITTEN && isAfterOpener(index - 1))) {
      return token.spaceBefore();
    }
    if (isMacro(index) || isMacro(index - 1)) {
      return false;
    }
    if (roleBefore == Role.PREFIX || isPrefix(index - 1)) {
      return false;
    }
    if (role == Role.SPACED || roleBefore == Role.SPACED) {
      return true;
    }
    if (role == Role.CLOSE || roleBefore == Role.CLOSE) {
      return false;
    }
    return switch (role) {
      case POSTFIX, ANGLE_OPEN, ANGLE_CLOSE, BAR_CLOSE -> false;
      case PREFIX, BAR_OPEN -> !isOpener(before) && roleBefore != Role.ANGLE_OPEN;
      default ->
          switch (roleBefore) {
            case ANGLE_OPEN, BAR_OPEN -> false;
            case BAR_CLOSE, PREFIX_WORD -> true;
            default -> between(before, token, index);
          };
    };
  }

  /// Whether the token is the `!` of a macro: without space on either side.
  private boolean isMacro(int index) {
    return index > 0
        && marks.is(index, TokenKind.BANG)
        && marks.is(index - 1, TokenKind.WORD)
        && !marks.token(index).spaceBefore()
        && !marks.token(index + 1).spaceBefore()
        && marks.token(index + 1).kind().isOpener();
  }

  private boolean isAfterOpener(int index) {
    return index > 0 && isOpener(marks.token(index - 1));
  }

  private boolean between(Token before, Token token, int index) {
    return switch (token.kind()) {
      case COMMA, SEMICOLON, COLON, DOT, QUESTION_DOT, RIGHT_PAREN, RIGHT_BRACKET -> false;
      case COLON_COLON -> before.is(TokenKind.COMMA);
      case DOT_DOT, DOT_DOT_EQUAL -> !isOpener(before) && !endsOperand(index - 1);
      case PLUS_PLUS, MINUS_MINUS, QUESTION, QUESTION_QUESTION ->
          !endsOperand(index - 1) && !isOpener(before);
      case BANG -> !isOpener(before);
      case LEFT_PAREN, LEFT_BRACKET -> isSpaceBeforeBracket(before, index);
      case LEFT_BRACE ->
          !isOpener(before) && !before.is(TokenKind.COLON_COLON) && !before.is(TokenKind.ELLIPSIS);
      default -> isSpaceAfter(before, token);
    };
  }

  private static boolean isSpaceAfter(Token before, Token token) {
    return switch (before.kind()) {
      case DOT, QUESTION_DOT, COLON_COLON, ELLIPSIS, AT, BACKSLASH -> false;
      case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE, HASH_BRACKET -> false;
      case DOT_DOT, DOT_DOT_EQUAL ->
          switch (token.kind()) {
            case FAT_ARROW, ARROW, IF, EQUAL, IN, ELSE -> true;
            default -> false;
          };
      default -> true;
    };
  }

  private boolean isSpaceBeforeBracket(Token before, int index) {
    if (isOpener(before)) {
      return false;
    }
    if (index > 1 && marks.token(index - 2).isWord("operator")) {
      return marks.is(index, TokenKind.LEFT_BRACKET);
    }
    boolean isOperatorName = before.isWord("operator");
    return switch (before.kind()) {
      case FUN, FN, PUB -> false;
      case DOT_DOT, DOT_DOT_EQUAL, ELLIPSIS, COLON_COLON, AT, BACKSLASH -> false;
      default -> isOperatorName || !endsOperand(index - 1);
    };
  }

  private static boolean isOpener(Token token) {
    return token.kind().isOpener();
  }

  /// Whether a sign that may be a prefix or a binary operator is one before its operand.
  boolean isPrefix(int index) {
    return switch (marks.token(index).kind()) {
      case MINUS, PLUS, STAR, STAR_STAR, AMPERSAND, AND_AND, TILDE, BANG ->
          marks.role(index) == Role.NONE
              && (index == 0
                  || marks.isItem(index)
                  || !endsOperand(index - 1)
                  || marks.role(index - 1) == Role.PREFIX_WORD);
      default -> false;
    };
  }

  /// Whether an operand may end with a token.
  private boolean endsOperand(int index) {
    Token token = marks.token(index);
    return switch (token.kind()) {
      case WORD -> marks.role(index) != Role.PREFIX_WORD && !token.isWord("operator");
      case INTEGER, FLOAT, STRING, FORMAT_STRING, BYTE, BYTES -> true;
      case TRUE, FALSE, NIL, NULL, SELF -> true;
      case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE -> true;
      case QUESTION, PLUS_PLUS, MINUS_MINUS -> marks.role(index) == Role.POSTFIX;
      case GREATER, SHIFT_RIGHT -> marks.role(index) == Role.ANGLE_CLOSE;
      default -> token.kind().isKeyword() && isNameHere(index);
    };
  }

  /// Whether a keyword is a plain name (L 1.3).
  private boolean isNameHere(int index) {
    if (index == 0) {
      return false;
    }
    return switch (marks.token(index - 1).kind()) {
      case DOT, QUESTION_DOT, COLON_COLON, FUN, FN -> true;
      default -> false;
    };
  }
}
