package ruchy.compiler.format;

import java.util.List;
import ruchy.compiler.format.Document.Fit;

/// Chooses the line ends of a document.
///
/// A group is laid out as it was written if each of its lines fits; else, if breaking one of its
/// parts is enough, that one is broken; else all of its places end the line.
final class Rendering {
  private final Style style;
  private final StringBuilder out = new StringBuilder();

  /// The indentation of the current line, and how much of the line is used.
  private int indentation;

  private int column;

  /// Whether nothing stands on the current line yet, not even its indentation.
  private boolean isAtStart = true;

  private Rendering(Style style) {
    this.style = style;
  }

  /// The text of a document, with a newline at its end if it has any text.
  static String text(Document document, Style style) {
    var rendering = new Rendering(style);
    rendering.part(document, 0, false);
    int end = rendering.out.length();
    while (end > 0 && Character.isWhitespace(rendering.out.charAt(end - 1))) {
      end--;
    }
    rendering.out.setLength(end);
    return end == 0 ? "" : rendering.out.append('\n').toString();
  }

  private void part(Document part, int after, boolean isBroken) {
    switch (part) {
      case Document.Text text -> text(text.text());
      case Document.Remark remark -> remark(remark);
      case Document.Line line -> text(line.flat());
      case Document.Group group -> group(group, after, isBroken);
    }
  }

  private void group(Document.Group group, int after, boolean isBroken) {
    int base = indentation;
    boolean breaks =
        group.fit() == Fit.BROKEN
            || (isBroken && group.isLinked())
            || (group.fit() == Fit.IF_FITTING && !fits(group, after) && !canHug(group));
    List<Document> parts = group.parts();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Document.Line line && ends(line, breaks, parts, i, after)) {
        newline(line, base);
      } else {
        part(parts.get(i), following(parts, i, after, breaks), breaks);
      }
    }
  }

  private boolean ends(
      Document.Line line, boolean breaks, List<Document> parts, int index, int after) {
    return switch (line.ending()) {
      case ALWAYS, KEPT -> true;
      case IF_BROKEN -> breaks;
      case IF_FULL ->
          breaks
              && column + line.flat().length() + following(parts, index, after, true)
                  > style.width();
      case NEVER -> false;
    };
  }

  /// The width of what stands between a part and the next place where the line ends; of what is
  /// wider than a line only as much as shows that.
  private int following(List<Document> parts, int index, int after, boolean breaks) {
    int width = 0;
    for (int i = index + 1; i < parts.size() && width <= style.width(); i++) {
      switch (parts.get(i)) {
        case Document.Text text -> {
          int end = text.text().indexOf('\n');
          if (end >= 0) {
            return width + Measure.width(text.text().substring(0, end));
          }
          width += Measure.width(text.text());
        }
        case Document.Remark _ -> {
          return width;
        }
        case Document.Line line -> {
          switch (line.ending()) {
            case ALWAYS, KEPT -> {
              return width;
            }
            case IF_BROKEN, IF_FULL -> {
              if (breaks) {
                return width;
              }
            }
            case NEVER -> {}
          }
          width += line.flat().length();
        }
        case Document.Group group -> {
          if (group.measure().isManyLines() || group.fit() == Fit.IF_FITTING) {
            return width + Math.min(head(group), group.measure().first());
          }
          width += group.measure().first();
        }
      }
    }
    return width + after;
  }

  /// The width of a group up to the first place where its line may end.
  private static int head(Document.Group group) {
    int width = 0;
    for (Document part : group.parts()) {
      switch (part) {
        case Document.Text text -> {
          int end = text.text().indexOf('\n');
          if (end >= 0) {
            return width + Measure.width(text.text().substring(0, end));
          }
          width += Measure.width(text.text());
        }
        case Document.Remark _ -> {
          return width;
        }
        case Document.Line line -> {
          if (line.ending() != Document.Ending.NEVER) {
            return width;
          }
          width += line.flat().length();
        }
        case Document.Group inner -> {
          if (inner.fit() != Fit.STEADY || inner.measure().isManyLines()) {
            return width + head(inner);
          }
          width += inner.measure().first();
        }
      }
    }
    return width;
  }

  /// Whether each line of a group fits as it was written; lines of the groups in it are their own
  /// affair, but for the first and the last.
  private boolean fits(Document.Group group, int after) {
    int base = indentation;
    int at = column;
    int start = indentation;
    for (Document part : group.parts()) {
      switch (part) {
        case Document.Text text -> {
          int end = text.text().indexOf('\n');
          if (end < 0) {
            at += Measure.width(text.text());
          } else {
            if (at + Measure.width(text.text().substring(0, end)) > style.width()) {
              return false;
            }
            at = Measure.width(text.text().substring(text.text().lastIndexOf('\n') + 1));
          }
        }
        case Document.Remark _ -> {}
        case Document.Line line -> {
          switch (line.ending()) {
            case ALWAYS, KEPT -> {
              if (at > style.width()) {
                return false;
              }
              start = base + (line.isIndented() ? style.indent() : 0);
              at = start;
            }
            case IF_BROKEN, IF_FULL, NEVER -> at += line.flat().length();
          }
        }
        case Document.Group inner -> {
          if (inner.measure().isManyLines()) {
            if (at + inner.measure().first() > style.width()) {
              return false;
            }
            at = start + inner.measure().last();
          } else {
            at += inner.measure().first();
          }
        }
      }
    }
    return at + after <= style.width();
  }

  /// Whether it is enough to break the part that the group hugs.
  private boolean canHug(Document.Group group) {
    if (group.hug() < 0) {
      return false;
    }
    int at = column;
    for (int i = 0; i < group.hug(); i++) {
      switch (group.parts().get(i)) {
        case Document.Text text -> {
          if (text.text().indexOf('\n') >= 0) {
            return false;
          }
          at += Measure.width(text.text());
        }
        case Document.Remark _ -> {
          return false;
        }
        case Document.Line line -> {
          switch (line.ending()) {
            case ALWAYS, KEPT -> {
              return false;
            }
            case IF_BROKEN, IF_FULL, NEVER -> at += line.flat().length();
          }
        }
        case Document.Group inner -> {
          if (inner.measure().isManyLines()) {
            return false;
          }
          at += inner.measure().first();
        }
      }
    }
    return group.parts().get(group.hug()) instanceof Document.Group inner
        && at + head(inner) <= style.width();
  }

  private void newline(Document.Line line, int base) {
    out.append(line.isBlank() ? "\n\n" : "\n");
    indentation = base + (line.isIndented() ? style.indent() : 0);
    column = indentation;
    isAtStart = true;
  }

  private void text(String text) {
    if (text.isEmpty() || (isAtStart && text.isBlank())) {
      return;
    }
    if (isAtStart) {
      out.append(style.indentation(indentation));
      isAtStart = false;
    }
    out.append(text);
    int end = text.lastIndexOf('\n');
    column = (end < 0 ? column : 0) + Measure.width(text.substring(end + 1));
  }

  private void remark(Document.Remark remark) {
    if (!isAtStart) {
      int space = Math.max(1, indentation + remark.column() - column);
      text(" ".repeat(space));
    }
    text(remark.text());
  }
}
