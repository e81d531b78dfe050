package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.L2D;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.bounds.Bounds;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// The code of one version, while it is written. Always: `value` leaves exactly one value in the
/// representation of the node's type, or the code has left; `effect` leaves nothing.
final class Body {
  private final Emission emission;
  private final Names names;
  private final Preparation preparation;
  private final Version version;
  private final MethodCode code;
  private final Variables variables;
  private final LiteralEmitter literals;
  private final OperatorEmitter operators;
  private final ConditionEmitter conditions;
  private final ChoiceEmitter choices;
  private final CallEmitter calls;
  private final FunctionValueEmitter functions;
  private final MemberEmitter members;
  private final ElementEmitter elements;
  private final GrowingMemberEmitter growingMembers;
  private final ReferenceEmitter references;
  private final ControlEmitter control;
  private final ExitEmitter exits;
  private final ErrorEmitter errors;
  private final PartEmitter parts;
  private final PatternEmitter patterns;
  private final InstanceEmitter instances;
  private final @Nullable Place place;
  private @Nullable Node own;
  private @Nullable Bounds bounds;
  private int containerSlot;

  /// The method among those of a version that is cut into several: the slot of the frame, and
  /// whether it is a part (`result`: what it returns) rather than the method that is called.
  record Place(Parts parts, int frameSlot, boolean isPart, @Nullable Representation result) {}

  Body(Emission emission, Version version, MethodCode code) {
    this(emission, version, code, null);
  }

  Body(Emission emission, Version version, MethodCode code, @Nullable Place place) {
    this.place = place;
    this.emission = emission;
    this.names = emission.names();
    this.preparation = emission.preparation();
    this.version = version;
    this.code = code;
    this.variables = new Variables(this);
    this.literals = new LiteralEmitter(this);
    this.operators = new OperatorEmitter(this);
    this.conditions = new ConditionEmitter(this);
    this.choices = new ChoiceEmitter(this);
    this.calls = new CallEmitter(this);
    this.functions = new FunctionValueEmitter(this);
    this.members = new MemberEmitter(this);
    this.elements = new ElementEmitter(this);
    this.growingMembers = new GrowingMemberEmitter(this);
    this.references = new ReferenceEmitter(this);
    this.control = new ControlEmitter(this);
    this.exits = new ExitEmitter(this);
    this.errors = new ErrorEmitter(this);
    this.parts = new PartEmitter(this);
    this.patterns = new PatternEmitter(this);
    this.instances = new InstanceEmitter(this);
  }

  Emission emission() {
    return emission;
  }

  Names names() {
    return names;
  }

  Types types() {
    return names.types();
  }

  Preparation preparation() {
    return preparation;
  }

  Version version() {
    return version;
  }

  MethodCode code() {
    return code;
  }

  Variables variables() {
    return variables;
  }

  LiteralEmitter literals() {
    return literals;
  }

  PatternEmitter patterns() {
    return patterns;
  }

  ConditionEmitter conditions() {
    return conditions;
  }

  CallEmitter calls() {
    return calls;
  }

  MemberEmitter members() {
    return members;
  }

  ElementEmitter elements() {
    return elements;
  }

  GrowingMemberEmitter growingMembers() {
    return growingMembers;
  }

  ExitEmitter exits() {
    return exits;
  }

  ErrorEmitter errors() {
    return errors;
  }

  PartEmitter parts() {
    return parts;
  }

  Type typeOf(Node node) {
    return version.typeOf(node);
  }

  /// What is known of the integers of this version.
  Bounds bounds() {
    if (bounds == null) {
      bounds = emission.boundsOf(version);
    }
    return bounds;
  }

  Representation representation(Type type) {
    return names.representation(type);
  }

  /// Null for a version that is one method.
  @Nullable Place place() {
    return place;
  }

  /// The slot of the list, map or object whose elements this part adds.
  int containerSlot() {
    return containerSlot;
  }

  void setContainerSlot(int slot) {
    containerSlot = slot;
  }

  /// Leaves the value of the node that this part is made for.
  void ownValue(Node node) {
    own = node;
    value(node);
  }

  /// Leaves the value of the node in the representation of its type.
  void value(Node node) {
    Type natural = natural(node);
    coerce(natural, version.typeOf(node));
  }

  /// Leaves the value of the node as a value of a type that includes it.
  void valueAs(Node node, Type wanted) {
    Type natural = natural(node);
    coerce(natural, version.typeOf(node));
    coerce(version.typeOf(node), wanted);
  }

  /// Leaves the value of the node as an object: numbers and booleans boxed.
  void boxed(Node node) {
    valueAs(node, Type.Basic.ANY);
  }

  /// Runs the node for its effect only.
  void effect(Node node) {
    if (version.reaches(node) && outlined(node) == null && control.effect(node)) {
      return;
    }
    Type natural = natural(node);
    if (natural != Type.Basic.NEVER) {
      code.pop(representation(natural));
    }
  }

