package ruchy.compiler.parse;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;

/// Tells the `?` of `c ? a : b` from that of `e?` (L 5.7): a ternary's is followed by an expression
/// and then by a `:` that belongs to it. Found for all tokens in one pass, at the first question.
final class Ternaries {
  private final Tokens tokens;
  private @Nullable BitSet ternaries;

  /// The `?` whose `:` has not come yet, and for each open bracket how many of them stand outside
  /// of it.
  private int[] pending = new int[8];

  private int count;
  private int[] outside = new int[8];
  private int depth;

  Ternaries(Tokens tokens) {
    this.tokens = tokens;
  }

  /// Whether the `?` at an index begins the choice of a ternary.
  boolean isTernary(int index) {
    if (ternaries == null) {
      ternaries = find();
    }
    return ternaries.get(index);
  }

  private BitSet find() {
    BitSet found = new BitSet();
    boolean[] free = new boolean[8];
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isFree = depth > 0 && free[depth - 1];
      if (token.newlineBefore() && !isFree && !continuesTernary(token, tokens.get(i + 1))) {
        forget();
      }
      switch (token.kind()) {
        case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE, HASH_BRACKET -> {
          if (depth == outside.length) {
            outside = Arrays.copyOf(outside, depth * 2);
            free = Arrays.copyOf(free, depth * 2);
          }
          free[depth] = !token.is(TokenKind.LEFT_BRACE);
          outside[depth++] = count;
        }
        case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE -> {
          if (depth > 0) {
            count = outside[--depth];
          }
        }
        case COMMA, SEMICOLON -> forget();
        case LET, VAR, STRUCT, ENUM, TRAIT, IMPL, CLASS, USE, IMPORT, MOD -> forget();
        case QUESTION -> {
          if (mayBeTernary(i, isFree)) {
            push(i);
          }
        }
        case COLON -> {
          if (isAtom(i)) {
            i++;
          } else if (count > (depth > 0 ? outside[depth - 1] : 0) && !isLabel(i)) {
            found.set(pending[--count]);
          }
        }
        default -> {}
      }
    }
    return found;
  }

  private void forget() {
    count = depth > 0 ? outside[depth - 1] : 0;
  }

  private void push(int question) {
    if (count == pending.length) {
      pending = Arrays.copyOf(pending, count * 2);
    }
    pending[count++] = question;
  }

  private boolean mayBeTernary(int question, boolean isFree) {
    Token next = tokens.get(question + 1);
    if (next.newlineBefore() && !isFree) {
      return false;
    }
    if (next.is(TokenKind.COLON)) {
      return isAtom(question + 1) && tokens.get(question + 3).is(TokenKind.COLON);
    }
    return Operands.canStart(next, tokens.get(question + 2));
  }

  /// `:name` where an operand may start; after an operand the colon is punctuation (L 1.5).
  private boolean isAtom(int colon) {
    Token word = tokens.get(colon + 1);
    if (!word.kind().isWord() || word.spaceBefore() || colon == 0) {
      return false;
    }
    Token before = tokens.get(colon - 1);
    if (before.is(TokenKind.QUESTION)) {
      return tokens.get(colon + 2).is(TokenKind.COLON);
    }
    return !Operands.canEnd(before);
  }

  private boolean isLabel(int colon) {
    Token before = tokens.get(colon - 1);
    return before.is(TokenKind.LABEL) || (colon > 1 && tokens.get(colon - 2).is(TokenKind.AT));
  }

  /// Whether a token at the start of a line can go on with what stands before it (L 2.2).
  private static boolean continuesTernary(Token token, Token next) {
    return switch (token.kind()) {
      case QUESTION, COLON, DOT, QUESTION_DOT, COLON_COLON, ELSE, IN, CATCH -> true;
      case PLUS, SLASH, PERCENT, STAR_STAR, EQUAL_EQUAL, NOT_EQUAL -> true;
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, SHIFT_LEFT, SHIFT_RIGHT -> true;
      case CARET, AND_AND, PIPELINE, QUESTION_QUESTION, DOT_DOT, DOT_DOT_EQUAL -> true;
      case PIPE_PIPE, SEND, ASK, EQUAL -> true;
      case MINUS, STAR, AMPERSAND -> next.spaceBefore();
      case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE -> true;
      case WORD -> token.isWord("as") || (token.isWord("not") && next.is(TokenKind.IN));
      default -> false;
    };
  }
}
