package ruchy.compiler.tree;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.source.Span;

/// What a part of a tree consists of. Read off the records, so that a new form of the tree needs
/// nothing here.
public final class TreeParts {
  private TreeParts() {}

  /// The components of a node, or the elements of a list; nothing of anything else.
  public static List<Object> of(Object node) {
    if (node instanceof List<?> list) {
      return List.copyOf(list);
    }
    var parts = new ArrayList<Object>();
    if (node instanceof Record && !(node instanceof Span)) {
      for (RecordComponent component : node.getClass().getRecordComponents()) {
        try {
          Object value = component.getAccessor().invoke(node);
          if (value instanceof Record || value instanceof List) parts.add(value);
        } catch (ReflectiveOperationException failure) {
          throw new IllegalStateException(component + " cannot be read", failure);
        }
      }
    }
    return parts;
  }
}
