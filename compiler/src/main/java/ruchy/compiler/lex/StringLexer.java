package ruchy.compiler.lex;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.problem.SyntaxProblem;

/// Strings and bytes (L 1.5).
final class StringLexer {
  private StringLexer() {}

  /// `"text"`, `'text'`, `"""text"""`, `b"text"`: the token begins at `start`, its quote stands at
  /// `quote`. In a hole of an f-string the quotes may be written `\"` (`escaped`).
  static Token lex(CharacterReader reader, int start, int quote, boolean escaped) {
    String text = reader.text;
    char mark = text.charAt(escaped ? quote + 1 : quote);
    boolean triple =
        !escaped && mark == '"' && text.startsWith("\"\"\"", quote) && quote + 3 <= reader.limit;
    int open = quote + (triple ? 3 : escaped ? 2 : 1);
    boolean oneLine = mark == '\'' || (reader.stringsEndAtLine && !triple);
    int close = close(reader, open, mark, triple, escaped, oneLine);
    int flags = 0;
    if (close < 0) {
      reader.isWithoutEnd = true;
      flags = Token.BROKEN;
      close = triple ? reader.limit : lineEnd(reader, open);
      reader.position = close;
    } else {
      reader.position = close + (triple ? 3 : escaped ? 2 : 1);
    }
    if (text.charAt(start) == 'b' && start < quote) {
      List<Integer> bytes = bytes(reader, open, close);
      return new Token(TokenKind.BYTES, start, reader.position, flags, bytes);
    }
    return new Token(
        TokenKind.STRING, start, reader.position, flags, unescape(reader, open, close));
  }

