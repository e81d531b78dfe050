package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BYTE;
import static ruchy.compiler.type.Type.Basic.FUNCTION;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// Members, elements, and values of user types.
final class MemberEvaluation {
  private final Inference inference;
  private final Version version;
  private final Evaluation evaluation;
  private final Lattice lattice;

  MemberEvaluation(Inference inference, Version version, Evaluation evaluation) {
    this.inference = inference;
    this.version = version;
    this.evaluation = evaluation;
    this.lattice = inference.lattice();
  }

  /// The name under which the payload of a variant has its cell.
  static String payloadField(UserType.Variant variant, int index) {
    return variant.name() + "." + variant.payload().get(index).name();
  }

  /// The part of a payload that has its cell under that name.
  static UserType.@Nullable Field payload(UserType type, String name) {
    for (UserType.Variant variant : type.variants()) {
      for (int i = 0; i < variant.payload().size(); i++) {
        if (payloadField(variant, i).equals(name)) {
          return variant.payload().get(i);
        }
      }
    }
    return null;
  }

  boolean isCell(Type type) {
    return type.alternatives().contains(ANY);
  }

  Type make(Node.MakeInstance make) {
    inference.made(make.type(), version);
    List<UserType.Field> fields = make.type().fields();
    for (int i = 0; i < fields.size(); i++) {
      Node value = make.fields().get(i);
      if (value == null) {
        inference.initialise(make.type(), fields.get(i), version);
        continue;
      }
      Type type = evaluation.of(value);
      if (type == NEVER) {
        return NEVER;
      }
      lattice.flow(type, inference.field(make.type(), fields.get(i).name()));
    }
    Node base = make.base();
    if (base != null) {
      Type type = evaluation.of(base);
      if (type == NEVER) {
        return NEVER;
      }
      if (!type.equals(new Type.InstanceType(make.type()))) {
        lattice.giveUp(new Type.InstanceType(make.type()));
      }
    }
    return new Type.InstanceType(make.type());
  }

  Type makeVariant(Node.MakeVariant make) {
    List<Type> payload = evaluation.all(make.payload());
    if (payload == null) {
      return NEVER;
    }
    for (int i = 0; i < make.variant().payload().size(); i++) {
      Cell cell = inference.field(make.variant().owner(), payloadField(make.variant(), i));
      lattice.flow(payload.get(i), cell);
    }
    for (Type hidden : payload.subList(make.variant().payload().size(), payload.size())) {
      lattice.giveUp(hidden);
    }
    inference.made(make.variant().owner(), version);
    return new Type.InstanceType(make.variant().owner());
  }

  Type read(Node.ReadMember read) {
    Type target = evaluation.of(read.target());
    List<Type> alternatives = target.alternatives();
    Type result = NEVER;
    for (Type type : alternatives) {
      result = lattice.join(result, member(read, type, alternatives.size() == 1));
    }
    return result;
  }

  private Type member(Node.ReadMember read, Type target, boolean only) {
    String name = read.name();
    return switch (target) {
      case Type.ObjectType(Layout layout) -> {
        Cell cell = layout.field(name);
        yield cell == null || layout.isDynamic() ? ANY : cell.read(version);
      }
      case Type.MapType map -> {
        Type value = map.value().read(version);
        // A map without that entry gives its text (L 11.2).
        yield name.equals("message") ? lattice.join(value, STRING) : value;
      }
      case Type.InstanceType(UserType type) -> {
        if (type.field(name) != null) {
          yield inference.field(type, name).read(version);
        }
        Function get = type.methods().get("get " + name);
        if (get != null && only) {
          yield evaluation.calls().methodOf(read, get, type, List.of());
        }
        lattice.giveUp(target);
        yield ANY;
      }
      case Type.Basic basic when basic == NIL -> NEVER;
      default -> {
        if (inference.isReplaceable(target, name)) {
          lattice.giveUp(target);
          yield ANY;
        }
        for (String owner : Overloads.owners(target)) {
          for (LibraryFunction function : inference.library().functions(owner, name)) {
            if (function.kind() == LibraryFunction.Kind.READ) {
              if (only) {
                version.target(read, new Target.OfLibrary(function));
              }
              yield inference.signatures().call(function, target, List.of(), read, version);
            }
          }
        }
        lattice.giveUp(target);
        yield isMethod(target, name) ? FUNCTION : ANY;
      }
    };
  }

  private boolean isMethod(Type target, String name) {
    return target instanceof Type.LibraryType(String owner)
        && !inference.library().functions(owner, name).isEmpty();
  }

  Type write(Node.WriteMember write) {
    Type target = evaluation.of(write.target());
    Type value = target == NEVER ? NEVER : evaluation.of(write.value());
    if (value == NEVER) {
      return NEVER;
    }
    List<Type> alternatives = target.alternatives();
    for (Type type : alternatives) {
      writeMember(write, type, value, alternatives.size() == 1);
    }
    return value;
  }

