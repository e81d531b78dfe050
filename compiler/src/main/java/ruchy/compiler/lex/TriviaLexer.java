package ruchy.compiler.lex;

import java.util.List;
import ruchy.compiler.problem.SyntaxProblem;

/// White space and comments (L 1.1, L 1.2).
final class TriviaLexer {
  private TriviaLexer() {}

  /// Skips white space and comments, and gives the flags of the token that follows.
  static int skip(CharacterReader reader) {
    int flags = 0;
    while (true) {
      char c = reader.peek();
      if (c == '\n') {
        flags |= Token.NEWLINE;
        reader.position++;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
        flags |= Token.SPACE;
        reader.position++;
      } else if (c == '/' && reader.peek(1) == '/') {
        flags |= Token.SPACE;
        if (isDocumentation(reader.text, reader.position)) {
          flags |= Token.DOCUMENTED;
        }
        reader.position = lineEnd(reader.text, reader.position, reader.limit);
      } else if (c == '#' && reader.peek(1) != '[') {
        flags |= Token.SPACE;
        reader.position = lineEnd(reader.text, reader.position, reader.limit);
      } else if (c == '/' && reader.peek(1) == '*') {
        int start = reader.position;
        int end = blockEnd(reader.text, start, reader.limit);
        flags |= Token.SPACE;
        if (end < 0) {
          reader.report(new SyntaxProblem.UnterminatedComment(reader.span(start, start + 2)));
          end = reader.limit;
        }
        for (int i = start; i < end && (flags & Token.NEWLINE) == 0; i++) {
          if (reader.text.charAt(i) == '\n') {
            flags |= Token.NEWLINE;
          }
        }
        reader.position = end;
      } else if (c == '\uFEFF' && reader.position == 0) {
        reader.position++;
      } else {
        return flags;
      }
    }
  }

  /// Takes a stretch between two tokens apart.
  static void split(String text, int from, int to, List<Trivia> found) {
    int i = from;
    while (i < to) {
      int start = i;
      char c = text.charAt(i);
      Trivia.Kind kind;
      if (c == '\n') {
        i++;
        kind = Trivia.Kind.NEWLINE;
      } else if (isSpace(c)) {
        while (i < to && isSpace(text.charAt(i))) {
          i++;
        }
        kind = Trivia.Kind.SPACE;
      } else if (c == '/' && i + 1 < to && text.charAt(i + 1) == '/') {
        kind = isDocumentation(text, i) ? Trivia.Kind.DOC_COMMENT : Trivia.Kind.LINE_COMMENT;
        i = lineEnd(text, i, to);
      } else if (c == '#') {
        kind = Trivia.Kind.LINE_COMMENT;
        i = lineEnd(text, i, to);
      } else if (c == '/' && i + 1 < to && text.charAt(i + 1) == '*') {
        kind = Trivia.Kind.BLOCK_COMMENT;
        int end = blockEnd(text, i, to);
        i = end < 0 ? to : end;
      } else {
        kind = Trivia.Kind.BROKEN;
        i++;
      }
      found.add(new Trivia(kind, start, i));
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\uFEFF';
  }

  /// Three slashes begin documentation, four do not.
  private static boolean isDocumentation(String text, int start) {
    return text.startsWith("///", start) && !text.startsWith("////", start);
  }

  /// The offset of the line end, without a CR before it.
  private static int lineEnd(String text, int from, int limit) {
    int end = text.indexOf('\n', from, limit);
    if (end < 0) {
      return limit;
    }
    return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /// The offset after the `*/` that belongs to the `/*` at `start`, or -1.
  private static int blockEnd(String text, int start, int limit) {
    int depth = 0;
    int i = start;
    while (i + 1 < limit) {
      char c = text.charAt(i);
      char next = text.charAt(i + 1);
      if (c == '/' && next == '*') {
        depth++;
        i += 2;
      } else if (c == '*' && next == '/') {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else {
        i++;
      }
    }
    return -1;
  }
}
