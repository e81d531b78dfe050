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
  /// Tokens between the signs that enclose parameters; a bound on how far a sign without partner is
  /// followed.
  private static final int MAX_PARAMETERS = 500;

  private final Tokens tokens;
  private @Nullable BitSet ternaries;

  /// The `?` whose `:` has not come yet, and for each open bracket how many of them stand outside
  /// of it.
  private int[] pending = new int[8];

  private int count;
  private int[] outside = new int[8];

  /// For each open bracket, where the parameters of a closure end that began directly in it.
  private int[] parametersEnd = new int[9];

  private int[] parametersBase = new int[9];

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
        count = Math.min(count, base(i));
      }
      switch (token.kind()) {
        case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE, HASH_BRACKET -> {
          if (depth == outside.length) {
            outside = Arrays.copyOf(outside, depth * 2);
            free = Arrays.copyOf(free, depth * 2);
            parametersEnd = Arrays.copyOf(parametersEnd, depth * 2 + 1);
            parametersBase = Arrays.copyOf(parametersBase, depth * 2 + 1);
          }
          free[depth] = !token.is(TokenKind.LEFT_BRACE);
          outside[depth++] = count;
          parametersEnd[depth] = 0;
        }
        case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE -> {
          if (depth > 0) {
            count = outside[--depth];
          }
        }
        case COMMA, SEMICOLON -> count = Math.min(count, base(i));
        case PIPE -> {
          boolean startsLine = token.newlineBefore() && !isFree;
          if (i > parametersEnd[depth] && (startsLine || beginsClosure(i))) {
            beginParameters(i, TokenKind.PIPE);
          }
        }
        case LESS -> i = isTypeArguments(i) ? afterTypeArguments(i) : i;
        case BACKSLASH -> beginParameters(i, TokenKind.ARROW);
        case LET, VAR, STRUCT, ENUM, TRAIT, IMPL, CLASS, USE, IMPORT, MOD ->
            count = Math.min(count, base(i));
        case QUESTION -> {
          if (mayBeTernary(i, isFree)) {
            push(i);
          }
        }
        case COLON -> {
          if (isAtom(i)) {
            i++;
          } else if (count > base(i) && !isLabel(i)) {
            found.set(pending[--count]);
          }
        }
        default -> {}
      }
    }
    return found;
  }

  /// The index of the sign that ends the parameters of a closure, whose commas and colons say
  /// nothing.
  private int signAfter(int start, TokenKind sign) {
    int i = start + 1;
    while (i < Math.min(tokens.size(), start + MAX_PARAMETERS)) {
      Token token = tokens.get(i);
      if (token.is(sign)) {
        return i;
      }
      if (token.kind().isCloser() || token.is(TokenKind.SEMICOLON)) {
        return start;
      }
      i = token.kind().isOpener() ? tokens.pair(i) + 1 : i + 1;
    }
    return start;
  }

  /// `::<A, B>`, `as Map<A, B>`
  private boolean isTypeArguments(int less) {
    if (less < 2) {
      return false;
    }
    Token before = tokens.get(less - 1);
    boolean isCast = before.is(TokenKind.WORD) && tokens.get(less - 2).isWord("as");
    return before.is(TokenKind.COLON_COLON) || (isCast && !tokens.get(less).spaceBefore());
  }

  /// The index of the `>` that closes the type arguments, or of their `<` if none does.
  private int afterTypeArguments(int less) {
    int open = 0;
    for (int i = less; i < Math.min(tokens.size(), less + MAX_PARAMETERS); i++) {
      Token token = tokens.get(i);
      switch (token.kind()) {
        case LESS -> open++;
        case GREATER -> open--;
        case SHIFT_RIGHT -> open -= 2;
        case LEFT_PAREN, LEFT_BRACKET -> i = tokens.pair(i);
        case LEFT_BRACE, RIGHT_BRACE, RIGHT_PAREN, RIGHT_BRACKET, SEMICOLON -> {
          return less;
        }
        default -> {}
      }
      if (open <= 0) {
        return i;
      }
    }
    return less;
  }

  private boolean beginsClosure(int bar) {
    if (bar == 0) {
      return true;
    }
    Token before = tokens.get(bar - 1);
    boolean isWord = before.isWord("async") || before.isWord("move");
    return isWord || before.is(TokenKind.QUESTION) || !Operands.canEnd(before);
  }

  private void beginParameters(int start, TokenKind sign) {
    parametersEnd[depth] = signAfter(start, sign);
    parametersBase[depth] = count;
  }

  /// How many of the pending `?` stand outside of the innermost bracket or parameters around an
  /// index.
  private int base(int index) {
    if (index <= parametersEnd[depth]) {
      return parametersBase[depth];
    }
    return depth > 0 ? outside[depth - 1] : 0;
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
