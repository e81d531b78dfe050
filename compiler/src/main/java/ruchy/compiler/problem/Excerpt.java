package ruchy.compiler.problem;

import ruchy.compiler.source.Span;

/// A line of source as a terminal shows it, cut around a place of it.
///
/// @param text the line; tabs are spaces, control characters are visible
/// @param column the display column of the place in `text`, from 0
/// @param width the display columns that the place takes, at least 1
record Excerpt(String text, int column, int width) {
  private static final int TAB = 4;

  /// Lines wider than this are cut.
  private static final int MAX_WIDTH = 100;

  /// How much of a long line stays before the place.
  private static final int BEFORE = 40;

  /// The first line of a span.
  static Excerpt of(Span span) {
    String source = span.source().text();
    int line = span.line();
    String text = span.source().lineText(line);
    int lineStart = span.start() - offsetInLine(source, span.start());
    int from = Math.min(span.start() - lineStart, text.length());
    int to = Math.max(from, Math.min(span.end() - lineStart, text.length()));
    StringBuilder shown = new StringBuilder();
    int columns = 0;
    int start = 0;
    int end = 0;
    int cutFrom = 0;
    boolean isCut = false;
    for (int i = 0; i <= text.length(); ) {
      if (i == from) {
        start = columns;
      }
      if (i == to) {
        end = columns;
      }
      if (i == text.length()) {
        break;
      }
      int point = text.codePointAt(i);
      int width = DisplayWidth.of(point, columns, TAB);
      if (columns + width > MAX_WIDTH && i >= from && columns - start > MAX_WIDTH - BEFORE) {
        isCut = true;
        end = i < to ? columns : end;
        break;
      }
      append(shown, point, width);
      columns += width;
      i += Character.charCount(point);
    }
    String whole = shown.toString();
    if (columns > MAX_WIDTH && start > BEFORE) {
      cutFrom = start - BEFORE;
      whole = "…" + after(whole, cutFrom + 1);
      start -= cutFrom;
      end -= cutFrom;
    }
    return new Excerpt(whole + (isCut ? "…" : ""), start, Math.max(1, end - start));
  }

  private static int offsetInLine(String source, int offset) {
    return offset - (source.lastIndexOf('\n', Math.min(offset, source.length()) - 1) + 1);
  }

  private static void append(StringBuilder shown, int point, int width) {
    if (point == '\t') {
      shown.repeat(' ', width);
    } else if (point < ' ' || point == 127) {
      shown.append((char) (point == 127 ? 0x2421 : 0x2400 + point));
    } else if (Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE) {
      shown.append('\uFFFD');
    } else {
      shown.appendCodePoint(point);
    }
  }

  /// What stands after a number of display columns; a wide character on the border becomes a space.
  private static String after(String text, int columns) {
    int passed = 0;
    int i = 0;
    while (i < text.length() && passed < columns) {
      int point = text.codePointAt(i);
      passed += DisplayWidth.of(point, passed, TAB);
      i += Character.charCount(point);
    }
    return " ".repeat(passed - columns) + text.substring(i);
  }
}
