package ruchy.compiler.lex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Source;

/// Text to tokens (L 1). Time is linear in the length of the text; any text gives tokens.
public final class Lexer {
  private static final Token NONE = new Token(TokenKind.END, 0, 0, Token.NEWLINE, null);

  private final CharacterReader reader;
  private final List<Problem> problems;
  private Token[] tokens = new Token[64];
  private int count;
  private Token last = NONE;
  private Token beforeLast = NONE;
  private int nextFlags;
  private boolean hasRestarted;

  /// How many `<` of the generic list of a declaration are open.
  private int generics;

  private Lexer(CharacterReader reader, List<Problem> problems) {
    this.reader = reader;
    this.problems = problems;
  }

  /// The tokens of a source. What is no token is reported and becomes trivia.
  public static Tokens lex(Source source, Problems problems) {
    List<Problem> found = new ArrayList<>();
    String text = source.text();
    CharacterReader reader = new CharacterReader(source, 0, text.length(), 0, new Words(), found);
    if (text.startsWith("#!")) {
      int end = text.indexOf('\n');
      reader.position = end < 0 ? text.length() : end;
    }
    Tokens tokens = new Lexer(reader, found).tokens(0);
    for (Problem problem : found) {
      problems.report(problem);
    }
    return tokens;
  }

  /// The tokens of a hole of an f-string.
  static Tokens lexHole(CharacterReader hole, List<Problem> problems) {
    return new Lexer(hole, problems).tokens(hole.position);
  }

  private Tokens tokens(int start) {
    nextFlags = Token.NEWLINE;
    while (true) {
      nextFlags |= TriviaLexer.skip(reader);
      if (reader.atEnd()) {
        break;
      }
      next();
    }
    reader.position = reader.limit;
    add(TokenKind.END, reader.limit, null);
    return Brackets.balance(reader.source, start, Arrays.copyOf(tokens, count), reader::report);
  }

