package ruchy.runtime.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What was found as lines of text with aligned columns.
final class Table {
  private static final String GAP = "  ";

  private Table() {}

  /// A head with the keys of the first map, and a line for each map; nothing for an empty list.
  /// Numbers stand at the right of their column, nil as `-`.
  static String of(ListValue rows) {
    if (rows.isEmpty() || !(rows.at(0) instanceof MapValue first)) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row <= rows.size(); row++) {
      lines.add("");
    }
    boolean isLater = false;
    for (int i = 0; i < first.positions(); i++) {
      Object key = first.keyAt(i);
      if (key != null) {
        addColumn(lines, rows, key, isLater);
        isLater = true;
      }
    }
    var text = new StringBuilder();
    for (String line : lines) {
      text.append(line.stripTrailing()).append('\n');
    }
    return text.substring(0, text.length() - 1);
  }

  private static void addColumn(List<String> lines, ListValue rows, Object key, boolean isLater) {
    String[] cells = new String[lines.size()];
    cells[0] = Display.print(key);
    boolean isNumeric = true;
    int width = cells[0].length();
    for (int row = 1; row < cells.length; row++) {
      Object value = rows.at(row - 1) instanceof MapValue map ? map.get(key) : null;
      isNumeric &= value == null || value instanceof Long || value instanceof Double;
      cells[row] = cell(value);
      width = Math.max(width, cells[row].length());
    }
    for (int row = 0; row < cells.length; row++) {
      String blank = " ".repeat(width - cells[row].length());
      String cell = isNumeric ? blank + cells[row] : cells[row] + blank;
      lines.set(row, lines.get(row) + (isLater ? GAP : "") + cell);
    }
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "-" : Display.print(value);
  }
}
