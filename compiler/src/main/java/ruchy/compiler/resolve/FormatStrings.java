package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The format string of a macro, cut into text and placeholders (L 15.2, L 15.3).
final class FormatStrings {
  /// `[[fill]align][sign][#][0][width][,][.precision][type]`
  private static final Pattern SPEC =
      Pattern.compile("(?:.?[<^>])?[+-]?#?0?\\d*,?(?:\\.\\d+)?[?xXobdefs%]?", Pattern.DOTALL);

  /// A width or precision taken from an argument, which is not supported (Appendix A).
  private static final Pattern ARGUMENT_SPEC = Pattern.compile("[^$]*\\w+\\$.*");

  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?:(\\d+)|([\\p{L}_][\\p{L}\\p{N}_]*))?(?::(.*))?", Pattern.DOTALL);

  /// A piece of the string.
  sealed interface Piece {
    record Text(String text) implements Piece {}

    /// The next argument (`{}`), the one with that index, or the one of that name.
    record Place(
        @Nullable Integer index, @Nullable String name, @Nullable String spec, String written)
        implements Piece {}

    /// Something that looks like a placeholder and is none.
    record Bad(String written, String reason) implements Piece {}

    /// A spec that takes a width or precision from an argument.
    record Unsupported(String written) implements Piece {}
  }

  private FormatStrings() {}

  static List<Piece> pieces(String template) {
    List<Piece> pieces = new ArrayList<>();
    var text = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      boolean doubled = i + 1 < template.length() && template.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        text.append(c);
        i += 2;
        continue;
      }
      int end = c == '{' ? template.indexOf('}', i) : -1;
      Piece piece = end < 0 ? null : piece(template.substring(i + 1, end));
      if (piece == null) {
        text.append(c);
        i++;
        continue;
      }
      if (!text.isEmpty()) {
        pieces.add(new Piece.Text(text.toString()));
        text.setLength(0);
      }
      pieces.add(piece);
      i = end + 1;
    }
    if (!text.isEmpty()) {
      pieces.add(new Piece.Text(text.toString()));
    }
    return pieces;
  }

  /// What the text between two braces is; null if it does not even look like a placeholder, as in
  /// `{ "a": 1 }`.
  private static @Nullable Piece piece(String inner) {
    String written = "{" + inner + "}";
    Matcher matcher = PLACEHOLDER.matcher(inner);
    if (!matcher.matches()) {
      boolean looksLikeOne =
          !inner.isEmpty()
              && Character.isUnicodeIdentifierStart(inner.codePointAt(0))
              && inner.indexOf('{') < 0;
      return looksLikeOne ? new Piece.Bad(written, "only names and numbers can stand here") : null;
    }
    String spec = matcher.group(3);
    if (spec != null && !SPEC.matcher(spec).matches()) {
      return ARGUMENT_SPEC.matcher(spec).matches()
          ? new Piece.Unsupported(written)
          : new Piece.Bad(written, "the format spec is not valid");
    }
    String index = matcher.group(1);
    if (index != null && index.length() > 4) {
      return new Piece.Bad(written, "there is no argument " + index);
    }
    return new Piece.Place(
        index == null ? null : Integer.valueOf(index),
        matcher.group(2),
        spec == null || spec.isEmpty() ? null : spec,
        written);
  }
}
