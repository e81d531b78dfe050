package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.BYTE;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;

/// Literals: values that are written down, and lists, maps, objects and others made of values.
final class LiteralEvaluation {
  private final Inference inference;
  private final Version version;
  private final Evaluation evaluation;
  private final Lattice lattice;

  LiteralEvaluation(Inference inference, Version version, Evaluation evaluation) {
    this.inference = inference;
    this.version = version;
    this.evaluation = evaluation;
    this.lattice = inference.lattice();
  }

  static Type constant(Node.Constant constant) {
    return switch (constant.value()) {
      case null -> NIL;
      case Long ignored -> INTEGER;
      case Double ignored -> FLOAT;
      case Boolean ignored -> BOOLEAN;
      case String ignored -> STRING;
      default -> throw new IllegalStateException("no constant: " + constant);
    };
  }

  Type bytes(Node.BytesConstant bytes) {
    return listOf(bytes, BYTE);
  }

  Type format(Node.Format format) {
    for (Node.Part part : format.parts()) {
      Node value = part.value();
      if (value != null && evaluation.of(value) == NEVER) {
        return NEVER;
      }
    }
    return STRING;
  }

  Type list(Node.ListOf list) {
    Cell cell = version.site(list, 0);
    for (Node.Element element : list.elements()) {
      Type type = evaluation.of(element.value());
      if (type == NEVER) {
        return NEVER;
      }
      lattice.flow(element.spread() ? evaluation.elements().of(type) : type, cell);
    }
    return new Type.ListType(cell);
  }

  Type repeat(Node.RepeatOf repeat) {
    Type value = evaluation.of(repeat.value());
    return value == NEVER || evaluation.of(repeat.count()) == NEVER ? NEVER : listOf(repeat, value);
  }

  private Type listOf(Node node, Type element) {
    Cell cell = version.site(node, 0);
    lattice.flow(element, cell);
    return new Type.ListType(cell);
  }

  Type tuple(Node.TupleOf tuple) {
    List<Type> elements = evaluation.all(tuple.elements());
    return elements == null ? NEVER : lattice.tuple(elements);
  }

  Type set(Node.SetOf set) {
    List<Type> elements = evaluation.all(set.elements());
    if (elements == null) {
      return NEVER;
    }
    Cell cell = version.site(set, 0);
    elements.forEach(type -> lattice.flow(type, cell));
    return new Type.SetType(cell);
  }

  Type object(Node.ObjectOf object) {
    List<Type> values = evaluation.all(object.values());
    if (values == null) {
      return NEVER;
    }
    Layout layout = inference.layout(object.keys());
    for (int i = 0; i < values.size(); i++) {
      lattice.flow(values.get(i), layout.fields().get(i));
    }
    return new Type.ObjectType(layout);
  }

  Type map(Node.MapOf map) {
    Cell keys = version.site(map, 0);
    Cell values = version.site(map, 1);
    for (Node.Entry entry : map.entries()) {
      Node key = entry.key();
      Type keyType = key == null ? STRING : evaluation.of(key);
      Type value = keyType == NEVER ? NEVER : evaluation.of(entry.value());
      if (value == NEVER) {
        return NEVER;
      }
      if (key == null) {
        lattice.giveUp(value);
        lattice.flow(ANY, keys);
        lattice.flow(ANY, values);
      } else {
        lattice.flow(keyType, keys);
        lattice.flow(value, values);
      }
    }
    return new Type.MapType(keys, values);
  }

  Type range(Node.RangeOf range) {
    for (Node end : new Node[] {range.start(), range.end()}) {
      if (end != null && evaluation.of(end) == NEVER) {
        return NEVER;
      }
    }
    return isBound(range.start()) && isBound(range.end()) ? RANGE : NEVER;
  }

  /// Whether the value may be an end of a range (L 10.2).
  private boolean isBound(@Nullable Node end) {
    return end == null
        || version
            .typeOf(end)
            .mayBe(t -> t == Type.Basic.INTEGER || t == Type.Basic.BYTE || t == ANY || t == NIL);
  }

  Type option(Node.MakeOption option) {
    Node payload = option.payload();
    if (payload != null) {
      Type type = evaluation.of(payload);
      if (type == NEVER) {
        return NEVER;
      }
      lattice.giveUp(type);
    }
    return OPTION;
  }
}