  private void writeMember(Node.WriteMember write, Type target, Type value, boolean only) {
    String name = write.name();
    switch (target) {
      case Type.ObjectType(Layout layout) -> {
        Cell cell = layout.field(name);
        if (cell == null) {
          lattice.giveUp(value);
          lattice.flow(ANY, layout.further());
        } else {
          lattice.flow(value, cell);
        }
      }
      case Type.MapType map -> {
        lattice.flow(STRING, map.key());
        lattice.flow(value, map.value());
      }
      case Type.InstanceType(UserType type) -> {
        UserType.Field field = type.field(name);
        Function set = type.methods().get("set " + name);
        if (field != null) {
          enter(value, type, field);
        } else if (set != null && only) {
          evaluation.calls().methodOf(write, set, type, List.of(value));
        } else {
          lattice.giveUp(target);
          lattice.giveUp(value);
        }
      }
      default -> {
        for (String owner : Overloads.owners(target)) {
          for (LibraryFunction function : inference.library().functions(owner, name)) {
            if (function.kind() == LibraryFunction.Kind.WRITE) {
              if (only) {
                version.target(write, new Target.OfLibrary(function));
              }
              inference.signatures().call(function, target, List.of(value), write, version);
              return;
            }
          }
        }
        lattice.giveUp(value);
      }
    }
  }

  /// A value enters a field, where it is checked (L 4.3).
  private void enter(Type value, UserType type, UserType.Field field) {
    Annotation annotation = field.annotation();
    Type checked = annotation == null ? value : Annotations.checked(annotation, value, lattice);
    lattice.flow(checked, inference.field(type, field.name()));
  }

  /// The field that a constant index means: `.0` of a tuple struct.
  static UserType.@Nullable Field position(UserType type, Node index) {
    return type.isPositional()
            && index instanceof Node.Constant(Object value, var span)
            && value instanceof Long position
        ? type.field(position.toString())
        : null;
  }

  Type readIndex(Node.ReadIndex read) {
    Type target = evaluation.of(read.target());
    Type index = target == NEVER ? NEVER : evaluation.of(read.index());
    if (index == NEVER) {
      return NEVER;
    }
    if (target instanceof Type.InstanceType(UserType type)) {
      Function operator = type.methods().get("[]");
      if (operator != null && operator.parameters().size() == 2) {
        return evaluation.calls().methodOf(read, operator, type, List.of(index));
      }
    }
    Type result = NEVER;
    for (Type type : target.alternatives()) {
      result = lattice.join(result, element(type, index, read.index()));
    }
    return result;
  }

  private Type element(Type target, Type index, Node indexNode) {
    boolean whole = index == INTEGER || index == BYTE;
    switch (target) {
      case Type.ListType list when whole -> {
        return list.element().read(version);
      }
      case Type.ListType ignored when index == RANGE -> {
        return target;
      }
      case Type.MapType map -> {
        return map.value().read(version);
      }
      case Type.TupleType tuple when whole -> {
        if (indexNode instanceof Node.Constant(Object value, var span)
            && value instanceof Long position
            && position >= 0
            && position < tuple.elements().size()) {
          return tuple.elements().get(position.intValue());
        }
      }
      case Type.InstanceType(UserType type) when position(type, indexNode) != null -> {
        UserType.Field field = Objects.requireNonNull(position(type, indexNode));
        return inference.field(type, field.name()).read(version);
      }
      case Type.ObjectType(Layout layout) -> {
        if (indexNode instanceof Node.Constant(Object value, var span)
            && value instanceof String key
            && !layout.isDynamic()) {
          Cell cell = layout.field(key);
          if (cell != null) {
            return cell.read(version);
          }
        }
      }
      case Type.Basic basic when basic == STRING && (whole || index == RANGE) -> {
        return STRING;
      }
      default -> {}
    }
    lattice.giveUp(target);
    return ANY;
  }

  Type writeIndex(Node.WriteIndex write) {
    Type target = evaluation.of(write.target());
    Type index = target == NEVER ? NEVER : evaluation.of(write.index());
    Type value = index == NEVER ? NEVER : evaluation.of(write.value());
    if (value == NEVER) {
      return NEVER;
    }
    for (Type type : target.alternatives()) {
      writeElement(type, index, value, write);
    }
    return value;
  }

  private void writeElement(Type target, Type index, Type value, Node.WriteIndex write) {
    Node indexNode = write.index();
    switch (target) {
      case Type.ListType list -> lattice.flow(value, list.element());
      case Type.MapType map -> {
        lattice.flow(index, map.key());
        lattice.flow(value, map.value());
      }
      case Type.ObjectType(Layout layout) -> {
        Cell cell =
            indexNode instanceof Node.Constant(Object constant, var span)
                    && constant instanceof String key
                ? layout.field(key)
                : null;
        if (cell != null) {
          lattice.flow(value, cell);
        } else {
          layout.markDynamic();
          lattice.giveUp(target);
          lattice.giveUp(value);
        }
      }
      case Type.InstanceType(UserType type) when position(type, indexNode) != null ->
          enter(value, type, Objects.requireNonNull(position(type, indexNode)));
      default -> {
        lattice.giveUp(target);
        lattice.giveUp(value);
      }
    }
  }

  Type slice(Node.SliceOf slice) {
    Type target = evaluation.of(slice.target());
    if (target == NEVER) {
      return NEVER;
    }
    for (Node end : new Node[] {slice.start(), slice.end()}) {
      if (end != null && evaluation.of(end) == NEVER) {
        return NEVER;
      }
    }
    if (target instanceof Type.ListType || target == STRING) {
      return target;
    }
    lattice.giveUp(target);
    return ANY;
  }
}
