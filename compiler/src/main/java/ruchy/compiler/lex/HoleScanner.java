package ruchy.compiler.lex;

/// Finds the end of a hole of an f-string and the colon of its spec (L 1.6), before the hole is
/// lexed.
final class HoleScanner {
  /// The offset of the closing brace, or -1 if there is none.
  int end = -1;

  /// The offset of the colon before the spec, or -1.
  int colon = -1;

  private final CharacterReader reader;
  private final String text;
  private final int limit;
  private final boolean mayHoldNewlines;

  private HoleScanner(CharacterReader reader, int limit, boolean mayHoldNewlines) {
    this.reader = reader;
    this.text = reader.text;
    this.limit = limit;
    this.mayHoldNewlines = mayHoldNewlines;
  }

  /// Scans the hole that begins after its brace at `from`. `triple`: strings in it may hold
  /// newlines, because the f-string has three quotes; in others such a string is taken for the end
  /// of the f-string with the hole unclosed.
  static HoleScanner scan(CharacterReader reader, int from, int limit, boolean triple) {
    HoleScanner scanner = new HoleScanner(reader, limit, triple);
    scanner.end = scanner.holeEnd(from, reader.holes, true);
    return scanner;
  }

  private int holeEnd(int from, int depth, boolean outermost) {
    int braces = 0;
    int brackets = 0;
    int ternaries = 0;
    int i = from;
    while (i < limit) {
      char c = text.charAt(i);
      boolean top = outermost && braces == 0 && brackets == 0;
      switch (c) {
        case '(', '[' -> brackets++;
        case ')', ']' -> brackets = Math.max(0, brackets - 1);
        case '{' -> braces++;
        case '}' -> {
          if (braces == 0) {
            return i;
          }
          braces--;
        }
        case '"', '\'' -> {
          int labelEnd = c == '\'' ? labelEnd(i) : -1;
          i = labelEnd >= 0 ? labelEnd : stringEnd(i, depth);
          if (i < 0) {
            return -1;
          }
          continue;
        }
        case '\\' -> {
          if (at(i + 1) == '"' || at(i + 1) == '\'') {
            int close = text.indexOf("\\" + at(i + 1), i + 2, limit);
            if (close < 0) {
              return -1;
            }
            i = close + 2;
            continue;
          }
        }
        case ':' -> {
          if (at(i + 1) == ':') {
            i++;
          } else if (top && ternaries > 0) {
            ternaries--;
          } else if (top) {
            colon = i;
            i += fillLength(i);
          }
        }
        case '?' -> {
          if (at(i + 1) == '?' || at(i + 1) == '.') {
            i++;
          } else if (top && text.charAt(i - 1) != '<' && !isPropagation(i)) {
            ternaries++;
          }
        }
        default -> {}
      }
      i++;
    }
    return -1;
  }

  /// The length of a fill character before an alignment, so that a quote may be one.
  private int fillLength(int colonAt) {
    char fill = at(colonAt + 1);
    char align = at(colonAt + 2);
    return fill != '}' && (align == '<' || align == '^' || align == '>') ? 2 : 0;
  }

  private boolean isPropagation(int question) {
    int i = question + 1;
    while (at(i) == ' ') {
      i++;
    }
    boolean isOperator = (at(i) == '|' && at(i + 1) == '>') || (at(i) == '!' && at(i + 1) == '=');
    return i >= limit || isOperator || ":)]},.;?=<>/%^".indexOf(at(i)) >= 0;
  }

  /// The offset after a label whose mark is at `mark`, or -1 if it is a string: `break 'a`, `'a:
  /// loop`.
  private int labelEnd(int mark) {
    int end = reader.wordEnd(mark + 1, limit);
    if (end == mark + 1 || at(end) == '\'') {
      return -1;
    }
    int before = text.substring(Math.max(0, mark - 12), mark).stripTrailing().length();
    String words = text.substring(Math.max(0, mark - 12), Math.max(0, mark - 12) + before);
    boolean isJump = words.endsWith("break") || words.endsWith("continue");
    return isJump || at(end) == ':' ? end : -1;
  }

  /// The offset after the string whose quote is at `quote`, or -1.
  private int stringEnd(int quote, int depth) {
    char mark = text.charAt(quote);
    boolean triple = mark == '"' && text.startsWith("\"\"\"", quote) && quote + 3 <= limit;
    char prefix = quote > 0 ? text.charAt(quote - 1) : ' ';
    boolean hasPrefix = !(quote > 1 && Character.isLetterOrDigit(text.charAt(quote - 2)));
    boolean format = prefix == 'f' && mark == '"' && hasPrefix;
    boolean raw = prefix == 'r' && mark == '"' && hasPrefix;
    int i = quote + (triple ? 3 : 1);
    while (i < limit) {
      char c = text.charAt(i);
      if (c == '\\' && !raw) {
        i += 2;
      } else if (c == mark && (!triple || text.startsWith("\"\"\"", i))) {
        return i + (triple ? 3 : 1);
      } else if (c == '\n' && !triple && (mark == '\'' || !mayHoldNewlines)) {
        return -1;
      } else if (c == '{' && format && at(i + 1) != '{' && at(i + 1) != '}') {
        int close = depth >= FormatStringLexer.MAX_HOLES ? -1 : holeEnd(i + 1, depth + 1, false);
        if (close < 0) {
          return -1;
        }
        i = close + 1;
      } else {
        i += c == '{' && format ? 2 : 1;
      }
    }
    return -1;
  }

  private char at(int index) {
    return index < limit ? text.charAt(index) : '\0';
  }
}
