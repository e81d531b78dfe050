package ruchy.compiler.lex;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// Pairs brackets. Where they do not balance, it puts the missing closing ones in and takes the
/// superfluous ones out, guided by the indentation of lines, so that the parser always sees
/// balanced brackets and one mistake stays one.
final class Brackets {
  private final Source source;
  private final Token[] tokens;
  private final boolean byIndentation;

  /// How many closing brackets are too many: as many may be taken out in the middle of a line.
  private final int surplus;

  /// The tokens with repairs, and the index of its opening bracket for each closing one.
  private Token[] out;

  private int[] opened;
  private int count;

  private int[] stack = new int[32];
  private int[] indents = new int[32];
  private int depth;

  private int repairs;

  /// Whether all closing brackets fit, and some that were opened are open at the end.
  private boolean endsOpen;

  private int[] superfluous = new int[4];
  private int superfluousCount;

  private Brackets(Source source, Token[] tokens, boolean byIndentation, int surplus) {
    this.source = source;
    this.tokens = tokens;
    this.byIndentation = byIndentation;
    this.surplus = surplus;
    this.out = new Token[tokens.length];
    this.opened = new int[tokens.length];
  }

  /// Gives the tokens with balanced brackets. Superfluous ones are reported here, missing ones by
  /// the parser, which knows what else could stand in their place.
  static Tokens balance(Source source, int start, Token[] tokens, Consumer<Problem> problems) {
    Brackets brackets = new Brackets(source, tokens, false, 0);
    brackets.run();
    boolean endsOpen = brackets.endsOpen;
    if (brackets.repairs > 0) {
      Brackets indented = new Brackets(source, tokens, true, brackets.superfluousCount);
      indented.run();
      if (indented.repairs <= brackets.repairs) {
        brackets = indented;
      }
      for (int i = 0; i < brackets.superfluousCount; i++) {
        Token token = tokens[brackets.superfluous[i]];
        Span span = new Span(source, token.start(), token.end());
        problems.accept(new SyntaxProblem.Unopened(token.kind().text(), span));
      }
    }
    int[] pairs = new int[brackets.count];
    for (int i = 0; i < brackets.count; i++) {
      if (brackets.out[i].kind().isCloser()) {
        pairs[i] = brackets.opened[i];
        pairs[brackets.opened[i]] = i;
      }
    }
    return new Tokens(source, start, Arrays.copyOf(brackets.out, brackets.count), pairs, endsOpen);
  }

  private void run() {
    int indent = 0;
    int dropped = 0;
    for (int i = 0; i < tokens.length; i++) {
      Token token = dropped == 0 ? tokens[i] : tokens[i].with(dropped);
      dropped = 0;
      boolean isFirst = tokens[i].newlineBefore();
      if (isFirst && byIndentation) {
        indent = column(token.start());
      }
      if (token.kind().isOpener()) {
        closeOutdented(token, isFirst, indent);
        push(indent);
        add(token, 0);
      } else if (token.kind().isCloser()) {
        if (!close(token, i, isFirst, indent)) {
          dropped = token.flags() & (Token.NEWLINE | Token.SPACE);
        }
      } else if (token.is(TokenKind.END)) {
        endsOpen = depth > 0 && repairs == 0;
        while (depth > 0) {
          insert();
        }
        add(token, 0);
      } else {
        closeOutdented(token, isFirst, indent);
        add(token, 0);
      }
    }
  }

  /// A line that begins no deeper than the line of an open bracket ends what the bracket encloses.
  private void closeOutdented(Token token, boolean isFirst, int indent) {
    if (byIndentation && isFirst && !isContinuation(token)) {
      while (depth > 0 && indents[depth - 1] >= indent) {
        insert();
      }
    }
  }

  private static boolean isContinuation(Token token) {
    return token.is(TokenKind.DOT) || token.is(TokenKind.QUESTION_DOT) || token.is(TokenKind.ELSE);
  }

  /// Pairs a closing bracket; false if it is superfluous.
  private boolean close(Token token, int index, boolean isFirst, int indent) {
    boolean fits = depth > 0 && closerOf(depth - 1) == token.kind();
    if (byIndentation && isFirst) {
      int level = depth - 1;
      while (level >= 0
          && depth - level < 100
          && (indents[level] != indent || closerOf(level) != token.kind())) {
        level--;
      }
      if (level >= 0 && depth - level < 100) {
        while (depth - 1 > level) {
          insert();
        }
        pop(token);
        return true;
      }
      if (fits && indent > indents[depth - 1]) {
        return drop(index);
      }
    }
    if (fits && !isFirst && surplus > superfluousCount && indent > indents[depth - 1]) {
      return drop(index);
    }
    if (fits) {
      pop(token);
      return true;
    }
    int level = depth - 1;
    while (level >= 0 && depth - level < 100 && closerOf(level) != token.kind()) {
      level--;
    }
    if (level >= 0 && depth - level < 100) {
      while (depth - 1 > level) {
        insert();
      }
      pop(token);
      return true;
    }
    if (depth > 0
        && closerOf(depth - 1) != TokenKind.RIGHT_BRACE
        && token.kind() != TokenKind.RIGHT_BRACE) {
      insertFor(token);
      return false;
    }
    return drop(index);
  }

  private boolean drop(int index) {
    repairs++;
    if (superfluousCount == superfluous.length) {
      superfluous = Arrays.copyOf(superfluous, superfluousCount * 2);
    }
    superfluous[superfluousCount++] = index;
    return false;
  }

  private TokenKind closerOf(int level) {
    return out[stack[level]].kind().closer();
  }

  private void push(int indent) {
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, depth * 2);
      indents = Arrays.copyOf(indents, depth * 2);
    }
    stack[depth] = count;
    indents[depth++] = indent;
  }

  private void pop(Token closer) {
    depth--;
    add(closer, stack[depth]);
  }

  /// Puts the closing bracket of the innermost open one in, directly after the token before.
  private void insert() {
    insertFor(null);
  }

  /// The same, where another closing bracket stands in its place.
  private void insertFor(@Nullable Token other) {
    repairs++;
    int end = out[count - 1].end();
    depth--;
    int opener = stack[depth];
    String found = other == null ? null : other.kind().text();
    add(new Token(out[opener].kind().closer(), end, end, Token.MISSING, found), opener);
  }

  private void add(Token token, int opener) {
    if (count == out.length) {
      out = Arrays.copyOf(out, count * 2);
      opened = Arrays.copyOf(opened, count * 2);
    }
    out[count] = token;
    opened[count++] = opener;
  }

  /// The column of a token that is the first of its line.
  private int column(int offset) {
    return offset - (source.text().lastIndexOf('\n', offset - 1) + 1);
  }
}
