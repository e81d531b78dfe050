package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Sequences, branches, loops, matches, errors, and ways to leave.
final class ControlEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  /// Where `break` and `continue` of a loop go; the value of the loop is in `slot`. `depth`: how
  /// many guarded regions surround the loop.
  record Target(Label end, Label next, Type type, int slot, int depth) {}

  /// Code being written whose errors go to a handler: to the clauses of a `try`, or to its
  /// `finally` block. Its ranges exclude the copies of `finally` blocks that run on the way out of
  /// the region: the `try` has been left by then.
  private static final class Region {
    final @Nullable Node block;
    final List<Label> bounds = new ArrayList<>();

    Region(@Nullable Node block) {
      this.block = block;
    }
  }

  private final Body body;
  private final MethodCode code;
  private final LoopEmitter loops;
  private final IdentityHashMap<Node.LoopLabel, Target> targets = new IdentityHashMap<>();
  private final Deque<Region> pending = new ArrayDeque<>();

  ControlEmitter(Body body) {
    this.body = body;
    this.code = body.code();
    this.loops = new LoopEmitter(body, this);
  }

  /// Emits nodes that need no value when only their effect counts; false for others.
  boolean effect(Node node) {
    switch (node) {
      case Node.Constant ignored -> {}
      case Node.Sequence sequence -> {
        List<Node> nodes = sequence.nodes();
        if (!nodes.isEmpty() && allButLast(sequence)) {
          body.effect(nodes.getLast());
        }
      }
      case Node.Conditional conditional -> {
        var otherwise = new Label();
        var end = new Label();
        body.unless(conditional.condition(), otherwise);
        body.effect(conditional.then());
        code.jump(end);
        code.place(otherwise);
        body.effect(conditional.otherwise());
        code.place(end);
      }
      case Node.Match match
          when match.value() instanceof Node.Read read
              && body.typeOf(read) == STRING
              && isUnboundText(match) ->
          body.effect(match.arms().getFirst().body());
      case Node.Write write -> body.variables().store(write);
      case Node.Declare declare -> body.variables().store(declare);
      case Node.While loop -> loops.whileLoop(loop, false);
      case Node.ForEach loop -> loops.forEach(loop, false);
      default -> {
        return false;
      }
    }
    return true;
  }

  Type sequence(Node.Sequence sequence) {
    List<Node> nodes = sequence.nodes();
    if (nodes.isEmpty()) {
      code.nil();
      return NIL;
    }
    return allButLast(sequence) ? body.natural(nodes.getLast()) : NEVER;
  }

  /// Runs all statements of a sequence but the last; false if they always leave.
  private boolean allButLast(Node.Sequence sequence) {
    Body.Place place = body.place();
    List<Outline.Part.Statements> groups =
        place == null ? null : place.parts().outline().statementsOf(sequence);
    if (groups == null) {
      return all(sequence.nodes().subList(0, sequence.nodes().size() - 1), body);
    }
    for (Outline.Part.Statements group : groups) {
      call(group, null, -1, null, inner -> all(group.nodes(), inner));
      if (group.nodes().stream().anyMatch(node -> body.typeOf(node) == NEVER)) {
        code.unreachable();
        return false;
      }
    }
    return true;
  }

  private static boolean all(List<Node> nodes, Body body) {
    for (Node node : nodes) {
      body.effect(node);
      if (body.typeOf(node) == NEVER) {
        return false;
      }
    }
    return true;
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
  private void storeField(String name, Representation representation, int slot) {
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
          exit(0, this::returnNothing);
        } else {
          loadField(Parts.RESULT);
          giveBackResult();
        }
      }
      case Outline.Leave.ByBreak(var label) -> {
        Target target = targets.get(label);
        if (target == null) {
          loadField(Parts.BROKEN);
          breakOutside(way);
          return;
        }
        if (target.slot() >= 0) {
          loadField(Parts.BROKEN);
          body.coerce(ANY, target.type());
          code.store(body.representation(target.type()), target.slot());
        }
        exit(target.depth(), () -> code.jump(target.end()));
      }
      case Outline.Leave.ByContinue(var label) -> goOn(label);
    }
  }

  /// Leaves this part for a loop around it, with the boxed value on the stack.
  private void breakOutside(Outline.Leave way) {
    int value = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, value);
    exit(
        0,
        () -> {
          storeField(Parts.BROKEN, Representation.OBJECT, value);
          leavePart(way);
        });
  }

  /// Returns from this part, telling the caller to go another way.
  private void leavePart(Outline.Leave way) {
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

  private boolean isPart() {
    Body.Place place = body.place();
    return place != null && place.isPart();
  }

  private void returnNothing() {
    if (isPart()) {
      leavePart(new Outline.Leave.ByReturn());
    } else {
      code.instruction(Opcodes.RETURN);
    }
  }

  Type conditional(Node.Conditional node) {
    Type type = body.typeOf(node);
    var otherwise = new Label();
    var end = new Label();
    body.unless(node.condition(), otherwise);
    body.valueAs(node.then(), type);
    code.jump(end);
    code.place(otherwise);
    body.valueAs(node.otherwise(), type);
    code.place(end);
    return type;
  }

  Type match(Node.Match match) {
    Type type = body.typeOf(match);
    if (match.value() instanceof Node.Read read
        && body.typeOf(read) == STRING
        && isUnboundText(match)) {
      // The variable is text and may have a builder, which need not be turned into text here.
      body.valueAs(match.arms().getFirst().body(), type);
      return type;
    }
    body.value(match.value());
    Type subject = body.variables().typeOf(match.subject());
    body.coerce(body.typeOf(match.value()), subject);
    body.variables().bind(match.subject());
    var end = new Label();
    if (match.otherwise() != null) {
      for (Node.Arm arm : match.arms()) {
        Nodes.bindings(arm.matcher(), body.variables()::bindDefault);
      }
    }
    for (Node.Arm arm : match.arms()) {
      if (body.patterns().isImpossible(arm.matcher(), subject)) {
        continue;
      }
      var next = new Label();
      body.patterns()
          .test(arm.matcher(), subject, () -> body.variables().load(match.subject()), next);
      Node guard = arm.guard();
      if (guard != null) {
        body.unless(guard, next);
      }
      body.valueAs(arm.body(), type);
      code.jump(end);
      code.place(next);
    }
    Node otherwise = match.otherwise();
    if (otherwise != null) {
      body.valueAs(otherwise, type);
    } else {
      body.variables().load(match.subject());
      body.coerce(subject, ANY);
      code.at(match.span());
      throwFailure("noMatch", "(" + OBJECT + ")");
    }
    code.place(end);
    return type;
  }

  private static boolean isUnboundText(Node.Match match) {
    return match.arms().getFirst().matcher() instanceof Matcher.Text(var variable, _)
        && variable == null;
  }

  /// Throws what a factory of `Failure` makes of the values on the stack.
  void throwFailure(String factory, String parameters) {
    code.invokeStatic(RuntimeNames.FAILURE, factory, parameters + "L" + RuntimeNames.FAILURE + ";");
    code.instruction(Opcodes.ATHROW);
  }

  Type loop(Node.Loop loop) {
    return loops.loop(loop);
  }

  Type whileLoop(Node.While loop) {
    return loops.whileLoop(loop, true);
  }

  Type forEach(Node.ForEach loop) {
    return loops.forEach(loop, true);
  }

  /// Opens a loop whose value is of the type; without slot its value is not wanted.
  Target open(Node.LoopLabel label, Type type, boolean keep) {
    int slot = -1;
    if (keep && type != NEVER) {
      slot = code.newLocal(body.representation(type));
    }
    var target = new Target(new Label(), new Label(), type, slot, pending.size());
    targets.put(label, target);
    return target;
  }

  Type leave(Node.Break leave) {
    Target target = targets.get(leave.label());
    if (target == null) {
      if (body.typeOf(leave.value()) == NEVER) {
        body.effect(leave.value());
      } else {
        body.boxed(leave.value());
        breakOutside(new Outline.Leave.ByBreak(leave.label()));
      }
      return NEVER;
    }
    if (target.slot() < 0 || body.typeOf(leave.value()) == NEVER) {
      body.effect(leave.value());
    } else {
      body.valueAs(leave.value(), target.type());
      code.store(body.representation(target.type()), target.slot());
    }
    exit(target.depth(), () -> code.jump(target.end()));
    return NEVER;
  }

  Type goOn(Node.Continue leave) {
    goOn(leave.label());
    return NEVER;
  }

  private void goOn(Node.LoopLabel label) {
    Target target = targets.get(label);
    if (target == null) {
      exit(0, () -> leavePart(new Outline.Leave.ByContinue(label)));
    } else {
      exit(target.depth(), () -> code.jump(target.next()));
    }
  }

  Type giveBack(Node.Return leave) {
    if (body.typeOf(leave.value()) == NEVER) {
      body.effect(leave.value());
      return NEVER;
    }
    body.value(leave.value());
    giveBack(body.typeOf(leave.value()));
    return NEVER;
  }

  /// Returns the value on the stack, running the `finally` blocks around.
  void giveBack(Type type) {
    if (Names.returnsNothing(body.version())) {
      code.pop(body.representation(type));
      exit(0, this::returnNothing);
      return;
    }
    body.coerce(type, body.version().result().type());
    giveBackResult();
  }

  /// Returns the value on the stack, which is of the type of the function's result.
  private void giveBackResult() {
    Representation representation = body.representation(body.version().result().type());
    boolean runsBlocks = pending.stream().anyMatch(region -> region.block != null);
    if (!runsBlocks && !isPart()) {
      code.instruction(representation.returnOpcode());
      return;
    }
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    exit(
        0,
        () -> {
          if (isPart()) {
            storeField(Parts.RESULT, representation, slot);
            leavePart(new Outline.Leave.ByReturn());
          } else {
            code.load(representation, slot);
            code.instruction(representation.returnOpcode());
          }
        });
  }

  /// Runs the `finally` blocks down to a depth, innermost first, and then leaves.
  private void exit(int depth, Runnable jump) {
    List<Region> all = List.copyOf(pending);
    int count = pending.size() - depth;
    for (Region one : all) {
      one.bounds.add(here());
    }
    for (int i = 0; i < count; i++) {
      Region one = pending.removeFirst();
      Node block = one.block;
      if (block == null) {
        continue;
      }
      for (Region outer : pending) {
        outer.bounds.add(here());
      }
      body.effect(block);
      for (Region outer : pending) {
        outer.bounds.add(here());
      }
    }
    jump.run();
    for (int i = count - 1; i >= 0; i--) {
      pending.addFirst(all.get(i));
    }
    for (Region one : all) {
      one.bounds.add(here());
    }
  }

  private Label here() {
    var label = new Label();
    code.place(label);
    return label;
  }

  Type raise(Node.Throw raise) {
    body.boxed(raise.value());
    code.at(raise.span());
    throwFailure("of", "(" + OBJECT + ")");
    return NEVER;
  }

  Type propagate(Node.Propagate propagate) {
    Type operand = body.typeOf(propagate.operand());
    Type type = body.typeOf(propagate);
    Representation representation = body.representation(operand);
    body.value(propagate.operand());
    if (!representation.isReference()) {
      return operand;
    }
    int slot = code.newLocal(representation);
    var present = new Label();
    code.store(representation, slot);
    code.load(representation, slot);
    code.invokeStatic(RuntimeNames.MATCHING, "propagates", "(" + OBJECT + ")Z");
    code.jumpIf(IFEQ, present);
    code.load(representation, slot);
    body.coerce(operand, ANY);
    if (body.version().function().kind() == Function.Kind.TOP_LEVEL) {
      code.at(propagate.span());
      code.invokeStatic(
          RuntimeNames.MATCHING, "unpropagated", "(" + OBJECT + ")L" + RuntimeNames.FAILURE + ";");
      code.instruction(Opcodes.ATHROW);
    } else if (Names.returnsNothing(body.version())) {
      giveBack(ANY);
    } else {
      Type result = body.version().result().type();
      body.coerce(ANY, result);
      giveBack(result);
    }
    code.place(present);
    if (type == NEVER) {
      code.unreachable();
      return NEVER;
    }
    code.load(representation, slot);
    body.coerce(operand, ANY);
    code.invokeStatic(RuntimeNames.MATCHING, "propagated", "(" + OBJECT + ")" + OBJECT);
    body.coerce(ANY, type);
    return type;
  }

  Type safeChain(Node.SafeChain chain) {
    Type target = body.typeOf(chain.target());
    Type type = body.typeOf(chain);
    body.value(chain.target());
    Representation representation = body.representation(target);
    Type rest = body.variables().typeOf(chain.receiver());
    if (!representation.isReference()) {
      body.coerce(target, rest);
      body.variables().bind(chain.receiver());
      body.valueAs(chain.chain(), type);
      return type;
    }
    var absent = new Label();
    var end = new Label();
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    code.load(representation, slot);
    code.invokeStatic(RuntimeNames.OPTIONS, "isAbsent", "(" + OBJECT + ")Z");
    code.jumpIf(IFNE, absent);
    if (rest != NEVER) {
      code.load(representation, slot);
      body.coerce(target, rest);
      body.variables().bind(chain.receiver());
      body.valueAs(chain.chain(), type);
      code.jump(end);
    } else {
      code.jump(absent);
    }
    code.place(absent);
    code.nil();
    body.coerce(NIL, type);
    code.place(end);
    return type;
  }

  Type attempt(Node.Try attempt) {
    Type type = body.typeOf(attempt);
    Representation representation = body.representation(type);
    int slot = type == NEVER ? -1 : code.newLocal(representation);
    Node last = attempt.last();
    var end = new Label();
    if (last == null) {
      guarded(attempt, type, slot, end);
      code.place(end);
      return loaded(type, slot);
    }
    Region region = enter(last);
    var done = new Label();
    guarded(attempt, type, slot, done);
    code.place(done);
    leave(region);
    body.effect(last);
    code.jump(end);
    var handler = new Label();
    code.place(handler);
    Representation thrown = Representation.reference("java/lang/Throwable");
    int error = code.newLocal(thrown);
    code.store(thrown, error);
    body.effect(last);
    code.load(thrown, error);
    code.instruction(Opcodes.ATHROW);
    protect(region, handler);
    code.place(end);
    return loaded(type, slot);
  }

  private Region enter(@Nullable Node block) {
    var region = new Region(block);
    region.bounds.add(here());
    pending.addFirst(region);
    return region;
  }

  private void leave(Region region) {
    pending.removeFirst();
    region.bounds.add(here());
  }

  private Type loaded(Type type, int slot) {
    if (type != NEVER) {
      code.load(body.representation(type), slot);
    }
    return type;
  }

  /// A range of no code is none.
  private void protect(Region region, Label handler) {
    List<Label> bounds = region.bounds;
    for (int i = 0; i + 1 < bounds.size(); i += 2) {
      if (bounds.get(i).getOffset() != bounds.get(i + 1).getOffset()) {
        code.protect(bounds.get(i), bounds.get(i + 1), handler);
      }
    }
  }

  /// The body with its clauses; jumps to `end` with the value in the slot.
  private void guarded(Node.Try attempt, Type type, int slot, Label end) {
    Region region = enter(null);
    storeValue(attempt.body(), type, slot);
    leave(region);
    code.jump(end);
    if (attempt.catches().isEmpty()) {
      return;
    }
    Label handler = here();
    code.invokeStatic(
        RuntimeNames.FAILURE, "from", "(Ljava/lang/Throwable;)L" + RuntimeNames.FAILURE + ";");
    Representation failure = Representation.reference(RuntimeNames.FAILURE);
    int caught = code.newLocal(failure);
    code.store(failure, caught);
    boolean complete = false;
    for (Node.Catch clause : attempt.catches()) {
      var next = new Label();
      String wanted = clause.type();
      if (wanted != null) {
        code.load(failure, caught);
        code.constant(wanted);
        code.invokeVirtual(RuntimeNames.FAILURE, "matchesType", "(Ljava/lang/String;)Z");
        code.jumpIf(IFEQ, next);
      } else {
        complete = true;
      }
      bindCaught(clause.variable(), failure, caught);
      storeValue(clause.body(), type, slot);
      code.jump(end);
      code.place(next);
    }
    if (!complete) {
      code.load(failure, caught);
      code.instruction(Opcodes.ATHROW);
    } else {
      code.unreachable();
    }
    protect(region, handler);
  }

  private void bindCaught(@Nullable Variable variable, Representation failure, int caught) {
    if (variable != null) {
      code.load(failure, caught);
      code.invokeVirtual(RuntimeNames.FAILURE, "value", "()" + OBJECT);
      body.variables().bind(variable);
    }
  }

  private void storeValue(Node node, Type type, int slot) {
    if (slot < 0) {
      body.effect(node);
      return;
    }
    body.valueAs(node, type);
    if (body.typeOf(node) != NEVER) {
      code.store(body.representation(type), slot);
    }
  }
}
