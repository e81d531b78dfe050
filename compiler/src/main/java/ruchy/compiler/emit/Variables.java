package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IFNONNULL;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Where the variables of one version live: in slots of the JVM's frame; in shared objects when
/// closures must see their changes; in fields of the closure object; in static fields for globals
/// that functions use.
final class Variables {
  /// A variable in a slot. `shared`: the slot holds the object that holds the value.
  private record Local(Type type, int slot, boolean shared, Label start) {}

  /// The value of a loop's variable as a position in lists: the slot of an `int`. `exact`: it
  /// always is the value; otherwise it is negative where it is not.
  record Position(int slot, boolean exact) {}

  private static final Representation BUILDER = Representation.reference("java/lang/StringBuilder");

  private final Body body;
  private final IdentityHashMap<Variable, Local> locals = new IdentityHashMap<>();
  private final List<Map.Entry<Variable, Local>> named = new ArrayList<>();
  private final Set<Variable> madeAhead = new HashSet<>();
  private final IdentityHashMap<Variable, Position> positions = new IdentityHashMap<>();
  private final IdentityHashMap<Variable, Integer> builders = new IdentityHashMap<>();

  Variables(Body body) {
    this.body = body;
  }

  /// Whether a counter beside the variable always tells its value: nothing else assigns it, and it
  /// is used in this method only.
  boolean mayHavePosition(Variable variable) {
    return !variable.isReassigned()
        && !(variable.isGlobal() && body.preparation().isStatic(variable))
        && typeOf(variable) == Type.Basic.INTEGER
        && !body.preparation().isShared(variable)
        && framed(variable) == null;
  }

  /// Whether the variable is a local of this method that has its value already.
  boolean isBound(Variable variable) {
    return locals.containsKey(variable)
        && !body.preparation().isShared(variable)
        && !(variable.isGlobal() && body.preparation().isStatic(variable));
  }

  void setPosition(Variable variable, Position position) {
    positions.put(variable, position);
  }

  @Nullable Position positionOf(Variable variable) {
    return positions.get(variable);
  }

  static String holder(Representation representation) {
    return switch (representation.sort()) {
      case 'J' -> RuntimeNames.CAPTURED_INTEGER;
      case 'D' -> RuntimeNames.CAPTURED_FLOAT;
      case 'Z' -> RuntimeNames.CAPTURED_BOOLEAN;
      default -> RuntimeNames.CAPTURED_VALUE;
    };
  }

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

  Type typeOf(Variable variable) {
    return variable.isGlobal() ? body.types().typeOf(variable) : body.version().typeOf(variable);
  }

  /// The parts of the version if the variable lives in the frame that they share, else null.
  private @Nullable Parts framed(Variable variable) {
    Body.Place place = body.place();
    return place != null && place.parts().outline().isFramed(variable) ? place.parts() : null;
  }

  private void loadFrame() {
    Body.Place place = body.place();
    if (place == null) {
      throw new IllegalStateException("not cut into parts: " + body.version());
    }
    body.code().load(Representation.OBJECT, place.frameSlot());
  }

  private void loadFromFrame(Parts parts, Variable variable, Representation held) {
    loadFrame();
    body.code().getField(parts.frameClass(), parts.field(variable, held), held);
  }

  /// Stores what is on the stack in the frame.
  private void storeInFrame(Parts parts, Variable variable, Representation held) {
    MethodCode code = body.code();
    int value = code.newLocal(held);
    code.store(held, value);
    loadFrame();
    code.load(held, value);
    code.putField(parts.frameClass(), parts.field(variable, held), held);
  }

  /// How the static field or the shared object of a variable holds its value.
  private Storage storage(Variable variable) {
    return Storage.ofVariable(variable, typeOf(variable), body.names(), body.preparation());
  }

  /// Whether the variable lives in a static field or in an object that closures share.
  private boolean isOutside(Variable variable) {
    return (variable.isGlobal() && body.preparation().isStatic(variable))
        || body.preparation().isShared(variable);
  }

