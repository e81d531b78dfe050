package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Type;

/// The types of what is in a value that a loop walks over.
final class ElementTypes {
  private final Version version;
  private final Lattice lattice;

  ElementTypes(Version version, Lattice lattice) {
    this.version = version;
    this.lattice = lattice;
  }

  /// The type of what `for x in` yields.
  Type of(Type iterable) {
    Type result = NEVER;
    for (Type type : iterable.alternatives()) {
      Type element =
          switch (type) {
            case Type.ListType list -> list.element().read(version);
            case Type.SetType set -> set.element().read(version);
            case Type.MapType map -> map.key().read(version);
            case Type.ObjectType object -> object.layout().key().read(version);
            case Type.TupleType tuple -> joined(tuple.elements());
            case Type.Basic basic when basic == RANGE -> INTEGER;
            case Type.Basic basic when basic == STRING -> STRING;
            case Type.Basic basic
                when basic == INTEGER || basic == FLOAT || basic == BOOLEAN || basic == NIL ->
                NEVER;
            default -> {
              lattice.giveUp(type);
              yield ANY;
            }
          };
      result = lattice.join(result, element);
    }
    return result;
  }

  private Type joined(List<Type> types) {
    Type result = NEVER;
    for (Type type : types) {
      result = lattice.join(result, type);
    }
    return result;
  }

  /// The type of the first of what `for k, v in` yields.
  Type keyOf(Type iterable) {
    return switch (iterable) {
      case Type.MapType map -> map.key().read(version);
      case Type.ObjectType object -> object.layout().key().read(version);
      case Type.ListType list -> half(list.element().read(version), 0);
      default -> {
        lattice.giveUp(iterable);
        yield ANY;
      }
    };
  }

  /// The type of the second.
  Type valueOf(Type iterable) {
    return switch (iterable) {
      case Type.MapType map -> map.value().read(version);
      case Type.ListType list -> half(list.element().read(version), 1);
      default -> {
        lattice.giveUp(iterable);
        yield ANY;
      }
    };
  }

  /// One element of the pairs of a list.
  private Type half(Type pair, int index) {
    if (pair == NEVER) {
      return NEVER;
    }
    if (pair instanceof Type.TupleType tuple && tuple.elements().size() == 2) {
      return tuple.elements().get(index);
    }
    lattice.giveUp(pair);
    return ANY;
  }
}
