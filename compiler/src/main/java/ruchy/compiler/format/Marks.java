package ruchy.compiler.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.source.Span;

/// What the tree says about the tokens, by their index.
final class Marks {
  /// What a sign is, where its neighbours do not tell.
  enum Role {
    NONE,
    /// stands close to what follows: `-x`, `:atom`
    PREFIX,
    /// a word that takes the operand after it: `await (x)`, `x as [T]`
    PREFIX_WORD,
    /// stands close to what is before it: `e?`, `x++`
    POSTFIX,
    /// stands between spaces: a binary operator, both signs of a ternary
    SPACED,
    /// stands close on both sides: the `!` of a macro, the `:` of a slice
    CLOSE,
    ANGLE_OPEN,
    ANGLE_CLOSE,
    BAR_OPEN,
    BAR_CLOSE,
    /// the space before it stays as the writer has it
    AS_WRITTEN
  }

  /// What braces hold.
  enum Content {
    /// pieces between commas
    LIST,
    STATEMENTS,
    ARMS,
    MEMBERS
  }

  /// Tokens that are laid out together.
  ///
  /// @param to exclusive
  /// @param isSteady nothing in it breaks because it does not fit
  /// @param hugs whether its last part, if it can, is broken instead of it
  record Range(int from, int to, boolean isSteady, boolean hugs) {}

  final Tokens tokens;
  private final int[] starts;
  private final int[] enclosing;
  private final Role[] roles;
  private final Content[] contents;
  private final boolean[] isItem;
  private final boolean[] isLinked;
  private final boolean[] isPadded;
  private final boolean[] isPlainComma;
  private final boolean[] mayEndBefore;
  private final int[] verbatim;
  private final Map<Integer, List<Range>> ranges = new HashMap<>();

  Marks(Tokens tokens) {
    int size = tokens.size();
    this.tokens = tokens;
    this.starts = new int[size];
    this.enclosing = new int[size];
    this.roles = new Role[size];
    this.contents = new Content[size];
    this.isItem = new boolean[size + 1];
    this.isLinked = new boolean[size];
    this.isPadded = new boolean[size];
    this.isPlainComma = new boolean[size];
    this.mayEndBefore = new boolean[size + 1];
    this.verbatim = new int[size];
    Arrays.fill(roles, Role.NONE);
    Arrays.fill(contents, Content.LIST);
    int open = -1;
    for (int i = 0; i < size; i++) {
      starts[i] = tokens.get(i).start();
      if (tokens.get(i).kind().isCloser()) {
        open = enclosing[tokens.pair(i)];
      }
      enclosing[i] = open;
      if (tokens.get(i).kind().isOpener()) {
        open = i;
      }
    }
  }

  Token token(int index) {
    return tokens.get(index);
  }

  boolean is(int index, TokenKind kind) {
    return index >= 0 && tokens.get(index).is(kind);
  }

  /// The first token of a stretch.
  int first(Span span) {
    return at(span.start());
  }

  /// The token after a stretch.
  int after(Span span) {
    return at(span.end());
  }

  /// The first token that does not begin before an offset.
  private int at(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    int index = found >= 0 ? found : -found - 1;
    return Math.min(index, starts.length - 1);
  }

  /// The innermost bracket around a token, or -1.
  int enclosing(int index) {
    return enclosing[index];
  }

  Role role(int index) {
    return roles[index];
  }

  void role(int index, Role role) {
    roles[index] = role;
  }

  Content content(int open) {
    return contents[open];
  }

  void content(int open, Content content) {
    contents[open] = content;
  }

  /// Whether a statement, arm or member begins with the token.
  boolean isItem(int index) {
    return isItem[index];
  }

  void item(int index) {
    isItem[index] = true;
  }

  /// Whether the braces are broken when those of the other branches are.
  boolean isLinked(int open) {
    return isLinked[open];
  }

  void linked(int open) {
    isLinked[open] = true;
  }

  /// Whether there is always a space inside of the braces.
  boolean isPadded(int open) {
    return isPadded[open];
  }

  void padded(int open) {
    isPadded[open] = true;
  }

  /// Whether a comma separates something else than the pieces of the bracket it is in.
  boolean isPlainComma(int index) {
    return isPlainComma[index];
  }

  void plainComma(int index) {
    isPlainComma[index] = true;
  }

  /// Whether the line may end before a token.
  boolean mayEndBefore(int index) {
    return mayEndBefore[index];
  }

  void mayEndBefore(int index, boolean may) {
    mayEndBefore[index] = may;
  }

  /// The token after those that are kept as they are, where such begin; else 0.
  int verbatim(int index) {
    return verbatim[index];
  }

  void verbatim(int from, int to) {
    verbatim[from] = to;
  }

  void range(Range range) {
    if (range.to - range.from < 2) {
      return;
    }
    ranges.computeIfAbsent(range.from, _ -> new ArrayList<>()).add(range);
  }

  /// The largest range from a token on that is smaller than what ends at `limit` (which is the
  /// token after it), or null.
  @Nullable Range range(int from, int limit, @Nullable Range outer) {
    return ranges.getOrDefault(from, List.of()).stream()
        .filter(range -> range.to <= limit && isInside(range, outer))
        .max(Comparator.comparingInt(Range::to))
        .orElse(null);
  }

  private static boolean isInside(Range range, @Nullable Range outer) {
    return outer == null || range.from > outer.from || range.to < outer.to;
  }
}
