package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;

/// A member that is a field of a generated class, known when compiling.
///
/// @param of the type of the program that declares it, as `declared`; null for a layout
record MemberField(
    String owner,
    String name,
    Storage storage,
    @Nullable UserType of,
    UserType.@Nullable Field declared) {
  /// More tests of the class cost more than the look-up by name.
  private static final int MOST_CANDIDATES = 4;

  /// The field that a member of a value of that type is; null if it must be looked up.
  static @Nullable MemberField of(Type target, String name, Body body) {
    if (target instanceof Type.ObjectType(Layout layout)) {
      String owner = body.names().layouts().get(layout);
      int index = layout.keys().indexOf(name);
      return owner == null || index < 0
          ? null
          : new MemberField(
              owner,
              Names.field(layout, index),
              Storage.ofField(
                  name, layout.fields().get(index).type(), body.names(), body.preparation()),
              null,
              null);
    }
    if (target instanceof Type.InstanceType(UserType type) && type.form() != UserType.Form.ENUM) {
      for (int i = 0; i < type.fields().size(); i++) {
        if (type.fields().get(i).name().equals(name)) {
          String owner = body.names().userType(type);
          return new MemberField(
              owner,
              Names.field(name, i),
              Storage.ofField(type, type.fields().get(i), body.names(), body.preparation()),
              type,
              type.fields().get(i));
        }
      }
    }
    return null;
  }

  /// The field of a tuple struct at a constant position.
  static @Nullable MemberField at(Type target, Node index, Body body) {
    boolean positional = target instanceof Type.InstanceType(UserType type) && type.isPositional();
    return positional
            && index instanceof Node.Constant(Object value, var span)
            && value instanceof Long position
        ? of(target, position.toString(), body)
        : null;
  }

  /// The generated classes that a value of a union or of any type may have, with that member.
  static List<MemberField> candidates(Type target, String name, Body body) {
    List<MemberField> fields = new ArrayList<>();
    if (target == ANY) {
      for (Layout layout : body.names().layouts().keySet()) {
        if (layout.isEscaped() && layout.keys().contains(name)) {
          MemberField field = of(new Type.ObjectType(layout), name, body);
          if (field != null) {
            fields.add(field);
          }
        }
      }
      return fields.size() <= MOST_CANDIDATES ? fields : List.of();
    }
    for (Type alternative : target.alternatives()) {
      MemberField field = of(alternative, name, body);
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  Type type() {
    return storage.type();
  }

  void get(MethodCode code) {
    storage.getField(code, owner, name);
  }

  void put(MethodCode code) {
    storage.putField(code, owner, name);
  }
}