  private void next() {
    int start = reader.position;
    char c = reader.peek();
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') {
      wordOrPrefixedString(start, c);
    } else if (c >= '0' && c <= '9') {
      add(NumberLexer.lex(reader, last.is(TokenKind.DOT)));
    } else if (c == '"') {
      string(start, start, false);
    } else if (c == '\'') {
      labelOrString(start);
    } else if (c == '\\' && isEscapedQuote(start)) {
      string(start, start, true);
    } else {
      TokenKind sign = SignLexer.sign(reader);
      if (sign != null) {
        add(sign, start, null);
      } else if (Character.isLetter(codePoint(start))) {
        word(start);
      } else {
        unknown(start);
      }
    }
  }

  private void wordOrPrefixedString(int start, char c) {
    char next = reader.peek(1);
    if (next == '"' && (c == 'f' || c == 'r' || c == 'b')) {
      prefixedString(start, c, false);
    } else if (c == 'r' && next == '#' && StringLexer.rawStart(reader, start) >= 0) {
      prefixedString(start, c, false);
    } else if (c == 'b' && next == '\'') {
      add(StringLexer.lexByte(reader, start));
    } else if (c == 'f' && next == '\\' && isEscapedQuote(start + 1)) {
      prefixedString(start, c, true);
    } else {
      word(start);
    }
  }

  private void prefixedString(int start, char prefix, boolean escaped) {
    if (prefix == 'f') {
      finish(FormatStringLexer.lex(reader, start, escaped, problems));
    } else if (prefix == 'r') {
      finish(StringLexer.lexRaw(reader, start));
    } else {
      string(start, start + 1, false);
    }
  }

  /// `"text"`, `"""text"""`, `b"text"`; `escaped` in a hole where the quotes are written `\"`
  private void string(int start, int quote, boolean escaped) {
    finish(StringLexer.lex(reader, start, quote, escaped));
  }

  /// Adds a string, or starts again where a quote seems to be missing.
  private void finish(Token token) {
    if (!reader.isWithoutEnd) {
      add(token);
      return;
    }
    reader.isWithoutEnd = false;
    int culprit = reader.holes > 0 || hasRestarted ? -1 : Culprit.find(reader.text, tokens, count);
    hasRestarted = true;
    if (culprit >= 0) {
      restartAt(culprit);
      return;
    }
    if (!reader.stringsEndAtLine) {
      reportWithoutEnd(token);
      reader.stringsEndAtLine = true;
    }
    add(token);
  }

  /// Takes the tokens from `index` back and lexes on with a string that ends with its line.
  private void restartAt(int index) {
    Token first = tokens[index];
    problems.removeIf(problem -> problem.span().start() >= first.start());
    count = index;
    last = count > 0 ? tokens[count - 1] : NONE;
    beforeLast = count > 1 ? tokens[count - 2] : NONE;
    nextFlags = first.flags() & (Token.NEWLINE | Token.SPACE | Token.DOCUMENTED);
    reader.position = first.start();
    reader.stringsEndAtLine = true;
    next();
    reader.stringsEndAtLine = false;
    reportWithoutEnd(first);
  }

  /// Points at the opening quote (L 1.5).
  private void reportWithoutEnd(Token string) {
    int quote = string.start();
    while (quote + 1 < reader.limit && "\"'".indexOf(reader.text.charAt(quote)) < 0) {
      quote++;
    }
    String text =
        reader.text.startsWith("\"\"\"", quote)
            ? "\"\"\""
            : reader.text.substring(quote, quote + 1);
    reader.report(
        new SyntaxProblem.UnterminatedString(
            text, reader.span(string.start(), quote + text.length())));
  }

  /// A label or lifetime where L 1.5 says so, else a string.
  private void labelOrString(int start) {
    int end = reader.wordEnd(start + 1);
    if (end > start + 1 && isLabel(start, end)) {
      reader.position = end;
      add(TokenKind.LABEL, start, reader.text.substring(start + 1, end));
      return;
    }
    Token token = StringLexer.lex(reader, start, start, false);
    if (reader.isWithoutEnd) {
      reader.isWithoutEnd = false;
      reportWithoutEnd(token);
    }
    add(token);
  }

  private boolean isLabel(int start, int end) {
    char after = end < reader.limit ? reader.text.charAt(end) : '\0';
    if (after == '\'') {
      return false;
    }
    if (last.is(TokenKind.BREAK) || last.is(TokenKind.CONTINUE) || generics > 0) {
      return true;
    }
    if (last.is(TokenKind.AMPERSAND) && last.end() == start) {
      return !endsOperand(beforeLast);
    }
    boolean inArguments =
        (last.is(TokenKind.LESS) && last.end() == start)
            || (last.is(TokenKind.COMMA) && beforeLast.is(TokenKind.LABEL));
    return (inArguments && (after == '>' || after == ','))
        || (after == ':' && (isLoopAfter(end + 1) || !hasQuoteInLine(end)));
  }

  /// Without a second quote in its line it cannot be a string, so `'a:` is a label in a wrong
  /// place.
  private boolean hasQuoteInLine(int from) {
    int i = from;
    while (i < reader.limit && reader.text.charAt(i) != '\n') {
      if (reader.text.charAt(i) == '\'') {
        return true;
      }
      i++;
    }
    return false;
  }

  /// Follows the generic lists of declarations: `fun f<'a, T: 'a>`, `impl<'a>`.
  private void trackGenerics(Token token) {
    if (generics > 0) {
      generics =
          switch (token.kind()) {
            case LESS -> generics + 1;
            case GREATER -> generics - 1;
            case SHIFT_RIGHT -> Math.max(0, generics - 2);
            case LEFT_PAREN, LEFT_BRACE, SEMICOLON -> 0;
            default -> generics;
          };
    } else if (token.is(TokenKind.LESS) && isDeclared()) {
      generics = 1;
    }
  }

  private boolean isDeclared() {
    return switch (last.kind()) {
      case IMPL, FUN, FN -> true;
      case WORD ->
          switch (beforeLast.kind()) {
            case FUN, FN, STRUCT, ENUM, TRAIT, CLASS -> true;
            case WORD -> beforeLast.isWord("type") || beforeLast.isWord("interface");
            default -> false;
          };
      default -> false;
    };
  }

  private boolean isLoopAfter(int from) {
    int i = from;
    while (i < reader.limit && Character.isWhitespace(reader.text.charAt(i))) {
      i++;
    }
    int end = reader.wordEnd(i);
    String word = reader.text.substring(i, Math.max(i, end));
    return word.equals("for") || word.equals("while") || word.equals("loop");
  }

  private static boolean endsOperand(Token token) {
    return switch (token.kind()) {
      case WORD -> !token.isWord("as") && !token.isWord("dyn");
      case INTEGER, FLOAT, STRING, FORMAT_STRING, BYTE, BYTES -> true;
      case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE, SELF, TRUE, FALSE, NIL, NULL -> true;
      default -> false;
    };
  }

  private boolean isEscapedQuote(int at) {
    char quote = at + 1 < reader.limit ? reader.text.charAt(at + 1) : '\0';
    return reader.holes > 0 && (quote == '"' || quote == '\'');
  }

  private void word(int start) {
    int end = reader.wordEnd(start);
    int slot = reader.words.find(reader, start, end);
    reader.position = end;
    add(reader.words.kind(slot), start, reader.words.text(slot));
  }

  /// The end of a text in backticks that begins there, on one line or with holes; 0 if there is
  /// none.
  private int templateEnd(int start) {
    if (reader.text.charAt(start) != '`') {
      return 0;
    }
    int end = reader.text.indexOf('`', start + 1);
    if (end < 0 || end >= reader.limit) {
      return 0;
    }
    String inside = reader.text.substring(start + 1, end);
    return inside.indexOf('\n') < 0 || inside.contains("${") ? end + 1 : 0;
  }

  private int codePoint(int at) {
    return reader.text.codePointAt(at);
  }

  /// Characters that begin no token become trivia; a run of them is one problem.
  private void unknown(int start) {
    int template = templateEnd(start);
    if (template > 0) {
      reader.position = template;
      reader.report(new SyntaxProblem.TemplateString(reader.span(start, template)));
      nextFlags |= Token.AFTER_BROKEN | Token.SPACE;
      return;
    }
    int end = start;
    while (end < reader.limit) {
      int point = codePoint(end);
      boolean isKnown =
          point < 128
              ? point > ' ' && point != '$' && point != '`' && point != 127
              : Character.isLetterOrDigit(point);
      if (point != 0 && (isKnown || Character.isWhitespace(point))) {
        break;
      }
      end += Character.charCount(point);
    }
    end = Math.max(end, start + 1);
    reader.position = end;
    reader.report(
        new SyntaxProblem.UnknownCharacter(
            reader.text.substring(start, end), reader.span(start, end)));
    nextFlags |= Token.AFTER_BROKEN | Token.SPACE;
  }

  /// Adds a token from `start` to the reader's position.
  private void add(TokenKind kind, int start, @Nullable Object value) {
    add(new Token(kind, start, reader.position, 0, value));
  }

  private void add(Token token) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, count * 2);
    }
    Token flagged = nextFlags == 0 ? token : token.with(nextFlags);
    tokens[count++] = flagged;
    trackGenerics(flagged);
    beforeLast = last;
    last = flagged;
    nextFlags = 0;
  }
}
