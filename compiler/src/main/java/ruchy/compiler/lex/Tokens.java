package ruchy.compiler.lex;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// The tokens of one source, or of one hole of an f-string, with their trivia. The last token is
/// always `END`. Brackets are always balanced: a missing one has been put in, a superfluous one has
/// become trivia.
public final class Tokens {
  private final Source source;
  private final int start;
  private final Token[] tokens;
  private final int[] pairs;
  private final boolean endsOpen;

  Tokens(Source source, int start, Token[] tokens, int[] pairs, boolean endsOpen) {
    this.source = source;
    this.start = start;
    this.tokens = tokens;
    this.pairs = pairs;
    this.endsOpen = endsOpen;
  }

  /// Whether the text ends within brackets, so that more text could close them.
  public boolean endsOpen() {
    return endsOpen;
  }

  public Source source() {
    return source;
  }

  /// The number of tokens with `END`, at least 1.
  public int size() {
    return tokens.length;
  }

  /// The token at an index; beyond the end it is `END`.
  public Token get(int index) {
    return index < tokens.length ? tokens[index] : tokens[tokens.length - 1];
  }

  /// The index of the bracket that belongs to the bracket at `index`.
  public int pair(int index) {
    return pairs[index];
  }

  public Span span(int index) {
    Token token = get(index);
    return new Span(source, token.start(), token.end());
  }

  /// What stands between the token at `index` and the one before it, in order and without gaps.
  public List<Trivia> trivia(int index) {
    int from = index == 0 ? start : tokens[index - 1].end();
    List<Trivia> found = new ArrayList<>();
    TriviaLexer.split(source.text(), from, get(index).start(), found);
    return found;
  }

  /// The lines of the `///` comments before the token at `index`, without the slashes and one space
  /// after them.
  public List<String> documentation(int index) {
    if (!get(index).isDocumented()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Trivia trivia : trivia(index)) {
      if (trivia.kind() == Trivia.Kind.DOC_COMMENT) {
        String line = source.text().substring(trivia.start() + 3, trivia.end());
        lines.add((line.startsWith(" ") ? line.substring(1) : line).stripTrailing());
      }
    }
    return List.copyOf(lines);
  }
}
