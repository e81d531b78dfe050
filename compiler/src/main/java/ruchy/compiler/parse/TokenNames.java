package ruchy.compiler.parse;

import ruchy.compiler.lex.Token;
import ruchy.compiler.source.Source;

/// What problems call a token that they found: words, numbers and short strings as they are
/// written, in backticks.
///
/// @param end what the end of the tokens is called
record TokenNames(Source source, String end) {
  private static final int MAX_LENGTH = 30;

  String of(Token token) {
    if (token.isMissing() && token.value() instanceof String other) {
      return "`" + other + "`";
    }
    return switch (token.kind()) {
      case END -> end;
      case STRING -> written(token, "a string");
      case FORMAT_STRING -> written(token, "an f-string");
      case BYTES -> written(token, "bytes");
      case WORD, INTEGER, FLOAT, BYTE, LABEL -> written(token, token.kind().text());
      default -> token.kind().quoted();
    };
  }

  private String written(Token token, String otherwise) {
    String text = source.text().substring(token.start(), token.end());
    return text.length() <= MAX_LENGTH && text.indexOf('\n') < 0 ? "`" + text + "`" : otherwise;
  }
}
