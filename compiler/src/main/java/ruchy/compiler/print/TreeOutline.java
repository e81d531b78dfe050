package ruchy.compiler.print;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;

/// A tree as nested parentheses: `(Binary ADD (Name a) (IntegerLiteral 1))`. Parts that may be
/// absent carry their name, flags stand there when they are set, spans are left out. Two trees have
/// one outline if and only if they are equal but for spans.
///
/// Reads the records by reflection: a new form of the tree needs nothing here. For tools and tests,
/// not for compiling.
final class TreeOutline {
  private static final int WIDTH = 110;

  /// The parts that may be absent and could then be taken for another.
  private static final Set<String> LABELLED =
      Set.of(
          "alias",
          "base",
          "discriminant",
          "end",
          "fallback",
          "get",
          "guard",
          "in",
          "initial",
          "label",
          "last",
          "otherwise",
          "result",
          "set",
          "setParameter",
          "spec",
          "start",
          "type");

  private TreeOutline() {}

  static String of(Object node) {
    return text(node, 0);
  }

  private static String text(Object value, int indent) {
    return switch (value) {
      case Identifier name -> name.text().isEmpty() ? "<missing>" : name.text();
      case Record node -> record(node, indent);
      case List<?> list -> list(list, indent);
      case String string -> Literals.string(string);
      default -> value.toString();
    };
  }

  private static String record(Record node, int indent) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      String part = part(node, component, indent + 2);
      if (part != null) {
        parts.add(part);
      }
    }
    return join("(" + node.getClass().getSimpleName(), parts, ")", indent);
  }

  private static @Nullable String part(Record node, RecordComponent component, int indent) {
    Object value = read(node, component);
    if (node instanceof Expression.BooleanLiteral literal && value instanceof Boolean) {
      return String.valueOf(literal.value());
    }
    if (value == null || isAbsent(value)) {
      return null;
    }
    if (value instanceof Boolean) {
      return component.getName();
    }
    boolean isLabelled = value instanceof List || LABELLED.contains(component.getName());
    String name = isLabelled ? component.getName() + ": " : "";
    return name + text(value, indent);
  }

  private static boolean isAbsent(Object value) {
    return value instanceof Span
        || value.equals(Item.Modifiers.NONE)
        || value.equals(false)
        || (value instanceof List<?> list && list.isEmpty());
  }

  /// A part of a node.
  static @Nullable Object read(Record node, RecordComponent component) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException(component + " cannot be read", failure);
    }
  }

  private static String list(List<?> list, int indent) {
    List<String> parts = new ArrayList<>();
    for (Object element : list) {
      parts.add(text(element, indent + 2));
    }
    return join("[", parts, "]", indent);
  }

  private static String join(String open, List<String> parts, String close, int indent) {
    String space = open.equals("[") ? "" : " ";
    String line = open + (parts.isEmpty() ? "" : space) + String.join(" ", parts) + close;
    if (indent + line.length() <= WIDTH && line.indexOf('\n') < 0) {
      return line;
    }
    StringBuilder out = new StringBuilder(open);
    for (String part : parts) {
      out.append('\n').repeat(' ', indent + 2).append(part);
    }
    return out.append(close).toString();
  }
}
