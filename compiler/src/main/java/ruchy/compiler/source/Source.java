package ruchy.compiler.source;

import java.util.Arrays;

/// The text of one source file under the name that problems show, and the one that class files
/// carry for stack lines.
public final class Source {
  private final String name;
  private final String recordedName;
  private final String text;
  private final int[] lineStarts;

  private Source(String name, String recordedName, String text) {
    this.name = name;
    this.recordedName = recordedName;
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  /// A source with the display name `name`, for example `shop.ruchy`.
  public static Source of(String name, String text) {
    return new Source(name, name, text);
  }

  /// A source that class files know by another name than the one under which it was read: what is
  /// shipped should not depend on where it was built.
  public static Source of(String name, String recordedName, String text) {
    return new Source(name, recordedName, text);
  }

  public String name() {
    return name;
  }

  public String recordedName() {
    return recordedName;
  }

  public String text() {
    return text;
  }

  /// The line of a character offset, counted from 1. Offsets past the end give the last line.
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// The column of a character offset, counted from 1 in code points.
  public int column(int offset) {
    int start = lineStarts[line(offset) - 1];
    return text.codePointCount(start, Math.min(offset, text.length())) + 1;
  }

  /// The text of a line (from 1) without its line end.
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return name;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = end + 1;
    }
    return Arrays.copyOf(starts, count);
  }
}
