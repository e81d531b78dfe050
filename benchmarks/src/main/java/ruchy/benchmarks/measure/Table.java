package ruchy.benchmarks.measure;

import java.util.List;

/// A table of Markdown.
public final class Table {
  private final StringBuilder text = new StringBuilder();

  public Table(String... columns) {
    row(columns);
    text.append("|---".repeat(columns.length)).append("|\n");
  }

  public void row(String... cells) {
    text.append("| ").append(String.join(" | ", List.of(cells))).append(" |\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
