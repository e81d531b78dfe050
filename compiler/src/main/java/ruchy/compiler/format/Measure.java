package ruchy.compiler.format;

import java.util.List;
import ruchy.compiler.format.Document.Fit;

/// What a piece of text takes as it was written, in columns.
///
/// @param first the width of its first line
/// @param last the width of its last line from the indentation of its first; that of the first if
///   it is one line
/// @param isManyLines whether it has more than one line
record Measure(int first, int last, boolean isManyLines) {
  static Measure of(List<Document> parts, Fit fit, int indent) {
    int first = -1;
    int column = 0;
    for (Document part : parts) {
      switch (part) {
        case Document.Text text -> {
          int end = text.text().indexOf('\n');
          if (end >= 0) {
            first = first < 0 ? column + width(text.text().substring(0, end)) : first;
            column = 0;
          }
          column += width(text.text().substring(text.text().lastIndexOf('\n') + 1));
        }
        case Document.Remark _ -> {}
        case Document.Line line -> {
          if (endsLine(line, fit)) {
            first = first < 0 ? column : first;
            column = line.isIndented() ? indent : 0;
          } else {
            column += line.flat().length();
          }
        }
        case Document.Group group -> {
          Measure inner = group.measure();
          if (inner.isManyLines) {
            first = first < 0 ? column + inner.first : first;
            column = inner.last;
          } else {
            column += inner.first;
          }
        }
      }
    }
    return new Measure(first < 0 ? column : first, column, first >= 0);
  }

  private static boolean endsLine(Document.Line line, Fit fit) {
    return switch (line.ending()) {
      case ALWAYS, KEPT -> true;
      case IF_BROKEN -> fit == Fit.BROKEN;
      case IF_FULL, NEVER -> false;
    };
  }

  /// The columns of a text without line ends.
  static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