  /// A variable that grows, as what it holds.
  private final class Place implements AppendEmitter.Target {
    private final Variable variable;
    private final boolean isStatic;
    private final boolean isPlain;

    Place(Variable variable) {
      this.variable = variable;
      this.isStatic = variable.isGlobal() && body.preparation().isStatic(variable);
      this.isPlain = !isOutside(variable);
    }

    @Override
    public void load() {
      tellDetector(variable, true);
      if (isStatic) {
        body.code().getStatic(Names.MAIN, body.names().global(variable), Representation.OBJECT);
      } else if (isPlain) {
        loadHeld(variable, Representation.OBJECT);
      } else {
        loadHolder(variable);
        body.code().getField(RuntimeNames.CAPTURED_VALUE, "value", Representation.OBJECT);
      }
    }

    @Override
    public void prepare() {
      if (!isStatic && !isPlain) {
        loadHolder(variable);
      }
    }

    @Override
    public void store() {
      if (isStatic) {
        body.code().putStatic(Names.MAIN, body.names().global(variable), Representation.OBJECT);
      } else if (isPlain) {
        storeHeld(variable, Representation.OBJECT);
      } else {
        body.code().putField(RuntimeNames.CAPTURED_VALUE, "value", Representation.OBJECT);
      }
    }
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
    if (GrowingText.place(value) instanceof Node.Read read && read.checked()) {
      checkInitialised(read, storage);
    }
    emitter.append(new Place(variable), value, operands);
    return true;
  }

  /// Whether the variable has a builder beside it, to which text is appended. While the builder is
  /// ahead, the variable itself is null.
  private boolean isGrowing(Variable variable) {
    return body.preparation().isGrowing(variable)
        && !body.preparation().isMeasured(variable)
        && typeOf(variable) == Type.Basic.STRING
        && !(variable.isGlobal() && body.preparation().isStatic(variable))
        && !body.preparation().isShared(variable)
        && isOwn(variable);
  }

