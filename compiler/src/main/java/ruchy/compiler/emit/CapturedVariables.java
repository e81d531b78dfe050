package ruchy.compiler.emit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Variables that closures see: values that a closure object holds, and, where changes must be
/// seen, objects that hold the value and are shared.
final class CapturedVariables {
  private final Body body;
  private final Slots slots;
  private final Set<Variable> madeAhead = new HashSet<>();

  CapturedVariables(Body body, Slots slots) {
    this.body = body;
    this.slots = slots;
  }

  /// The class of the shared object for a value.
  private static String holder(Representation representation) {
    return switch (representation.sort()) {
      case 'J' -> RuntimeNames.CAPTURED_INTEGER;
      case 'D' -> RuntimeNames.CAPTURED_FLOAT;
      case 'Z' -> RuntimeNames.CAPTURED_BOOLEAN;
      default -> RuntimeNames.CAPTURED_VALUE;
    };
  }

  /// How the shared object holds a value.
  private static Representation held(Representation representation) {
    return representation.isReference() ? Representation.OBJECT : representation;
  }

  /// The representation of a captured variable in the closure object.
  static Representation capturedAs(
      Variable variable, Version owner, Names names, Preparation preparation) {
    Representation value = names.representation(owner.typeOf(variable));
    return preparation.isShared(variable) ? Representation.reference(holder(value)) : value;
  }

  /// The field of a captured variable in the closure object.
  static String captureField(Function function, Variable variable) {
    int index = List.copyOf(function.captures()).indexOf(variable);
    return Names.field(variable.name(), index) + "$" + index;
  }

  /// Makes the shared object of a variable.
  void makeHolder(Variable variable) {
    MethodCode code = body.code();
    Type type = body.variables().typeOf(variable);
    String holder = holder(body.representation(type));
    Parts parts = slots.framed(variable);
    if (parts != null) {
      code.create(holder);
      slots.storeInFrame(parts, variable, Representation.reference(holder));
      parts.bound().add(variable);
      return;
    }
    Slots.Local known = slots.of(variable);
    int slot = known == null ? code.newLocal(Representation.OBJECT) : known.slot();
    code.create(holder);
    code.store(Representation.OBJECT, slot);
    if (known == null) {
      slots.add(variable, type, slot, true);
    }
  }

  /// Leaves the value in the shared object of a variable.
  void load(Variable variable) {
    MethodCode code = body.code();
    Representation representation = body.representation(body.variables().typeOf(variable));
    Storage storage = body.variables().storage(variable);
    loadHolder(variable);
    code.getField(holder(representation), "value", held(representation));
    storage.open(code);
    if (representation.isReference() && !storage.grows()) {
      code.cast(representation.className());
    }
  }

  /// Stores the value on the stack into the shared object of a variable.
  void store(Variable variable) {
    MethodCode code = body.code();
    body.variables().tellDetector(variable, true);
    Representation representation = body.representation(body.variables().typeOf(variable));
    int value = code.newLocal(representation);
    code.store(representation, value);
    loadHolder(variable);
    code.load(representation, value);
    code.putField(holder(representation), "value", held(representation));
  }

  /// Leaves the shared object of a variable.
  void loadHolder(Variable variable) {
    Parts parts = slots.framed(variable);
    if (parts != null) {
      String holder = holder(body.representation(body.variables().typeOf(variable)));
      slots.loadFromFrame(parts, variable, Representation.reference(holder));
      return;
    }
    Slots.Local local = slots.of(variable);
    if (local != null) {
      body.code().load(Representation.OBJECT, local.slot());
      return;
    }
    loadCaptured(variable);
  }

  /// Leaves what the closure object holds.
  void loadCaptured(Variable variable) {
    Version version = body.version();
    MethodCode code = body.code();
    String owner = body.names().closureClass(version);
    code.load(Representation.OBJECT, 0);
    code.getField(
        owner,
        captureField(version.function(), variable),
        capturedAs(variable, version.ownerOf(variable), body.names(), body.preparation()));
  }

  /// Whether the variable belongs to this function rather than to one around it.
  boolean isOwn(Variable variable) {
    return !body.version().function().captures().contains(variable);
  }

  /// Leaves the shared object for a closure, which may be made before the variable has its value.
  void captureHolder(Variable variable) {
    Parts parts = slots.framed(variable);
    if (parts == null ? slots.of(variable) == null : !parts.bound().contains(variable)) {
      makeHolder(variable);
      (parts == null ? madeAhead : parts.madeAhead()).add(variable);
    }
    loadHolder(variable);
  }

  /// Whether a closure was given the shared object before the variable has its value; asked once.
  boolean wasMadeAhead(Variable variable) {
    Parts parts = slots.framed(variable);
    return (parts == null ? madeAhead : parts.madeAhead()).remove(variable);
  }
}
