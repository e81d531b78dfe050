package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.type.Type;

/// The methods that a large version is cut into: how one calls another, and how the caller goes on
/// where the called one wants to when it leaves early. What they share is in a frame object.
final class PartEmitter {
  private final Body body;
  private final MethodCode code;

  PartEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// The value that a part computes.
  Type outlined(Outline.Part.Value part) {
    Type type = body.typeOf(part.node());
    Representation result = type == NEVER ? null : body.representation(type);
    call(part, null, -1, result, inner -> inner.ownValue(part.node()));
    if (result == null) {
      code.unreachable();
    }
    return type;
  }

  /// Calls the method of a part, which `write` writes the first time; leaves its result. Goes where
  /// it wants if it was left early. The container, if any, is in `slot`.
  void call(
      Outline.Part part,
      @Nullable Representation container,
      int slot,
      @Nullable Representation result,
      Consumer<Body> write) {
    Parts parts = place().parts();
    Names.Method method = parts.method(part, container, result, write);
    if (Names.takesClosure(body.version())) {
      code.load(Representation.OBJECT, 0);
    }
    loadFrame();
    if (container != null) {
      code.load(container, slot);
    }
    code.invokeStatic(method.owner(), method.name(), method.descriptor());
    Set<Outline.Leave> ways = parts.outline().leavesOf(part);
    if (ways.isEmpty()) {
      return;
    }
    var goOn = new Label();
    loadField(Parts.LEFT);
    code.jumpIf(IFEQ, goOn);
    if (result != null) {
      code.pop(result);
    }
    int left = ways.size();
    for (Outline.Leave way : ways) {
      var next = new Label();
      if (--left > 0) {
        loadField(Parts.LEFT);
        code.constant(parts.number(way));
        code.jumpIf(Opcodes.IF_ICMPNE, next);
      }
      follow(way);
      code.place(next);
    }
    code.place(goOn);
  }

  private Body.Place place() {
    Body.Place place = body.place();
    if (place == null) {
      throw new IllegalStateException("not cut into parts: " + body.version());
    }
    return place;
  }

  private void loadFrame() {
    code.load(Representation.OBJECT, place().frameSlot());
  }

  private void loadField(String name) {
    Parts parts = place().parts();
    loadFrame();
    code.getField(parts.frameClass(), name, parts.fieldType(name));
  }

  /// Stores a local variable in a field of the frame.
  void storeField(String name, Representation representation, int slot) {
    loadFrame();
    code.load(representation, slot);
    code.putField(place().parts().frameClass(), name, representation);
  }

  private void setLeft(int number) {
    Parts parts = place().parts();
    loadFrame();
    code.constant(number);
    code.putField(parts.frameClass(), Parts.LEFT, parts.fieldType(Parts.LEFT));
  }

  /// A part was left: goes on where it wanted to.
  private void follow(Outline.Leave way) {
    setLeft(0);
    switch (way) {
      case Outline.Leave.ByReturn _ -> {
        if (Names.returnsNothing(body.version())) {
          body.exits().exit(0, this::returnNothing);
        } else {
          loadField(Parts.RESULT);
          body.exits().giveBackResult();
        }
      }
      case Outline.Leave.ByBreak(var label) -> {
        loadField(Parts.BROKEN);
        body.exits().breakWith(label);
      }
      case Outline.Leave.ByContinue(var label) -> body.exits().goOn(label);
    }
  }

  /// Leaves this part for a loop around it, with the boxed value on the stack.
  void breakOutside(Outline.Leave way) {
    int value = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, value);
    body.exits()
        .exit(
            0,
            () -> {
              storeField(Parts.BROKEN, Representation.OBJECT, value);
              leavePart(way);
            });
  }

  /// Returns from this part, telling the caller to go another way.
  void leavePart(Outline.Leave way) {
    setLeft(place().parts().number(way));
    Representation result = place().result();
    if (result == null) {
      code.instruction(Opcodes.RETURN);
      return;
    }
    switch (result.sort()) {
      case 'J' -> code.constant(0L);
      case 'D' -> code.constant(0.0);
      case 'Z' -> code.constant(false);
      default -> code.nil();
    }
    code.instruction(result.returnOpcode());
  }

  boolean isPart() {
    Body.Place place = body.place();
    return place != null && place.isPart();
  }

  void returnNothing() {
    if (isPart()) {
      leavePart(new Outline.Leave.ByReturn());
    } else {
      code.instruction(Opcodes.RETURN);
    }
  }
}