  /// Whether a variable of this method may hold a `GrowingText`: it is not known to be text, or
  /// loops ask for its length, which a builder alone does not tell.
  private boolean mayGrow(Variable variable) {
    return body.preparation().isGrowing(variable)
        && !isOutside(variable)
        && isOwn(variable)
        && !isGrowing(variable)
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
      checkInitialised(read, storage(variable));
    }
    new Place(variable).load();
    return true;
  }

  private void loadBuilder(Variable variable) {
    Parts parts = framed(variable);
    if (parts == null) {
      body.code().load(BUILDER, builderSlot(variable));
    } else {
      loadFrame();
      body.code().getField(parts.frameClass(), parts.builder(variable), BUILDER);
    }
  }

  private int builderSlot(Variable variable) {
    return builders.computeIfAbsent(variable, _ -> body.code().newLocal(BUILDER));
  }

  /// Stores the builder on the stack.
  private void storeBuilder(Variable variable) {
    MethodCode code = body.code();
    Parts parts = framed(variable);
    if (parts == null) {
      code.store(BUILDER, builderSlot(variable));
      return;
    }
    int slot = code.newLocal(BUILDER);
    code.store(BUILDER, slot);
    loadFrame();
    code.load(BUILDER, slot);
    code.putField(parts.frameClass(), parts.builder(variable), BUILDER);
  }

  /// Appends to the variable what nodes yield, in S form.
  private void append(Variable variable, List<Node> operands) {
    MethodCode code = body.code();
    int[] slots = new int[operands.size()];
    Representation[] held = new Representation[slots.length];
    for (int i = 0; i < slots.length; i++) {
      Node operand = operands.get(i);
      Type type = body.typeOf(operand);
      body.value(operand);
      code.at(operand.span());
      held[i] = asText(type);
      slots[i] = code.newLocal(held[i]);
      code.store(held[i], slots[i]);
    }
    var ready = new Label();
    loadBuilder(variable);
    code.jumpIf(IFNONNULL, ready);
    code.create(BUILDER.className());
    loadPlain(variable);
    appendTo(Representation.STRING);
    storeBuilder(variable);
    code.place(ready);
    loadBuilder(variable);
    for (int i = 0; i < slots.length; i++) {
      code.load(held[i], slots[i]);
      appendTo(held[i]);
    }
    code.pop(BUILDER);
    code.nil();
    storePlain(variable);
  }

  /// Turns the value on the stack into what a builder appends in S form.
  private Representation asText(Type type) {
    Representation representation = body.representation(type);
    switch (representation.sort()) {
      case 'J', 'Z' -> {
        return representation;
      }
      case 'D' ->
          body.code()
              .invokeStatic(
                  RuntimeNames.DISPLAY, "text", "(D)" + Representation.STRING.descriptor());
      default -> {
        if (type != Type.Basic.STRING) {
          body.code()
              .invokeStatic(
                  RuntimeNames.DISPLAY,
                  "text",
                  "(Ljava/lang/Object;)" + Representation.STRING.descriptor());
        }
      }
    }
    return Representation.STRING;
  }

  private void appendTo(Representation appended) {
    String descriptor = "(" + appended.descriptor() + ")" + BUILDER.descriptor();
    body.code().invokeVirtual(BUILDER.className(), "append", descriptor);
  }

  /// Leaves the text of a growing variable.
  private void loadGrown(Variable variable) {
    MethodCode code = body.code();
    var ready = new Label();
    loadPlain(variable);
    code.jumpIf(IFNONNULL, ready);
    loadBuilder(variable);
    code.invokeVirtual(BUILDER.className(), "toString", "()" + Representation.STRING.descriptor());
    storePlain(variable);
    code.place(ready);
    loadPlain(variable);
  }

  private void loadPlain(Variable variable) {
    loadHeld(variable, Representation.STRING);
  }

  private void loadHeld(Variable variable, Representation held) {
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

  private void storePlain(Variable variable) {
    storeHeld(variable, Representation.STRING);
  }

  private void storeHeld(Variable variable, Representation held) {
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

  /// A parameter that the JVM has put into a slot.
  void parameter(Variable variable, int slot) {
    Type type = typeOf(variable);
    if (!body.preparation().isShared(variable) && framed(variable) == null) {
      noBuilder(variable);
      addLocal(variable, new Local(type, slot, false, here()));
      return;
    }
    body.code().load(body.representation(type), slot);
    bind(variable);
  }

  private Label here() {
    Label label = new Label();
    body.code().place(label);
    return label;
  }

  private void addLocal(Variable variable, Local local) {
    locals.put(variable, local);
    named.add(Map.entry(variable, local));
  }

  /// Tells debuggers the names of the variables; at the end of the method.
  void nameLocals(Label end) {
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

  /// Makes the variable anew with the value on the stack, which is of its type.
  void bind(Variable variable) {
    MethodCode code = body.code();
    Type type = typeOf(variable);
    Representation representation = body.representation(type);
    if (variable.isGlobal() && body.preparation().isStatic(variable)) {
      storeGlobal(variable);
      return;
    }
    noBuilder(variable);
    Parts parts = framed(variable);
    if (!body.preparation().isShared(variable)) {
      if (parts != null) {
        storeInFrame(parts, variable, held(variable));
        return;
      }
      Local known = locals.get(variable);
      int slot = known == null ? code.newLocal(representation) : known.slot();
      code.store(representation, slot);
      if (known == null) {
        addLocal(variable, new Local(type, slot, false, here()));
      }
      return;
    }
    if (!(parts == null ? madeAhead : parts.madeAhead()).remove(variable)) {
      int value = code.newLocal(representation);
      code.store(representation, value);
      makeHolder(variable);
      code.load(representation, value);
    }
    storeShared(variable);
  }

  /// The variable gets another value: what is in its builder no longer counts.
  private void noBuilder(Variable variable) {
    if (isGrowing(variable)) {
      body.code().nil();
      storeBuilder(variable);
    }
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

  private void makeHolder(Variable variable) {
    MethodCode code = body.code();
    Type type = typeOf(variable);
    String holder = holder(body.representation(type));
    Parts parts = framed(variable);
    if (parts != null) {
      code.create(holder);
      storeInFrame(parts, variable, Representation.reference(holder));
      parts.bound().add(variable);
      return;
    }
    Local known = locals.get(variable);
    int slot = known == null ? code.newLocal(Representation.OBJECT) : known.slot();
    code.create(holder);
    code.store(Representation.OBJECT, slot);
    if (known == null) {
      addLocal(variable, new Local(type, slot, true, here()));
    }
  }

  /// Tells the detector, if there is one, that a variable is read or changed which others may see
  /// too. Leaves nothing and takes nothing.
  private void tellDetector(Variable variable, boolean changes) {
    if (!body.detects() || variable.sessionKey() != null) {
      return;
    }
    MethodCode code = body.code();
    if (variable.isGlobal() && body.preparation().isStatic(variable)) {
      code.classConstant(Names.MAIN);
      code.constant(body.names().global(variable));
      code.constant(changes);
      code.invokeStatic(
          RuntimeNames.DETECTOR, "touchGlobal", "(Ljava/lang/Class;Ljava/lang/String;Z)V");
    } else if (body.preparation().isShared(variable)) {
      loadHolder(variable);
      code.constant(changes);
      code.invokeStatic(RuntimeNames.DETECTOR, "touch", "(Ljava/lang/Object;Z)V");
    }
  }

  /// Stores the value on the stack into the shared object of a variable.
  private void storeShared(Variable variable) {
    MethodCode code = body.code();
    tellDetector(variable, true);
    Representation representation = body.representation(typeOf(variable));
    int value = code.newLocal(representation);
    code.store(representation, value);
    loadHolder(variable);
    code.load(representation, value);
    code.putField(holder(representation), "value", held(representation));
  }

  private void loadHolder(Variable variable) {
    Parts parts = framed(variable);
    if (parts != null) {
      String holder = holder(body.representation(typeOf(variable)));
      loadFromFrame(parts, variable, Representation.reference(holder));
      return;
    }
    Local local = locals.get(variable);
    if (local != null) {
      body.code().load(Representation.OBJECT, local.slot());
      return;
    }
    loadCaptured(variable);
  }

  private void loadCaptured(Variable variable) {
    Version version = body.version();
    MethodCode code = body.code();
    String owner = body.names().closureClass(version);
    code.load(Representation.OBJECT, 0);
    code.getField(
        owner,
        captureField(version.function(), variable),
        capturedAs(variable, version.ownerOf(variable), body.names(), body.preparation()));
  }

  private boolean isOwn(Variable variable) {
    return !body.version().function().captures().contains(variable);
  }

  /// Leaves what a closure captures: the value, or the shared object.
  void capture(Variable variable) {
    if (!isOwn(variable)) {
      loadCaptured(variable);
    } else if (body.preparation().isShared(variable)) {
      Parts parts = framed(variable);
      if (parts == null ? !locals.containsKey(variable) : !parts.bound().contains(variable)) {
        makeHolder(variable);
        (parts == null ? madeAhead : parts.madeAhead()).add(variable);
      }
      loadHolder(variable);
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
      code.constant(key);
      code.invokeStatic(RuntimeNames.SESSION, "get", "(Ljava/lang/String;)Ljava/lang/Object;");
      body.coerce(Type.Basic.ANY, type);
      return type;
    }
    tellDetector(variable, false);
    if (variable.isGlobal() && body.preparation().isStatic(variable)) {
      Storage storage = storage(variable);
      code.getStatic(Names.MAIN, body.names().global(variable), storage.held());
      storage.open(code);
      return type;
    }
    if (body.preparation().isShared(variable)) {
      Storage storage = storage(variable);
      loadHolder(variable);
      code.getField(holder(representation), "value", held(representation));
      storage.open(code);
      if (representation.isReference() && !storage.grows()) {
        code.cast(representation.className());
      }
      return type;
    }
    if (isGrowing(variable)) {
      loadGrown(variable);
      return type;
    }
    if (mayGrow(variable)) {
      loadHeld(variable, Representation.OBJECT);
      storage(variable).open(code);
      return type;
    }
    Parts parts = framed(variable);
    if (parts != null) {
      loadFromFrame(parts, variable, representation);
      return type;
    }
    Local local = locals.get(variable);
    if (local != null) {
      code.load(representation, local.slot());
    } else if (!isOwn(variable)) {
      loadCaptured(variable);
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
    MethodCode code = body.code();
    Type type = typeOf(variable);
    if (type == Type.Basic.NEVER) {
      // Every read comes before the initialisation.
      raiseUninitialised(read);
      return type;
    }
    Representation representation = body.representation(type);
    var initialised = new Label();
    if (representation.isReference() && !type.mayBeNil()) {
      load(variable);
      code.duplicate();
      code.jumpIf(IFNONNULL, initialised);
      raiseUninitialised(read);
      code.place(initialised);
      return type;
    }
    code.getStatic(Names.MAIN, flag(variable, body.names()), Representation.BOOLEAN);
    code.jumpIf(IFNE, initialised);
    raiseUninitialised(read);
    code.place(initialised);
    return load(variable);
  }

  /// The check of `read` alone, for a global that grows.
  private void checkInitialised(Node.Read read, Storage storage) {
    MethodCode code = body.code();
    var initialised = new Label();
    if (storage.type() == Type.Basic.STRING) {
      code.getStatic(Names.MAIN, body.names().global(read.variable()), storage.held());
      code.jumpIf(IFNONNULL, initialised);
    } else {
      code.getStatic(Names.MAIN, flag(read.variable(), body.names()), Representation.BOOLEAN);
      code.jumpIf(IFNE, initialised);
    }
    raiseUninitialised(read);
    code.place(initialised);
  }

  /// The static field that tells whether a checked global has its value.
  static String flag(Variable global, Names names) {
    return names.global(global) + "$set";
  }

  private void raiseUninitialised(Node.Read read) {
    MethodCode code = body.code();
    code.at(read.span());
    code.constant(read.variable().name());
    code.invokeStatic(
        RuntimeNames.FAILURE,
        "uninitialised",
        "(Ljava/lang/String;)L" + RuntimeNames.FAILURE + ";");
    code.instruction(org.objectweb.asm.Opcodes.ATHROW);
  }

  private void storeGlobal(Variable variable) {
    MethodCode code = body.code();
    String key = variable.sessionKey();
    if (key != null) {
      body.coerce(typeOf(variable), Type.Basic.ANY);
      code.constant(key);
      code.invokeStatic(RuntimeNames.SESSION, "set", "(Ljava/lang/Object;Ljava/lang/String;)V");
      return;
    }
    tellDetector(variable, true);
    code.putStatic(Names.MAIN, body.names().global(variable), storage(variable).held());
    if (body.preparation().isChecked(variable)) {
      code.constant(true);
      code.putStatic(Names.MAIN, flag(variable, body.names()), Representation.BOOLEAN);
    }
  }

  Type write(Node.Write write) {
    Variable variable = write.variable();
    if (body.preparation().appends().isUnused(write)
        && appendOutside(variable, write.value(), GrowingText.appended(variable, write.value()))) {
      return AppendEmitter.unused(body, write.value());
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
    if (operands != null
        && type == Type.Basic.STRING
        && isGrowing(variable)
        && operands.stream().allMatch(o -> body.typeOf(o) != Type.Basic.NEVER)) {
      append(variable, operands);
      if (keep) {
        loadGrown(variable);
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
      code.instruction(
          body.representation(type).size() == 2
              ? org.objectweb.asm.Opcodes.DUP2
              : org.objectweb.asm.Opcodes.DUP);
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
    } else if (variable.isGlobal() && body.preparation().isStatic(variable)) {
      storeGlobal(variable);
    } else if (body.preparation().isShared(variable)) {
      storeShared(variable);
    } else {
      @Nullable Local local = framed(variable) == null ? locals.get(variable) : null;
      if (local == null) {
        bind(variable);
      } else {
        noBuilder(variable);
        body.code().store(representation, local.slot());
      }
    }
  }
}