  /// The offset of the closing quote, or -1.
  private static int close(
      CharacterReader reader, int open, char mark, boolean triple, boolean escaped, boolean line) {
    String text = reader.text;
    int i = open;
    while (i < reader.limit) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (escaped && i + 1 < reader.limit && text.charAt(i + 1) == mark) {
          return i;
        }
        i += 2;
      } else if (c == mark && !escaped) {
        if (!triple || text.startsWith("\"\"\"", i)) {
          return i;
        }
        i++;
      } else if (c == '\n' && line) {
        return -1;
      } else {
        i++;
      }
    }
    return -1;
  }

  /// The offset of the first quote of a raw string that begins at `start`, or -1: `r"`, `r#"`,
  /// `r##"`.
  static int rawStart(CharacterReader reader, int start) {
    int i = start + 1;
    while (i < reader.limit && reader.text.charAt(i) == '#') {
      i++;
    }
    return i < reader.limit && reader.text.charAt(i) == '"' ? i : -1;
  }

  /// `r"text"`, `r#"text"#`: no escapes; as many `#` close as open
  static Token lexRaw(CharacterReader reader, int start) {
    String text = reader.text;
    int quote = rawStart(reader, start);
    int hashes = quote - start - 1;
    int i = quote + 1;
    while (i < reader.limit) {
      if (text.charAt(i) == '"' && hashesAt(text, i + 1, reader.limit) >= hashes) {
        reader.position = i + 1 + hashes;
        return new Token(TokenKind.STRING, start, reader.position, 0, text.substring(quote + 1, i));
      }
      i++;
    }
    reader.isWithoutEnd = true;
    reader.position = reader.limit;
    return new Token(
        TokenKind.STRING, start, reader.limit, Token.BROKEN, text.substring(quote + 1, i));
  }

  private static int hashesAt(String text, int from, int limit) {
    int i = from;
    while (i < limit && text.charAt(i) == '#') {
      i++;
    }
    return i - from;
  }

  /// `b'x'`: one character of code 0 to 255, or an escape
  static Token lexByte(CharacterReader reader, int start) {
    Token string = lex(reader, start + 1, start + 1, false);
    String value = string.text();
    boolean isByte = value.length() == 1 && value.charAt(0) <= 255;
    boolean isBroken = !isByte || reader.isWithoutEnd;
    if (isBroken) {
      reader.isWithoutEnd = false;
      reader.report(new SyntaxProblem.InvalidByte(reader.span(start, string.end())));
    }
    int code = isByte ? value.charAt(0) : 0;
    int flags = isBroken ? Token.BROKEN : 0;
    return new Token(TokenKind.BYTE, start, string.end(), flags, code);
  }

  private static String unescape(CharacterReader reader, int from, int to) {
    if (reader.text.indexOf('\\', from, to) < 0) {
      return reader.text.substring(from, to);
    }
    StringBuilder out = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      char c = reader.text.charAt(i);
      if (c == '\\') {
        i = unescape(reader, i, to, out);
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  /// The UTF-8 bytes of the text; `\xHH` is one byte.
  private static List<Integer> bytes(CharacterReader reader, int from, int to) {
    List<Integer> bytes = new ArrayList<>();
    StringBuilder out = new StringBuilder();
    int i = from;
    while (i < to) {
      char c = reader.text.charAt(i);
      boolean isByte = c == '\\' && i + 3 < to && reader.text.charAt(i + 1) == 'x';
      int next = i + 1;
      if (c == '\\') {
        next = unescape(reader, i, to, out);
      } else {
        out.append(c);
      }
      if (isByte && next == i + 4 && out.length() == 1) {
        bytes.add((int) out.charAt(0));
        out.setLength(0);
      } else if (!Character.isHighSurrogate(out.isEmpty() ? ' ' : out.charAt(out.length() - 1))) {
        for (byte b : out.toString().getBytes(StandardCharsets.UTF_8)) {
          bytes.add(b & 0xFF);
        }
        out.setLength(0);
      }
      i = next;
    }
    return List.copyOf(bytes);
  }

  /// Replaces the escape at `at` and gives the offset after it. An unknown escape keeps the
  /// backslash and the character.
  static int unescape(CharacterReader reader, int at, int to, StringBuilder out) {
    if (at + 1 >= to) {
      out.append('\\');
      return at + 1;
    }
    String text = reader.text;
    char c = text.charAt(at + 1);
    int simple = "ntr\\\"'0e".indexOf(c);
    if (simple >= 0) {
      out.append("\n\t\r\\\"'\0\u001B".charAt(simple));
      return at + 2;
    }
    if (c == '\n' || (c == '\r' && at + 2 < to && text.charAt(at + 2) == '\n')) {
      int i = c == '\n' ? at + 2 : at + 3;
      while (i < to && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
        i++;
      }
      return i;
    }
    if (c == 'x' && at + 4 <= to && isHex(text, at + 2, at + 4)) {
      out.append((char) Integer.parseInt(text, at + 2, at + 4, 16));
      return at + 4;
    }
    if (c == 'u' && at + 2 < to && text.charAt(at + 2) == '{') {
      return unescapeCodePoint(reader, at, to, out);
    }
    out.append('\\').append(c);
    return at + 2;
  }

  private static int unescapeCodePoint(CharacterReader reader, int at, int to, StringBuilder out) {
    int close = at + 3;
    while (close < to && Character.digit(reader.text.charAt(close), 16) >= 0) {
      close++;
    }
    if (close == at + 3 || close >= to || reader.text.charAt(close) != '}') {
      out.append("\\u");
      return at + 2;
    }
    long code = 0;
    for (int i = at + 3; i < close && code <= Character.MAX_CODE_POINT; i++) {
      code = code * 16 + Character.digit(reader.text.charAt(i), 16);
    }
    if (code > Character.MAX_CODE_POINT || (code >= 0xD800 && code <= 0xDFFF)) {
      reader.report(new SyntaxProblem.InvalidEscape(reader.span(at, close + 1)));
      code = 0xFFFD;
    }
    out.appendCodePoint((int) code);
    return close + 1;
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 128 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  static int lineEnd(CharacterReader reader, int from) {
    int end = reader.text.indexOf('\n', from, reader.limit);
    if (end < 0) {
      return reader.limit;
    }
    return end > from && reader.text.charAt(end - 1) == '\r' ? end - 1 : end;
  }
}
