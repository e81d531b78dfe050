package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Where the variables of one version live: in slots of the JVM's frame; in shared objects when
/// closures must see their changes; in fields of the closure object; in static fields for globals
/// that functions use.
final class Variables {
  /// The value of a loop's variable as a position in lists: the slot of an `int`. `exact`: it
  /// always is the value; otherwise it is negative where it is not.
  record Position(int slot, boolean exact) {}

  private final Body body;
  private final Slots slots;
  private final CapturedVariables captured;
  private final TextBuilders builders;
  private final GlobalVariables globals;
  private final IdentityHashMap<Variable, Position> positions = new IdentityHashMap<>();

  Variables(Body body) {
    this.body = body;
    this.slots = new Slots(body);
    this.captured = new CapturedVariables(body, slots);
    this.builders = new TextBuilders(body, slots);
    this.globals = new GlobalVariables(body);
  }

  /// Tells debuggers the names of the variables; at the end of the method.
  void nameLocals(Label end) {
    slots.name(end);
  }

  /// Whether the variable belongs to this function rather than to one around it.
  boolean isOwn(Variable variable) {
    return captured.isOwn(variable);
  }

  /// Whether a counter beside the variable always tells its value: nothing else assigns it, and it
  /// is used in this method only.
  boolean mayHavePosition(Variable variable) {
    return !variable.isReassigned()
        && !isStatic(variable)
        && typeOf(variable) == Type.Basic.INTEGER
        && !body.preparation().isShared(variable)
        && slots.framed(variable) == null;
  }

  /// Whether the variable is a local of this method that has its value already.
  boolean isBound(Variable variable) {
    return slots.of(variable) != null
        && !body.preparation().isShared(variable)
        && !isStatic(variable);
  }

  void setPosition(Variable variable, Position position) {
    positions.put(variable, position);
  }

  @Nullable Position positionOf(Variable variable) {
    return positions.get(variable);
  }

  Type typeOf(Variable variable) {
    return variable.isGlobal() ? body.types().typeOf(variable) : body.version().typeOf(variable);
  }

  /// How the static field or the shared object of a variable holds its value.
  Storage storage(Variable variable) {
    return Storage.ofVariable(variable, typeOf(variable), body.names(), body.preparation());
  }

  private boolean isStatic(Variable variable) {
    return variable.isGlobal() && body.preparation().isStatic(variable);
  }

  /// Whether the variable lives in a static field or in an object that closures share.
  private boolean isOutside(Variable variable) {
    return isStatic(variable) || body.preparation().isShared(variable);
  }

  /// A variable that grows, as what it holds.
  private final class Place implements AppendEmitter.Target {
    private final Variable variable;
    private final boolean isStatic;
    private final boolean isPlain;

    Place(Variable variable) {
      this.variable = variable;
      this.isStatic = isStatic(variable);
      this.isPlain = !isOutside(variable);
    }

    @Override
    public void load() {
      tellDetector(variable, true);
      String key = variable.sessionKey();
      if (key != null) {
        globals.loadHeldOfSession(key);
      } else if (isStatic) {
        body.code().getStatic(Names.MAIN, body.names().global(variable), Representation.OBJECT);
      } else if (isPlain) {
        slots.load(variable, Representation.OBJECT);
      } else {
        captured.loadHolder(variable);
        body.code().getField(RuntimeNames.CAPTURED_VALUE, "value", Representation.OBJECT);
      }
    }

    @Override
    public void prepare() {
      if (!isStatic && !isPlain) {
        captured.loadHolder(variable);
      }
    }

    @Override
    public void store() {
      String key = variable.sessionKey();
      if (key != null) {
        globals.storeInSession(key);
      } else if (isStatic) {
        body.code().putStatic(Names.MAIN, body.names().global(variable), Representation.OBJECT);
      } else if (isPlain) {
        slots.store(variable, Representation.OBJECT);
      } else {
        body.code().putField(RuntimeNames.CAPTURED_VALUE, "value", Representation.OBJECT);
      }
    }
  }

  /// Appends to the builder beside a variable of this method; false if that cannot be done.
  private boolean appendToBuilder(Variable variable, Node value, @Nullable List<Node> appended) {
    if (appended == null
        || body.typeOf(value) != Type.Basic.STRING
        || !builders.isGrowing(variable)
        || appended.stream()
            .anyMatch(
                operand ->
                    body.typeOf(operand) == Type.Basic.NEVER
                        || TextBuilders.assigns(operand, variable))) {
      return false;
    }
    builders.append(variable, appended);
    return true;
  }

