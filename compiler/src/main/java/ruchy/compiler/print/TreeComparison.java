package ruchy.compiler.print;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;

/// Compares trees part by part, in time proportional to their size however deep they are.
///
/// Reads the records by reflection, as outlines do: a new form of the tree needs nothing here. For
/// tools and tests, not for compiling.
public final class TreeComparison {
  private TreeComparison() {}

  /// Whether two trees are equal but for spans, so that they have one outline.
  public static boolean isSame(Expression one, Expression other) {
    return isSameValue(one, other);
  }

  private static boolean isSameValue(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    return switch (one) {
      case Span _ -> other instanceof Span;
      case Identifier name -> other instanceof Identifier second && isSameName(name, second);
      case Record node -> other instanceof Record second && isSameRecord(node, second);
      case List<?> list -> other instanceof List<?> second && isSameList(list, second);
      default -> one.equals(other);
    };
  }

  private static boolean isSameName(Identifier one, Identifier other) {
    return one.text().equals(other.text());
  }

  private static boolean isSameRecord(Record one, Record other) {
    if (one.getClass() != other.getClass()) {
      return false;
    }
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      if (!isSameValue(TreeOutline.read(one, component), TreeOutline.read(other, component))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameList(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!isSameValue(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
