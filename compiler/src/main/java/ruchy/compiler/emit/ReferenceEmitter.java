package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.List;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// Values and references: the copies that structs are passed as (L 9.1), and `*x` for what a
/// reference leads to.
final class ReferenceEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  ReferenceEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  static boolean mayBeStruct(Type type) {
    return type.mayBe(
        t ->
            t == ANY
                || (t instanceof Type.InstanceType(UserType user)
                    && user.form() == UserType.Form.STRUCT));
  }

  Type copy(Node.CopyOf copy) {
    Type type = body.typeOf(copy.value());
    body.value(copy.value());
    if (type instanceof Type.InstanceType(UserType user) && user.form() == UserType.Form.STRUCT) {
      String owner = body.names().userType(user);
      code.invokeVirtual(owner, "copy", "()L" + RuntimeNames.INSTANCE + ";");
      code.cast(owner);
      return type;
    }
    if (mayBeStruct(type)) {
      body.coerce(type, ANY);
      code.invokeStatic(RuntimeNames.MATCHING, "copied", "(" + OBJECT + ")" + OBJECT);
      return ANY;
    }
    return type;
  }

  Type dereference(Node.Dereference dereference) {
    Type type = body.typeOf(dereference.operand());
    if (!mayBeCell(dereference)) {
      body.value(dereference.operand());
      return type;
    }
    body.boxed(dereference.operand());
    code.at(dereference.span());
    code.invokeStatic(RuntimeNames.OPERATOR + "References", "read", "(" + OBJECT + ")" + OBJECT);
    return ANY;
  }

  /// Leaves what a reference leads to, which may be a `GrowingText`; false where that is no cell.
  boolean loadHeld(Node.Dereference read) {
    if (!mayBeCell(read)) {
      return false;
    }
    body.boxed(read.operand());
    code.at(read.span());
    code.invokeStatic(RuntimeNames.OPERATOR + "References", "held", "(" + OBJECT + ")" + OBJECT);
    return true;
  }

  private boolean mayBeCell(Node.Dereference dereference) {
    return body.typeOf(dereference.operand()).mayBe(t -> t == ANY || t instanceof Type.LibraryType);
  }

  Type writeThrough(Node.WriteThrough write) {
    List<Node> operands =
        new AppendEmitter(body).operands(write.value(), GrowingText.appended(write));
    if (operands != null && body.version().reaches(write.target())) {
      boolean isUnused = body.preparation().appends().isUnused(write);
      new CellPlace(body, write).append(operands, !isUnused);
      return isUnused ? AppendEmitter.unused(body, write.value()) : body.typeOf(write.value());
    }
    body.values(List.of(write.target(), write.value()), List.of(ANY, ANY));
    code.at(write.span());
    code.invokeStatic(
        RuntimeNames.OPERATOR + "References", "write", "(" + OBJECT + OBJECT + ")" + OBJECT);
    return ANY;
  }
}