  /// Appends in place to a variable outside of the JVM's frame; false if that cannot be done.
  private boolean appendOutside(Variable variable, Node value, @Nullable List<Node> appended) {
    if (!isOutside(variable) && !mayGrow(variable)) {
      return false;
    }
    Storage storage = storage(variable);
    var emitter = new AppendEmitter(body);
    List<Node> operands = emitter.operands(storage, value, appended);
    if (operands == null) {
      return false;
    }
    if (GrowingText.place(value) instanceof Node.Read read
        && read.checked()
        && variable.sessionKey() == null) {
      globals.checkInitialised(read, storage);
    }
    emitter.append(new Place(variable), value, operands);
    return true;
  }

  /// Whether a variable of this method may hold a `GrowingText`: it is not known to be text, or
  /// loops ask for its length, which a builder alone does not tell.
  private boolean mayGrow(Variable variable) {
    return body.preparation().isGrowing(variable)
        && !isOutside(variable)
        && captured.isOwn(variable)
        && !builders.isGrowing(variable)
        && storage(variable).grows();
  }

  /// How a variable of this method, which closures do not share, is held.
  private Representation held(Variable variable) {
    return mayGrow(variable) ? Representation.OBJECT : body.representation(typeOf(variable));
  }

  /// Leaves what the variable holds, which may be a `GrowingText`; false where it holds its value.
  boolean loadHeld(Node.Read read) {
    Variable variable = read.variable();
    if (variable.sessionKey() != null
        || !(mayGrow(variable) || (isOutside(variable) && storage(variable).grows()))) {
      return false;
    }
    if (read.checked()) {
      globals.checkInitialised(read, storage(variable));
    }
    new Place(variable).load();
    return true;
  }

  /// A parameter that the JVM has put into a slot.
  void parameter(Variable variable, int slot) {
    Type type = typeOf(variable);
    if (!body.preparation().isShared(variable) && slots.framed(variable) == null) {
      builders.forget(variable);
      slots.add(variable, type, slot, false);
      return;
    }
    body.code().load(body.representation(type), slot);
    bind(variable);
  }

  /// Makes the variable anew with the value on the stack, which is of its type.
  void bind(Variable variable) {
    MethodCode code = body.code();
    Type type = typeOf(variable);
    Representation representation = body.representation(type);
    if (isStatic(variable)) {
      globals.store(variable);
      return;
    }
    builders.forget(variable);
    Parts parts = slots.framed(variable);
    if (!body.preparation().isShared(variable)) {
      if (parts != null) {
        slots.storeInFrame(parts, variable, held(variable));
        return;
      }
      Slots.Local known = slots.of(variable);
      int slot = known == null ? code.newLocal(representation) : known.slot();
      code.store(representation, slot);
      if (known == null) {
        slots.add(variable, type, slot, false);
      }
      return;
    }
    if (!captured.wasMadeAhead(variable)) {
      int value = code.newLocal(representation);
      code.store(representation, value);
      captured.makeHolder(variable);
      code.load(representation, value);
    }
    captured.store(variable);
  }

  /// Gives the variable a value that is never seen: it may be bound on one path only, and the JVM
  /// wants a value on each.
  void bindDefault(Variable variable) {
    MethodCode code = body.code();
    switch (body.representation(typeOf(variable)).sort()) {
      case 'J' -> code.constant(0L);
      case 'D' -> code.constant(0.0);
      case 'Z' -> code.constant(false);
      default -> code.nil();
    }
    bind(variable);
  }

  /// Tells the detector, if there is one, that a variable is read or changed which others may see
  /// too. Leaves nothing and takes nothing.
  void tellDetector(Variable variable, boolean changes) {
    if (!body.detects() || variable.sessionKey() != null) {
      return;
    }
    MethodCode code = body.code();
    if (isStatic(variable)) {
      code.classConstant(Names.MAIN);
      code.constant(body.names().global(variable));
      code.constant(changes);
      code.invokeStatic(
          RuntimeNames.DETECTOR, "touchGlobal", "(Ljava/lang/Class;Ljava/lang/String;Z)V");
    } else if (body.preparation().isShared(variable)) {
      captured.loadHolder(variable);
      code.constant(changes);
      code.invokeStatic(RuntimeNames.DETECTOR, "touch", "(Ljava/lang/Object;Z)V");
    }
  }

