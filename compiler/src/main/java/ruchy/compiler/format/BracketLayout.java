package ruchy.compiler.format;

import java.util.List;
import ruchy.compiler.format.Document.Ending;
import ruchy.compiler.format.Document.Fit;
import ruchy.compiler.format.Document.Line;
import ruchy.compiler.format.Marks.Content;
import ruchy.compiler.lex.TokenKind;

/// Where lines end in a bracket, by what it holds and by how it was written.
final class BracketLayout {
  /// Lists of so many numbers or words are filled line by line instead of one a line.
  private static final int MANY = 8;

  private static final int SHORT = 10;

  private final Marks marks;
  private final Gap[] gaps;
  private final Content content;
  private final String padding;

  /// Whether the writer ended the line after the opening bracket.
  private final boolean isOpen;

  private final boolean isFilled;
  private final Fit fit;

  BracketLayout(Marks marks, Gap[] gaps, int open, List<Integer> starts) {
    this.marks = marks;
    this.gaps = gaps;
    this.content = marks.content(open);
    this.isOpen = gaps[open + 1].hasLineEnd();
    int close = marks.tokens.pair(open);
    this.padding = isPadded(open) ? " " : "";
    this.isFilled = content == Content.LIST && !isOpen && isRowOfWords(starts, close);
    boolean hasLineEnd = isOpen || gaps[close].hasLineEnd();
    boolean hasComment = gaps[close].hasEndingComment();
    for (int start : starts) {
      hasLineEnd |= gaps[start].hasLineEnd();
      hasComment |= gaps[start].hasEndingComment();
    }
    this.fit =
        switch (content) {
          case STATEMENTS, ARMS -> hasLineEnd || hasComment ? Fit.BROKEN : Fit.IF_FITTING;
          case MEMBERS -> hasComment || (hasLineEnd && !isOpen) ? Fit.BROKEN : Fit.IF_FITTING;
          case LIST -> hasComment && !isOpen ? Fit.BROKEN : Fit.IF_FITTING;
        };
  }

  Fit fit() {
    return fit;
  }

  private boolean isPadded(int open) {
    return marks.is(open, TokenKind.LEFT_BRACE)
        && (content != Content.LIST || marks.isPadded(open) || gaps[open + 1].isSpaced());
  }

  private boolean isRowOfWords(List<Integer> starts, int close) {
    if (starts.size() < MANY) {
      return false;
    }
    for (int k = 0; k < starts.size(); k++) {
      int next = k + 1 < starts.size() ? starts.get(k + 1) : close;
      int last = marks.is(next - 1, TokenKind.COMMA) ? next - 2 : next - 1;
      var span = marks.tokens.span(starts.get(k));
      boolean isWord = starts.get(k) == last && span.end() - span.start() <= SHORT;
      if (!isWord) {
        return false;
      }
    }
    return true;
  }

  /// After the opening bracket.
  Line first() {
    return new Line(padding, isOpen ? Ending.ALWAYS : Ending.IF_BROKEN, true, true);
  }

  /// Before the piece that begins with a token, and is not the first.
  Line between(int start) {
    boolean isInLines = isOpen && gaps[start].hasLineEnd();
    var ending = isInLines ? Ending.KEPT : isFilled ? Ending.IF_FULL : Ending.IF_BROKEN;
    if (isOpen && content == Content.MEMBERS && !marks.is(start - 1, TokenKind.COMMA)) {
      ending = Ending.ALWAYS;
    }
    return new Line(" ", ending, true, true);
  }

  /// Before the closing bracket.
  Line last(int close) {
    String flat = gaps[close].comments().isEmpty() ? padding : "";
    return new Line(flat, isOpen ? Ending.ALWAYS : Ending.IF_BROKEN, false, true);
  }
}
