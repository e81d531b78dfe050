package ruchy.compiler.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.format.Document.Ending;
import ruchy.compiler.format.Document.Fit;
import ruchy.compiler.format.Document.Group;
import ruchy.compiler.format.Document.Line;
import ruchy.compiler.format.Document.Remark;
import ruchy.compiler.format.Document.Text;
import ruchy.compiler.format.Marks.Content;
import ruchy.compiler.format.Marks.Range;
import ruchy.compiler.format.Marks.Role;
import ruchy.compiler.lex.TokenKind;

/// Makes a document of tokens and what is noted on them.
///
/// A line end that the writer made stays one where the tokens around it allow a choice, so that a
/// list in lines stays in lines and a short block stays short.
final class Draft {
  private final Marks marks;
  private final int indent;
  private final Spacing spacing;
  private final Gap[] gaps;

  private Draft(Marks marks, Style style) {
    this.marks = marks;
    this.indent = style.indent();
    this.spacing = new Spacing(marks);
    this.gaps = new Gap[marks.tokens.size()];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Gap.before(marks.tokens, i, indent);
    }
  }

  /// The document of a whole file.
  static Document of(Marks marks, Style style) {
    return new Draft(marks, style).file();
  }

  private Document file() {
    int end = marks.tokens.size() - 1;
    List<Document> parts = new ArrayList<>();
    List<Integer> starts = items(0, end, -1);
    for (int k = 0; k < starts.size(); k++) {
      int next = k + 1 < starts.size() ? starts.get(k + 1) : end;
      gap(parts, starts.get(k), new Line("", Ending.ALWAYS, false, true));
      k += piece(parts, starts, k, next, end);
    }
    gap(parts, end, new Line("", Ending.ALWAYS, false, true));
    parts.add(new Text(""));
    return new Group(parts, Fit.BROKEN, -1, false, indent);
  }

  /// Where the pieces of a bracket (-1: of the file) begin.
  private List<Integer> items(int from, int to, int open) {
    List<Integer> starts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (i == from || (marks.isItem(i) && marks.enclosing(i) == open)) {
        starts.add(i);
      }
    }
    return starts;
  }

  /// Adds the piece that begins at `starts[k]`; how many pieces more it took.
  private int piece(List<Document> parts, List<Integer> starts, int k, int next, int end) {
    int start = starts.get(k);
    if (!gaps[start].isIgnored()) {
      parts.add(steady(tokens(start, next, null)));
      return 0;
    }
    int more = 0;
    int to = next;
    while (to < end && isAttributes(starts.get(k + more), to)) {
      more++;
      to = k + more + 1 < starts.size() ? starts.get(k + more + 1) : end;
    }
    parts.add(verbatim(start, to));
    return more;
  }

  /// Whether there is nothing but attributes.
  private boolean isAttributes(int from, int to) {
    int i = from;
    while (i < to && marks.verbatim(i) > i) {
      i = marks.verbatim(i);
    }
    return i == to;
  }

  private Text verbatim(int from, int to) {
    return new Text(marks.tokens.span(from).to(marks.tokens.span(to - 1)).text());
  }

  private Document steady(List<Document> parts) {
    return group(parts, Fit.STEADY, -1, false);
  }

  private Document group(List<Document> parts, Fit fit, int hug, boolean isLinked) {
    return parts.size() == 1 ? parts.getFirst() : new Group(parts, fit, hug, isLinked, indent);
  }

  /// The tokens of a stretch without what stands before the first.
  private List<Document> tokens(int from, int to, @Nullable Range outer) {
    List<Document> parts = new ArrayList<>();
    int i = from;
    while (i < to) {
      if (i > from) {
        gap(parts, i, inner(i));
      }
      Range range = marks.range(i, to, outer);
      if (marks.verbatim(i) > i) {
        parts.add(verbatim(i, marks.verbatim(i)));
        i = marks.verbatim(i);
      } else if (range != null) {
        parts.add(range(range));
        i = range.to();
      } else if (marks.token(i).kind().isOpener()) {
        parts.add(bracket(i));
        i = marks.tokens.pair(i) + 1;
      } else {
        parts.add(new Text(marks.tokens.span(i).text()));
        i++;
      }
    }
    return parts;
  }

  private Document range(Range range) {
    List<Document> parts = tokens(range.from(), range.to(), range);
    boolean hugs = range.hugs() && parts.getLast() instanceof Group;
    Fit fit = range.isSteady() ? Fit.STEADY : Fit.IF_FITTING;
    return group(
        parts, hasBrokenBlock(parts) ? Fit.BROKEN : fit, hugs ? parts.size() - 1 : -1, false);
  }

  /// Whether a block of a construct with several blocks has line ends: then all of them get some.
  private static boolean hasBrokenBlock(List<Document> parts) {
    return parts.stream()
        .anyMatch(
            part -> part instanceof Group block && block.isLinked() && block.fit() == Fit.BROKEN);
  }

  /// What stands before a token in the midst of a statement.
  private Line inner(int index) {
    String flat = spacing.isBefore(index) ? " " : "";
    boolean isAfterAttribute = index > 0 && isAttributeEnd(index - 1);
    if (isAfterAttribute) {
      return new Line(flat, gaps[index].hasLineEnd() ? Ending.ALWAYS : Ending.NEVER, false, false);
    }
    if (marks.mayEndBefore(index)) {
      return new Line(flat, endsHere(index) ? Ending.KEPT : Ending.IF_BROKEN, true, false);
    }
    boolean isKept = gaps[index].hasLineEnd() && !isJoined(index);
    return new Line(flat, isKept ? Ending.KEPT : Ending.NEVER, !isBranch(index), false);
  }

  private boolean isAttributeEnd(int index) {
    for (int i = index; i >= 0 && i > index - 64; i--) {
      if (marks.verbatim(i) > 0) {
        return marks.verbatim(i) == index + 1;
      }
    }
    return false;
  }

  /// Whether the writer ended the line on this side of an operator or on the other.
  private boolean endsHere(int index) {
    return gaps[index].hasLineEnd()
        || (marks.role(index) == Role.SPACED
            && gaps[index + 1].hasLineEnd()
            && gaps[index + 1].comments().isEmpty())
        || (marks.role(index - 1) == Role.SPACED && gaps[index - 1].hasLineEnd());
  }

  /// Whether a line end before a token is taken away.
  private boolean isJoined(int index) {
    boolean isOtherSide =
        (marks.role(index - 1) == Role.SPACED && marks.mayEndBefore(index - 1))
            || (marks.role(index) == Role.SPACED && marks.mayEndBefore(index + 1));
    return isOtherSide
        || switch (marks.token(index).kind()) {
          case LEFT_BRACE, COMMA, SEMICOLON -> true;
          case COLON -> marks.role(index) == Role.NONE;
          default -> isBranch(index);
        };
  }

  private boolean isBranch(int index) {
    return marks.is(index, TokenKind.ELSE)
        || marks.is(index, TokenKind.CATCH)
        || (marks.token(index).isWord("finally") && marks.is(index - 1, TokenKind.RIGHT_BRACE));
  }

  /// Adds what stands before a token: comments, and the line where none of them ends it.
  ///
  /// @param line an empty line is kept where it says so
  private void gap(List<Document> parts, int index, Line line) {
    Gap gap = gaps[index];
    boolean isBegun = false;
    boolean mustEnd = false;
    boolean isFirst = parts.isEmpty() || index == 0;
    boolean isAfterOpener = index > 0 && marks.token(index - 1).kind().isOpener();
    boolean isLast = marks.token(index).kind().isCloser();
    for (Gap.Comment comment : gap.comments()) {
      boolean isOwnLine = comment.lines() > 0 || mustEnd || (index == 0 && !isBegun);
      boolean endsLine = comment.isLine() || isLastOfLine(gap, comment);
      if (isOwnLine) {
        boolean isBlank = line.isBlank() && comment.lines() > 1 && (isBegun || !isAfterOpener);
        if (!isFirst) parts.add(new Line("", Ending.ALWAYS, isIndented(index, line), isBlank));
        parts.add(new Text(comment.text()));
      } else if (endsLine) {
        parts.add(new Remark(comment.text(), comment.column()));
      } else {
        if (!isBegun) parts.add(line);
        boolean isClose = isBegun && !comment.isSpaced();
        if (isBegun || line.flat().isEmpty())
          parts.add(new Text(isClose || !comment.isSpaced() ? "" : " "));
        parts.add(new Text(comment.text()));
      }
      isBegun = true;
      isFirst = false;
      mustEnd = endsLine;
    }
    if (!isBegun) {
      if (!isFirst || line.ending() != Ending.ALWAYS) {
        boolean isBlank = line.isBlank() && gap.lines() > 1 && !isAfterOpener && !isLast;
        parts.add(new Line(line.flat(), line.ending(), line.isIndented(), isBlank));
      }
    } else if (mustEnd || gap.lines() > 0) {
      boolean isBlank = line.isBlank() && gap.lines() > 1 && !isLast;
      parts.add(new Line("", Ending.ALWAYS, line.isIndented(), isBlank));
    } else {
      parts.add(new Text(gap.isSpaced() ? " " : ""));
    }
  }

  private static boolean isLastOfLine(Gap gap, Gap.Comment comment) {
    int index = gap.comments().indexOf(comment);
    boolean isLast = index + 1 == gap.comments().size();
    return isLast ? gap.lines() > 0 : gap.comments().get(index + 1).lines() > 0;
  }

  /// Comments before a closing bracket belong to what is in it.
  private boolean isIndented(int index, Line line) {
    return line.isIndented() || marks.token(index).kind().isCloser();
  }

  private Document bracket(int open) {
    int close = marks.tokens.pair(open);
    var opener = new Text(marks.tokens.span(open).text());
    var closer = new Text(marks.tokens.span(close).text());
    if (close == open + 1 && gaps[close].comments().isEmpty()) {
      return new Text(opener.text() + closer.text());
    }
    var content = marks.content(open);
    List<Integer> starts =
        content == Content.LIST ? elements(open, close) : items(open + 1, close, open);
    var layout = new BracketLayout(marks, gaps, open, starts);
    List<Document> parts = new ArrayList<>();
    parts.add(opener);
    int hug = -1;
    for (int k = 0; k < starts.size() && starts.get(k) < close; k++) {
      int next = k + 1 < starts.size() ? starts.get(k + 1) : close;
      gap(parts, starts.get(k), k == 0 ? layout.first() : layout.between(starts.get(k)));
      int size = parts.size();
      k += piece(parts, starts, k, next, close);
      boolean isOnly = marks.is(open, TokenKind.LEFT_BRACKET) && starts.size() == 1;
      if (marks.is(open, TokenKind.LEFT_PAREN) || isOnly) {
        hug = hugged(hug, size, parts, next, starts.size());
      }
    }
    gap(parts, close, layout.last(close));
    parts.add(closer);
    return new Group(parts, layout.fit(), hug, marks.isLinked(open), indent);
  }

  private List<Integer> elements(int open, int close) {
    List<Integer> starts = new ArrayList<>();
    for (int i = open + 1; i < close; i++) {
      boolean isAfterComma =
          (marks.is(i - 1, TokenKind.COMMA) && !marks.isPlainComma(i - 1))
              || marks.is(i - 1, TokenKind.SEMICOLON);
      if (i == open + 1 || (isAfterComma && marks.enclosing(i - 1) == open)) {
        starts.add(i);
      }
    }
    return starts;
  }

  /// Which element is broken instead of the list: the last, if it ends with a bracket; else the
  /// first that ends with a block.
  private int hugged(int before, int index, List<Document> parts, int next, int count) {
    Group bracket = lastBracket(parts.get(index));
    if (bracket == null) {
      return before;
    }
    int last = marks.is(next - 1, TokenKind.COMMA) ? next - 2 : next - 1;
    boolean isLast = marks.token(next).kind().isCloser();
    boolean isParen = marks.is(last, TokenKind.RIGHT_PAREN);
    boolean isBlock =
        marks.is(last, TokenKind.RIGHT_BRACE)
            && marks.content(marks.tokens.pair(last)) == Content.STATEMENTS;
    return (isLast && (!isParen || count == 1)) || (isBlock && before < 0) ? index : before;
  }

  /// The bracket with which a piece ends if nothing before it can be broken.
  private static @Nullable Group lastBracket(Document piece) {
    if (!(piece instanceof Group group)) {
      return null;
    }
    if (group.fit() != Fit.STEADY) {
      return group.parts().getFirst() instanceof Text text && isOpener(text) ? group : null;
    }
    List<Document> parts = group.parts();
    int last = parts.size() - 1;
    while (last > 0 && isSeparator(parts.get(last))) {
      last--;
    }
    for (Document part : parts.subList(0, last)) {
      boolean isWhole =
          part instanceof Text
              || (part instanceof Line line && line.ending() == Ending.NEVER)
              || (part instanceof Group inner && inner.fit() == Fit.STEADY);
      if (!isWhole) {
        return null;
      }
    }
    return lastBracket(parts.get(last));
  }

  private static boolean isSeparator(Document part) {
    return (part instanceof Text text && text.text().equals(","))
        || (part instanceof Line line && line.ending() == Ending.NEVER);
  }

  private static boolean isOpener(Text text) {
    return text.text().equals("(") || text.text().equals("[") || text.text().equals("{");
  }
}
