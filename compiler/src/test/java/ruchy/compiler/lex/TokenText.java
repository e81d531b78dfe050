package ruchy.compiler.lex;

import java.util.List;

/// Tokens as text for snapshots: one line for each, `KIND value`, with what stands before it.
public final class TokenText {
  private TokenText() {}

  public static String of(Tokens tokens) {
    StringBuilder out = new StringBuilder();
    add(tokens, "", out);
    return out.toString();
  }

  private static void add(Tokens tokens, String indent, StringBuilder out) {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      out.append(indent);
      out.append(token.newlineBefore() && i > 0 ? "↵ " : token.spaceBefore() && i > 0 ? "· " : "");
      out.append(token.kind());
      out.append(token.isBroken() ? " broken" : "").append(token.isMissing() ? " missing" : "");
      value(token, indent, out);
    }
  }

  private static void value(Token token, String indent, StringBuilder out) {
    switch (token.value()) {
      case null -> out.append('\n');
      case FormatText text -> {
        out.append('\n');
        pieces(text, indent + "  ", out);
      }
      case String text when token.kind().isKeyword() -> out.append('\n');
      case String text -> out.append(' ').append(visible(text)).append('\n');
      case List<?> bytes -> out.append(' ').append(bytes).append('\n');
      default -> out.append(' ').append(token.value()).append('\n');
    }
  }

  private static void pieces(FormatText format, String indent, StringBuilder out) {
    for (FormatText.Piece piece : format.pieces()) {
      switch (piece) {
        case FormatText.Text text ->
            out.append(indent).append("text ").append(visible(text.text())).append('\n');
        case FormatText.Hole hole -> {
          String spec = hole.spec() == null ? "" : " spec " + visible(hole.spec());
          out.append(indent).append("hole").append(spec).append('\n');
          add(hole.tokens(), indent + "  ", out);
        }
      }
    }
  }

  private static String visible(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("⏎");
        case '\t' -> out.append("⇥");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return "‹" + out + "›";
  }
}
