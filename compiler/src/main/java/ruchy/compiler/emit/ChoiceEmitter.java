package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;

import org.objectweb.asm.Label;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// `&&`, `||` and `??`, which yield one of their operands.
final class ChoiceEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  ChoiceEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type logical(Node.Logical node) {
    Type type = body.typeOf(node);
    if (type == BOOLEAN
        && body.typeOf(node.left()) == BOOLEAN
        && body.typeOf(node.right()) == BOOLEAN) {
      return body.conditions().condition(node);
    }
    var right = new Label();
    var end = new Label();
    Type left = body.typeOf(node.left());
    Representation representation = body.representation(left);
    body.value(node.left());
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    code.load(representation, slot);
    body.conditions().truth(left);
    code.jumpIf(node.and() ? IFNE : IFEQ, right);
    code.load(representation, slot);
    keep(node.and(), left, type);
    code.jump(end);
    code.place(right);
    body.valueAs(node.right(), type);
    code.place(end);
    return type;
  }

  /// The left value of `&&` that is false, or of `||` that is true, becomes the value of the whole;
  /// a type without such values never gets here.
  private void keep(boolean isFalse, Type from, Type to) {
    boolean possible =
        from.mayBe(
            t ->
                isFalse
                    ? t == BOOLEAN || t == Type.Basic.NIL || t == Type.Basic.OPTION || t == ANY
                    : t != Type.Basic.NIL);
    if (possible) {
      body.coerce(from, to);
    } else {
      code.unreachable();
    }
  }

  Type coalesce(Node.Coalesce node) {
    Type left = body.typeOf(node.left());
    Type type = body.typeOf(node);
    Representation representation = body.representation(left);
    if (!representation.isReference()) {
      body.value(node.left());
      body.coerce(left, type);
      return type;
    }
    var absent = new Label();
    var end = new Label();
    body.value(node.left());
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    code.load(representation, slot);
    code.invokeStatic(RuntimeNames.OPTIONS, "isAbsent", "(" + OBJECT + ")Z");
    code.jumpIf(IFNE, absent);
    code.load(representation, slot);
    present(left, type);
    code.jump(end);
    code.place(absent);
    body.valueAs(node.right(), type);
    code.place(end);
    return type;
  }

  /// The value on the stack is neither nil nor `None`; a `Some` gives its payload.
  private void present(Type from, Type to) {
    boolean maySome = from.mayBe(t -> t == ANY || t == Type.Basic.OPTION);
    if (maySome) {
      code.invokeStatic(RuntimeNames.TRUTH, "present", "(" + OBJECT + ")" + OBJECT);
      body.coerce(ANY, to);
    } else if (from == Type.Basic.NIL) {
      code.unreachable();
    } else {
      body.coerce(from, to);
    }
  }
}