  /// Leaves what a closure captures: the value, or the shared object.
  void capture(Variable variable) {
    if (!captured.isOwn(variable)) {
      captured.loadCaptured(variable);
    } else if (body.preparation().isShared(variable)) {
      captured.captureHolder(variable);
    } else {
      load(variable);
    }
  }

  /// Leaves the value of a variable, as a value of its type.
  Type load(Variable variable) {
    MethodCode code = body.code();
    Type type = typeOf(variable);
    Representation representation = body.representation(type);
    if (type == Type.Basic.NEVER) {
      code.unreachable();
      return type;
    }
    String key = variable.sessionKey();
    if (key != null) {
      globals.loadOfSession(variable, key);
      return type;
    }
    tellDetector(variable, false);
    if (isStatic(variable)) {
      globals.load(variable);
      return type;
    }
    if (body.preparation().isShared(variable)) {
      captured.load(variable);
      return type;
    }
    if (builders.isGrowing(variable)) {
      builders.load(variable);
      return type;
    }
    if (mayGrow(variable)) {
      slots.load(variable, Representation.OBJECT);
      storage(variable).open(code);
      return type;
    }
    Parts parts = slots.framed(variable);
    if (parts != null) {
      slots.loadFromFrame(parts, variable, representation);
      return type;
    }
    Slots.Local local = slots.of(variable);
    if (local != null) {
      code.load(representation, local.slot());
    } else if (!captured.isOwn(variable)) {
      captured.loadCaptured(variable);
    } else {
      throw new IllegalStateException("not declared: " + variable + " at " + variable.span());
    }
    return type;
  }

  Type read(Node.Read read) {
    Variable variable = read.variable();
    if (variable.sessionKey() != null) {
      body.code().at(read.span());
      return load(variable);
    }
    if (!read.checked() || !variable.isGlobal()) {
      return load(variable);
    }
    return globals.read(read);
  }

  Type write(Node.Write write) {
    Variable variable = write.variable();
    if (body.preparation().appends().isUnused(write)) {
      List<Node> operands = GrowingText.appended(variable, write.value());
      if (appendToBuilder(variable, write.value(), operands)
          || appendOutside(variable, write.value(), operands)) {
        return AppendEmitter.unused(body, write.value());
      }
    }
    return store(variable, write.value(), false, true);
  }

  Type declare(Node.Declare declare) {
    return store(declare.variable(), declare.value(), true, true);
  }

  /// Assigns without leaving the value.
  void store(Node.Write write) {
    store(write.variable(), write.value(), false, false);
  }

  void store(Node.Declare declare) {
    store(declare.variable(), declare.value(), true, false);
  }

  private Type store(Variable variable, Node value, boolean anew, boolean keep) {
    Type type = body.typeOf(value);
    List<Node> operands = anew ? null : GrowingText.appended(variable, value);
    if (appendToBuilder(variable, value, operands)) {
      if (keep) {
        builders.load(variable);
      }
      return type;
    }
    MethodCode code = body.code();
    if (appendOutside(variable, value, operands)) {
      if (keep) {
        load(variable);
      }
      return keep ? typeOf(variable) : type;
    }
    body.value(value);
    if (type == Type.Basic.NEVER) {
      return type;
    }
    if (keep) {
      code.instruction(body.representation(type).size() == 2 ? DUP2 : DUP);
    }
    body.coerce(type, typeOf(variable));
    assign(variable, anew);
    return type;
  }

  /// Assigns the value on the stack, which is of the variable's type.
  private void assign(Variable variable, boolean anew) {
    Representation representation = body.representation(typeOf(variable));
    if (anew) {
      bind(variable);
    } else if (isStatic(variable)) {
      globals.store(variable);
    } else if (body.preparation().isShared(variable)) {
      captured.store(variable);
    } else {
      Slots.@Nullable Local local = slots.framed(variable) == null ? slots.of(variable) : null;
      if (local == null) {
        bind(variable);
      } else {
        builders.forget(variable);
        body.code().store(representation, local.slot());
      }
    }
  }
}
