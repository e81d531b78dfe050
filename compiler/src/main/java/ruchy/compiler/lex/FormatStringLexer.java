package ruchy.compiler.lex;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.SyntaxProblem;

/// f-strings (L 1.6): literal text and holes with tokens of their own.
final class FormatStringLexer {
  /// Holes in holes; every further level would scan the text once more.
  static final int MAX_HOLES = 20;

  /// Characters of a hole; a bound on how far an unclosed one is followed. Where many are unclosed
  /// the bound is lower, so that time stays linear.
  private static final int MAX_HOLE_LENGTH = 20_000;

  private static final int MAX_BROKEN_HOLES = 100;
  private static final int SHORT_HOLE_LENGTH = 500;

  private final CharacterReader reader;
  private final List<Problem> problems;
  private final boolean escaped;
  private final boolean triple;
  private final List<FormatText.Piece> pieces = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int flags;

  private FormatStringLexer(
      CharacterReader reader, List<Problem> problems, boolean escaped, boolean triple) {
    this.reader = reader;
    this.problems = problems;
    this.escaped = escaped;
    this.triple = triple;
  }

  /// `f"text"`, `f"""text"""` from `start`; in a hole of another f-string also `f\"text\"`
  /// (`escaped`).
  static Token lex(CharacterReader reader, int start, boolean escaped, List<Problem> problems) {
    boolean triple =
        !escaped && reader.text.startsWith("\"\"\"", start + 1) && start + 4 <= reader.limit;
    FormatStringLexer lexer = new FormatStringLexer(reader, problems, escaped, triple);
    lexer.pieces(start + (triple ? 4 : escaped ? 3 : 2));
    FormatText text = new FormatText(List.copyOf(lexer.pieces));
    return new Token(TokenKind.FORMAT_STRING, start, reader.position, lexer.flags, text);
  }

  private void pieces(int open) {
    String text = reader.text;
    int i = open;
    while (i < reader.limit) {
      char c = text.charAt(i);
      char next = i + 1 < reader.limit ? text.charAt(i + 1) : '\0';
      if (isClose(i, c, next)) {
        flush();
        reader.position = i + (triple ? 3 : escaped ? 2 : 1);
        return;
      }
      if (c == '\n' && reader.stringsEndAtLine && !triple) {
        break;
      }
      if (c == '\\') {
        i = StringLexer.unescape(reader, i, reader.limit, literal);
      } else if (c == '{' && next == '}') {
        literal.append("{}");
        i += 2;
      } else if ((c == '{' || c == '}') && next == c) {
        literal.append(c);
        i += 2;
      } else if (c == '{') {
        i = hole(i);
      } else {
        if (c == '}') {
          reader.report(new SyntaxProblem.UnopenedHole(reader.span(i, i + 1)));
        }
        literal.append(c);
        i++;
      }
    }
    flush();
    reader.isWithoutEnd = true;
    flags |= Token.BROKEN;
    reader.position = triple ? reader.limit : StringLexer.lineEnd(reader, open);
  }

  private boolean isClose(int at, char c, char next) {
    if (escaped) {
      return c == '\\' && next == '"';
    }
    return c == '"' && (!triple || reader.text.startsWith("\"\"\"", at));
  }

  /// Reads the hole whose brace is at `open`; gives the offset after it.
  private int hole(int open) {
    if (reader.holes >= MAX_HOLES) {
      reader.report(new SyntaxProblem.NestedTooDeeply(reader.span(open, open + 1)));
      return skipBrokenHole(open);
    }
    int longest = reader.brokenHoles > MAX_BROKEN_HOLES ? SHORT_HOLE_LENGTH : MAX_HOLE_LENGTH;
    HoleScanner scanner =
        HoleScanner.scan(reader, open + 1, Math.min(reader.limit, open + longest), triple);
    if (scanner.end < 0) {
      reader.report(new SyntaxProblem.UnclosedHole(reader.span(open, open + 1)));
      return skipBrokenHole(open);
    }
    flush();
    int codeEnd = scanner.colon < 0 ? scanner.end : scanner.colon;
    @Nullable String spec =
        scanner.colon < 0 ? null : reader.text.substring(scanner.colon + 1, scanner.end);
    Tokens tokens = Lexer.lexHole(reader.hole(open + 1, codeEnd), problems);
    pieces.add(new FormatText.Hole(tokens, spec, open, scanner.end + 1));
    return scanner.end + 1;
  }

  /// Goes on at the quote that most likely ends the string: the next one of its line.
  private int skipBrokenHole(int open) {
    flags |= Token.BROKEN;
    reader.brokenHoles++;
    String quote = triple ? "\"\"\"" : escaped ? "\\\"" : "\"";
    int i = open + 1;
    while (i < reader.limit && !reader.text.startsWith(quote, i)) {
      if (reader.text.charAt(i) == '\n' && !triple) {
        break;
      }
      i++;
    }
    return i;
  }

  private void flush() {
    if (!literal.isEmpty()) {
      pieces.add(new FormatText.Text(literal.toString()));
      literal.setLength(0);
    }
  }
}
