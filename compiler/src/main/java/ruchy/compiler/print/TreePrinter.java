package ruchy.compiler.print;

import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.SourceFile;

/// Prints trees. A tree that a parser made without a problem prints as source that parses to the
/// same tree, spans aside.
public final class TreePrinter {
  private TreePrinter() {}

  /// A file as source, each statement on lines of its own.
  public static String source(SourceFile file) {
    Output out = new Output();
    new ExpressionPrinter(out).statements(file.body());
    return out.text();
  }

  /// An expression as source.
  public static String source(Expression expression) {
    Output out = new Output();
    new ExpressionPrinter(out).print(expression);
    return out.text();
  }

  /// A file as an outline: one line for each statement that fits, else its parts indented under it.
  public static String outline(SourceFile file) {
    StringBuilder out = new StringBuilder();
    for (Expression statement : file.body()) {
      out.append(TreeOutline.of(statement)).append('\n');
    }
    return out.toString();
  }

  /// A part of a tree as an outline.
  public static String outline(Record node) {
    return TreeOutline.of(node);
  }
}
