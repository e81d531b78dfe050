package ruchy.compiler.lex;

import static ruchy.compiler.lex.TokenKind.*;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.SyntaxProblem;

/// Operators and punctuation (L 1.8): always the longest sign that the characters allow.
final class SignLexer {
  private SignLexer() {}

  /// Reads the sign at the position, or reads nothing and gives null.
  static @Nullable TokenKind sign(CharacterReader reader) {
    char second = reader.peek(1);
    return switch (reader.peek()) {
      case '(' -> take(reader, LEFT_PAREN);
      case ')' -> take(reader, RIGHT_PAREN);
      case '[' -> take(reader, LEFT_BRACKET);
      case ']' -> take(reader, RIGHT_BRACKET);
      case '{' -> take(reader, LEFT_BRACE);
      case '}' -> take(reader, RIGHT_BRACE);
      case ',' -> take(reader, COMMA);
      case ';' -> take(reader, SEMICOLON);
      case '@' -> take(reader, AT);
      case '\\' -> take(reader, BACKSLASH);
      case '~' -> take(reader, TILDE);
      case '#' -> take(reader, HASH_BRACKET);
      case ':' -> take(reader, second == ':' ? COLON_COLON : COLON);
      case '.' -> take(reader, dots(reader, second));
      case '=' -> equal(reader, second);
      case '!' -> notEqual(reader, second);
      case '+' -> take(reader, second == '+' ? PLUS_PLUS : second == '=' ? PLUS_EQUAL : PLUS);
      case '-' ->
          take(
              reader,
              second == '>'
                  ? ARROW
                  : second == '-' ? MINUS_MINUS : second == '=' ? MINUS_EQUAL : MINUS);
      case '*' -> take(reader, second == '*' ? stars(reader) : second == '=' ? STAR_EQUAL : STAR);
      case '/' -> take(reader, second == '=' ? SLASH_EQUAL : SLASH);
      case '%' -> take(reader, second == '=' ? PERCENT_EQUAL : PERCENT);
      case '^' -> take(reader, second == '=' ? CARET_EQUAL : CARET);
      case '&' ->
          take(reader, second == '&' ? ands(reader) : second == '=' ? AMPERSAND_EQUAL : AMPERSAND);
      case '|' -> take(reader, pipes(reader, second));
      case '<' -> take(reader, less(reader, second));
      case '>' ->
          take(reader, second == '>' ? greaters(reader) : second == '=' ? GREATER_EQUAL : GREATER);
      case '?' -> take(reader, question(reader, second));
      default -> null;
    };
  }

  private static TokenKind take(CharacterReader reader, TokenKind kind) {
    reader.position += kind.text().length();
    return kind;
  }

  private static TokenKind dots(CharacterReader reader, char second) {
    if (second != '.') {
      return DOT;
    }
    char third = reader.peek(2);
    return third == '.'
        ? ELLIPSIS
        : third == '=' && reader.peek(3) != '=' ? DOT_DOT_EQUAL : DOT_DOT;
  }

  /// `=`, `==`, `=>`; `===` is a mistake for `==`
  private static TokenKind equal(CharacterReader reader, char second) {
    if (second == '=' && reader.peek(2) == '=') {
      return strange(reader, "===", EQUAL_EQUAL);
    }
    return take(reader, second == '=' ? EQUAL_EQUAL : second == '>' ? FAT_ARROW : EQUAL);
  }

  private static TokenKind notEqual(CharacterReader reader, char second) {
    if (second == '=' && reader.peek(2) == '=') {
      return strange(reader, "!==", NOT_EQUAL);
    }
    return take(reader, second == '=' ? NOT_EQUAL : BANG);
  }

  /// Three characters that other languages have where Ruchy has two: a problem, and the sign that
  /// was meant.
  private static TokenKind strange(CharacterReader reader, String text, TokenKind meant) {
    int start = reader.position;
    reader.report(
        new SyntaxProblem.Unexpected(
            meant.quoted(),
            "`" + text + "`",
            reader.span(start, start + text.length()),
            "there is no `" + text + "`; write " + meant.quoted()));
    take(reader, meant);
    reader.position = start + text.length();
    return meant;
  }

  private static TokenKind stars(CharacterReader reader) {
    return reader.peek(2) == '=' ? STAR_STAR_EQUAL : STAR_STAR;
  }

  private static TokenKind ands(CharacterReader reader) {
    return reader.peek(2) == '=' ? AND_AND_EQUAL : AND_AND;
  }

  private static TokenKind pipes(CharacterReader reader, char second) {
    return switch (second) {
      case '|' -> reader.peek(2) == '=' && reader.peek(3) != '=' ? PIPE_PIPE_EQUAL : PIPE_PIPE;
      case '>' -> PIPELINE;
      case '=' -> PIPE_EQUAL;
      default -> PIPE;
    };
  }

  /// `<-` directly before a number is `<` and `-`: `a<-1`
  private static TokenKind less(CharacterReader reader, char second) {
    return switch (second) {
      case '<' -> reader.peek(2) == '=' ? SHIFT_LEFT_EQUAL : SHIFT_LEFT;
      case '=' -> LESS_EQUAL;
      case '?' -> ASK;
      case '-' -> {
        char third = reader.peek(2);
        yield third >= '0' && third <= '9' ? LESS : SEND;
      }
      default -> LESS;
    };
  }

  private static TokenKind greaters(CharacterReader reader) {
    return reader.peek(2) == '=' ? SHIFT_RIGHT_EQUAL : SHIFT_RIGHT;
  }

  /// `?..` is a propagation before a range
  private static TokenKind question(CharacterReader reader, char second) {
    if (second == '?') {
      return reader.peek(2) == '=' && reader.peek(3) != '='
          ? QUESTION_QUESTION_EQUAL
          : QUESTION_QUESTION;
    }
    return second == '.' && reader.peek(2) != '.' ? QUESTION_DOT : QUESTION;
  }
}
