package ruchy.compiler.emit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Variables in slots of the JVM's frame; where a version is cut into parts, in the object that
/// these share instead.
final class Slots {
  /// A variable in a slot. `shared`: the slot holds the object that holds the value.
  record Local(Type type, int slot, boolean shared, Label start) {}

  private final Body body;
  private final IdentityHashMap<Variable, Local> locals = new IdentityHashMap<>();
  private final List<Map.Entry<Variable, Local>> named = new ArrayList<>();

  Slots(Body body) {
    this.body = body;
  }

  /// The slot of a variable that has one; null for others.
  @Nullable Local of(Variable variable) {
    return locals.get(variable);
  }

  /// The parts of the version if the variable lives in the frame that they share, else null.
  @Nullable Parts framed(Variable variable) {
    Body.Place place = body.place();
    return place != null && place.parts().outline().isFramed(variable) ? place.parts() : null;
  }

  /// Leaves the object that the parts of the version share.
  void loadFrame() {
    Body.Place place = body.place();
    if (place == null) {
      throw new IllegalStateException("not cut into parts: " + body.version());
    }
    body.code().load(Representation.OBJECT, place.frameSlot());
  }

  void loadFromFrame(Parts parts, Variable variable, Representation held) {
    loadFrame();
    body.code().getField(parts.frameClass(), parts.field(variable, held), held);
  }

  /// Stores what is on the stack in the frame.
  void storeInFrame(Parts parts, Variable variable, Representation held) {
    MethodCode code = body.code();
    int value = code.newLocal(held);
    code.store(held, value);
    loadFrame();
    code.load(held, value);
    code.putField(parts.frameClass(), parts.field(variable, held), held);
  }

  /// Leaves what the variable holds.
  void load(Variable variable, Representation held) {
    Parts parts = framed(variable);
    Local local = locals.get(variable);
    if (parts != null) {
      loadFromFrame(parts, variable, held);
    } else if (local != null) {
      body.code().load(held, local.slot());
    } else {
      throw new IllegalStateException("not declared: " + variable + " at " + variable.span());
    }
  }

  /// Stores what is on the stack.
  void store(Variable variable, Representation held) {
    Parts parts = framed(variable);
    Local local = locals.get(variable);
    if (parts != null) {
      storeInFrame(parts, variable, held);
    } else if (local != null) {
      body.code().store(held, local.slot());
    } else {
      throw new IllegalStateException("not declared: " + variable + " at " + variable.span());
    }
  }

  private Label here() {
    Label label = new Label();
    body.code().place(label);
    return label;
  }

  /// The variable lives in that slot from here on.
  void add(Variable variable, Type type, int slot, boolean shared) {
    var local = new Local(type, slot, shared, here());
    locals.put(variable, local);
    named.add(Map.entry(variable, local));
  }

  /// Tells debuggers the names of the variables; at the end of the method.
  void name(Label end) {
    for (Map.Entry<Variable, Local> entry : named) {
      Variable variable = entry.getKey();
      Local local = entry.getValue();
      if (!local.shared() && Names.isPlain(variable.name())) {
        body.code()
            .nameLocal(
                variable.name(),
                body.representation(local.type()),
                local.slot(),
                local.start(),
                end);
      }
    }
  }
}
