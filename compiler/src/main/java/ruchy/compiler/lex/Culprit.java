package ruchy.compiler.lex;

/// Guesses which quote is missing when a string has no end: strings may hold newlines, so every
/// string after the missing quote is turned inside out, and the last quote of the source is the one
/// that finds no partner.
final class Culprit {
  private Culprit() {}

  /// The index of the first string that spans lines and is followed by what cannot follow a string,
  /// or -1.
  static int find(String text, Token[] tokens, int count) {
    for (int i = 0; i < count; i++) {
      Token token = tokens[i];
      if ((token.is(TokenKind.STRING) || token.is(TokenKind.FORMAT_STRING))
          && !token.isBroken()
          && mayHaveLostQuote(text, token)
          && isStrangeAfter(text, token.end())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean mayHaveLostQuote(String text, Token token) {
    int quote = text.charAt(token.start()) == 'f' ? token.start() + 1 : token.start();
    if (text.charAt(quote) != '"' || text.startsWith("\"\"\"", quote)) {
      return false;
    }
    int newline = text.indexOf('\n', quote);
    return newline >= 0 && newline < token.end();
  }

  private static boolean isStrangeAfter(String text, int end) {
    if (end >= text.length()) {
      return false;
    }
    char c = text.charAt(end);
    return !Character.isWhitespace(c) && ",;)]}.+:?=|&<>!*/-%".indexOf(c) < 0;
  }
}