  /// Jumps to the label when the node is false, else goes on.
  void unless(Node condition, Label ifFalse) {
    conditions.jumpUnless(condition, ifFalse);
  }

  /// Leaves several values in order, boxed where the wanted type is `ANY`. Values of later nodes
  /// that need an empty stack force the others into local variables.
  void values(List<Node> nodes, List<Type> wanted) {
    boolean spill = false;
    for (int i = 1; i < nodes.size(); i++) {
      spill |= preparation.needsEmptyStack(nodes.get(i));
    }
    if (!spill) {
      for (int i = 0; i < nodes.size(); i++) {
        valueAs(nodes.get(i), wanted.get(i));
      }
      return;
    }
    int[] slots = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      valueAs(nodes.get(i), wanted.get(i));
      Representation representation = representation(wanted.get(i));
      slots[i] = code.newLocal(representation);
      code.store(representation, slots[i]);
    }
    for (int i = 0; i < nodes.size(); i++) {
      code.load(representation(wanted.get(i)), slots[i]);
    }
  }

  boolean needsEmptyStack(Iterable<Node> nodes) {
    for (Node node : nodes) {
      if (preparation.needsEmptyStack(node)) {
        return true;
      }
    }
    return false;
  }

  /// Leaves the value of the node as it comes most easily, and tells as which type. `NEVER`: the
  /// code has left.
  Type natural(Node node) {
    if (!version.reaches(node)) {
      code.unreachable();
      return Type.Basic.NEVER;
    }
    Outline.Part.Value part = outlined(node);
    Type type = part == null ? emit(node) : parts.outlined(part);
    if (version.typeOf(node) == Type.Basic.NEVER && type != Type.Basic.NEVER) {
      code.pop(representation(type));
      code.unreachable();
      return Type.Basic.NEVER;
    }
    detect(node, type);
    return type;
  }

  /// Whether the code tells the detector of shared state what it does.
  boolean detects() {
    return emission.detectionOf(version) != null;
  }

  /// Tells the detector of the value on the operand stack, if there is one and somebody looks into
  /// the value.
  private void detect(Node node, Type type) {
    Detection detection = emission.detectionOf(version);
    Detection.Touch touch = detection == null ? null : detection.of(node);
    if (touch == null || type == Type.Basic.NEVER || !representation(type).isReference()) {
      return;
    }
    code.duplicate();
    switch (touch) {
      case LOOK, CHANGE -> {
        code.constant(touch == Detection.Touch.CHANGE);
        code.invokeStatic(RuntimeNames.DETECTOR, "touch", "(Ljava/lang/Object;Z)V");
      }
      case CALL, CHANGING_CALL -> {
        code.constant(touch == Detection.Touch.CHANGING_CALL);
        code.invokeStatic(RuntimeNames.DETECTOR, "touchForCall", "(Ljava/lang/Object;Z)V");
      }
      case LOOK_DEEPLY ->
          code.invokeStatic(RuntimeNames.DETECTOR, "touchAll", "(Ljava/lang/Object;)V");
    }
  }

  /// The part that computes the node elsewhere; null if this code does.
  private Outline.Part.@Nullable Value outlined(Node node) {
    return place == null || node == own ? null : place.parts().outline().valueOf(node);
  }

  /// Leaves what the place that a node reads holds, which may be a `GrowingText`: as much as
  /// telling whether it is text, or nil, needs. False if the node reads no such place; then nothing
  /// is left.
  boolean loadHeld(Node node) {
    return switch (node) {
      case Node.Read read -> variables.loadHeld(read);
      case Node.ReadMember read -> growingMembers.loadHeld(read);
      case Node.ReadIndex read -> growingMembers.loadHeld(read);
      case Node.Dereference read -> references.loadHeld(read);
      default -> false;
    };
  }

  /// Leaves the value of a node of which only matters whether it is nil, or false: what a place
  /// holds tells that too.
  void valueOrHeld(Node node) {
    if (!loadGrowing(node)) {
      value(node);
    }
  }

  /// Leaves what a variable or member holds to which the program appends; false for other nodes.
  boolean loadGrowing(Node node) {
    return version.reaches(node)
        && representation(typeOf(node)).isReference()
        && switch (node) {
          case Node.Read read -> variables.loadHeld(read);
          case Node.ReadMember read ->
              preparation().appends().isField(read.name()) && growingMembers.loadHeld(read);
          default -> false;
        };
  }

  private Type emit(Node node) {
    return switch (node) {
      case Node.Constant constant -> literals.constant(constant);
      case Node.ByteConstant constant -> literals.octet(constant);
      case Node.AtomConstant constant -> literals.atom(constant);
      case Node.BytesConstant constant -> literals.bytes(constant);
      case Node.Format format -> literals.format(format);
      case Node.ListOf list -> literals.list(list);
      case Node.RepeatOf repeat -> literals.repeat(repeat);
      case Node.TupleOf tuple -> literals.tuple(tuple);
      case Node.SetOf set -> literals.set(set);
      case Node.ObjectOf object -> literals.object(object);
      case Node.MapOf map -> literals.map(map);
      case Node.RangeOf range -> literals.range(range);
      case Node.MakeClosure closure -> functions.makeClosure(closure);
      case Node.FunctionValue value -> functions.functionValue(value);
      case Node.LibraryValue value -> functions.libraryValue(value);
      case Node.MakeInstance make -> instances.make(make);
      case Node.Construct construct -> instances.construct(construct);
      case Node.MakeVariant make -> instances.makeVariant(make);
      case Node.MakeOption make -> instances.makeOption(make);
      case Node.Read read -> variables.read(read);
      case Node.Write write -> variables.write(write);
      case Node.Declare declare -> variables.declare(declare);
      case Node.Binary binary -> operators.binary(binary);
      case Node.Unary unary -> operators.unary(unary);
      case Node.Not not -> conditions.condition(not);
      case Node.Logical logical -> choices.logical(logical);
      case Node.Coalesce coalesce -> choices.coalesce(coalesce);
      case Node.Propagate propagate -> errors.propagate(propagate);
      case Node.Cast cast -> operators.cast(cast);
      case Node.Check check -> operators.check(check);
      case Node.Dereference dereference -> references.dereference(dereference);
      case Node.WriteThrough write -> references.writeThrough(write);
      case Node.CopyOf copy -> references.copy(copy);
      case Node.ReadMember read -> members.read(read);
      case Node.WriteMember write -> members.write(write);
      case Node.ReadIndex read -> elements.read(read);
      case Node.WriteIndex write -> elements.write(write);
      case Node.SliceOf slice -> elements.slice(slice);
      case Node.SafeChain chain -> control.safeChain(chain);
      case Node.CallFunction call -> calls.function(call);
      case Node.CallLibrary call -> calls.library(call);
      case Node.CallValue call -> calls.value(call);
      case Node.CallMethod call -> calls.method(call);
      case Node.CallKnownMethod call -> calls.knownMethod(call);
      case Node.Sequence sequence -> control.sequence(sequence);
      case Node.Conditional conditional -> control.conditional(conditional);
      case Node.Match match -> control.match(match);
      case Node.Destructure destructure -> patterns.destructure(destructure);
      case Node.Loop loop -> control.loop(loop);
      case Node.While loop -> control.whileLoop(loop);
      case Node.ForEach loop -> control.forEach(loop);
      case Node.Break leave -> exits.leave(leave);
      case Node.Continue leave -> exits.goOn(leave);
      case Node.Return leave -> exits.giveBack(leave);
      case Node.Throw raise -> errors.raise(raise);
      case Node.Try attempt -> errors.attempt(attempt);
      case Node.Spawn spawn -> calls.spawn(spawn);
      case Node.Await await -> calls.await(await);
      case Node.Faulty faulty -> throw new IllegalStateException("a faulty program: " + faulty);
    };
  }

  /// The type of a value that is on the stack although its place never had one, as far as types
  /// tell.
  static Type onStack(Type type) {
    return type == Type.Basic.NEVER ? Type.Basic.ANY : type;
  }

  /// Changes the value on the stack from the representation of one type to that of another. Whether
  /// the value is of the other type has been proved or checked.
  void coerce(Type from, Type to) {
    if (from == Type.Basic.NEVER || to == Type.Basic.NEVER) {
      return;
    }
    Representation have = representation(from);
    Representation want = representation(to);
    if (have == want || have.equals(want)) {
      return;
    }
    if (have.sort() == 'J' && want.sort() == 'D') {
      code.instruction(L2D);
    } else if (!have.isReference()) {
      box(have);
    } else if (!want.isReference()) {
      unbox(from, want);
    } else if (!isUpcast(have, want)) {
      code.cast(want.className());
    }
  }

  private void box(Representation have) {
    switch (have.sort()) {
      case 'J' -> code.invokeStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;");
      case 'D' -> code.invokeStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;");
      default -> code.invokeStatic("java/lang/Boolean", "valueOf", "(Z)Ljava/lang/Boolean;");
    }
  }

  private void unbox(Type from, Representation want) {
    switch (want.sort()) {
      case 'J' -> {
        if (from == Type.Basic.BYTE) {
          code.invokeVirtual(RuntimeNames.BYTE, "value", "()J");
        } else {
          code.cast("java/lang/Long");
          code.invokeVirtual("java/lang/Long", "longValue", "()J");
        }
      }
      case 'D' -> {
        code.cast("java/lang/Double");
        code.invokeVirtual("java/lang/Double", "doubleValue", "()D");
      }
      default -> {
        code.cast("java/lang/Boolean");
        code.invokeVirtual("java/lang/Boolean", "booleanValue", "()Z");
      }
    }
  }

  private boolean isMapClass(String className) {
    return className.equals(RuntimeNames.HASH_MAP) || names.isLayoutClass(className);
  }

  private boolean isUpcast(Representation have, Representation want) {
    return want.className().equals(Representation.OBJECT_NAME)
        || (want.className().equals(RuntimeNames.MAP) && isMapClass(have.className()));
  }
}
