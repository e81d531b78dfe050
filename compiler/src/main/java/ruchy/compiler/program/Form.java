package ruchy.compiler.program;

import java.util.List;

/// A list in parentheses, its head and its parts, laid out on one line where it fits. For
/// `ProgramPrinter`.
record Form(String head, List<Form> parts) {
  private static final int WIDTH = 90;

  private boolean isFlat() {
    return !head.equals("do") || parts.isEmpty();
  }

  /// The form on one line.
  String inline() {
    if (parts.isEmpty()) {
      return head;
    }
    var text = new StringBuilder("(").append(head);
    for (Form part : parts) {
      text.append(' ').append(part.inline());
      if (text.length() > 400) {
        break;
      }
    }
    return text.append(')').toString();
  }

  private boolean fits(int depth) {
    return isFlat()
        && parts.stream().allMatch(part -> part.fits(0))
        && inline().length() + 2 * depth <= WIDTH;
  }

  /// Appends the form, indented by `depth` steps.
  void print(StringBuilder text, int depth) {
    if (fits(depth)) {
      line(text, depth, inline());
      return;
    }
    int same = 0;
    var first = new StringBuilder("(").append(head);
    while (same < parts.size()
        && parts.get(same).parts().isEmpty()
        && first.length() < WIDTH - 2 * depth) {
      first.append(' ').append(parts.get(same).head());
      same++;
    }
    if (same == parts.size()) {
      line(text, depth, first + ")");
      return;
    }
    line(text, depth, first.toString());
    for (int i = same; i < parts.size(); i++) {
      parts.get(i).print(text, depth + 1);
    }
    text.insert(text.length() - 1, ')');
  }

  private static void line(StringBuilder text, int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
