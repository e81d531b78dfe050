package ruchy.cli;

import java.util.ArrayList;
import java.util.List;

/// What differs between two texts, line by line, as `diff -u` tells it.
final class LineChanges {
  /// How many lines that stay are shown around those that change.
  private static final int AROUND = 3;

  /// Texts whose differing middle is larger than this are told as wholly changed.
  private static final int LARGEST = 4000;

  /// A line and whether it stays (` `), goes (`-`) or comes (`+`).
  private record Line(char sign, String text) {}

  private LineChanges() {}

  /// The changes from one text of a file to another; empty if they are equal.
  static String of(String file, String before, String after) {
    var lines = lines(before.lines().toList(), after.lines().toList());
    var out = new StringBuilder();
    int oldLine = 1;
    int newLine = 1;
    int at = 0;
    while (at < lines.size()) {
      if (lines.get(at).sign == ' ') {
        at++;
        oldLine++;
        newLine++;
        continue;
      }
      int from = Math.max(0, at - AROUND);
      int to = end(lines, at);
      int back = at - from;
      if (out.isEmpty()) out.append("--- ").append(file).append("\n+++ ").append(file).append('\n');
      out.append(head(lines.subList(from, to), oldLine - back, newLine - back));
      for (Line line : lines.subList(from, to)) {
        out.append(line.sign).append(line.text).append('\n');
      }
      for (Line line : lines.subList(at, to)) {
        oldLine += line.sign == '+' ? 0 : 1;
        newLine += line.sign == '-' ? 0 : 1;
      }
      at = to;
    }
    return out.toString();
  }

  /// The end of the piece that begins with a change: changes close to each other are one piece.
  private static int end(List<Line> lines, int from) {
    int last = from;
    for (int i = from; i < lines.size() && i <= last + 2 * AROUND; i++) {
      if (lines.get(i).sign != ' ') last = i;
    }
    return Math.min(lines.size(), last + 1 + AROUND);
  }

  private static String head(List<Line> lines, int oldLine, int newLine) {
    long gone = lines.stream().filter(line -> line.sign != '+').count();
    long come = lines.stream().filter(line -> line.sign != '-').count();
    return "@@ -" + oldLine + "," + gone + " +" + newLine + "," + come + " @@\n";
  }

  private static List<Line> lines(List<String> before, List<String> after) {
    int first = 0;
    int most = Math.min(before.size(), after.size());
    while (first < most && before.get(first).equals(after.get(first))) first++;
    int same = 0;
    while (same < most - first
        && before.get(before.size() - 1 - same).equals(after.get(after.size() - 1 - same))) {
      same++;
    }
    var lines = new ArrayList<Line>();
    before.subList(0, first).forEach(text -> lines.add(new Line(' ', text)));
    middle(
        before.subList(first, before.size() - same),
        after.subList(first, after.size() - same),
        lines);
    before
        .subList(before.size() - same, before.size())
        .forEach(text -> lines.add(new Line(' ', text)));
    return lines;
  }

  /// By the longest common row of lines.
  private static void middle(List<String> before, List<String> after, List<Line> lines) {
    if ((long) before.size() * after.size() > (long) LARGEST * LARGEST) {
      before.forEach(text -> lines.add(new Line('-', text)));
      after.forEach(text -> lines.add(new Line('+', text)));
      return;
    }
    var common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add(new Line(' ', before.get(i++)));
        j++;
      } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line('-', before.get(i++)));
      } else {
        lines.add(new Line('+', after.get(j++)));
      }
    }
  }
}
