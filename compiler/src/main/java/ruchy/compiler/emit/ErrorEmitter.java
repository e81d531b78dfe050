package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Errors: raised, passed on with `?`, caught (L 11.1, L 9.5).
final class ErrorEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  ErrorEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// Throws what a factory of `Failure` makes of the values on the stack.
  void raise(String factory, String parameters) {
    code.invokeStatic(RuntimeNames.FAILURE, factory, parameters + "L" + RuntimeNames.FAILURE + ";");
    code.instruction(Opcodes.ATHROW);
  }

  Type raise(Node.Throw raise) {
    body.boxed(raise.value());
    code.at(raise.span());
    raise("of", "(" + OBJECT + ")");
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
      body.exits().giveBack(ANY);
    } else {
      Type result = body.version().result().type();
      body.coerce(ANY, result);
      body.exits().giveBack(result);
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
    ExitEmitter.Region region = body.exits().enter(last);
    var done = new Label();
    guarded(attempt, type, slot, done);
    code.place(done);
    body.exits().leave(region);
    body.effect(last);
    code.jump(end);
    var handler = new Label();
    code.place(handler);
    Representation thrown = Representation.reference("java/lang/Throwable");
    int error = code.newLocal(thrown);
    code.store(thrown, error);
    code.load(thrown, error);
    code.invokeStatic(RuntimeNames.UNWINDING, "reached", "(Ljava/lang/Throwable;)V");
    body.effect(last);
    code.load(thrown, error);
    code.instruction(Opcodes.ATHROW);
    body.exits().protect(region, handler);
    code.place(end);
    return loaded(type, slot);
  }

  private Type loaded(Type type, int slot) {
    if (type != NEVER) {
      code.load(body.representation(type), slot);
    }
    return type;
  }

  /// The body with its clauses; jumps to `end` with the value in the slot.
  private void guarded(Node.Try attempt, Type type, int slot, Label end) {
    ExitEmitter.Region region = body.exits().enter(null);
    storeValue(attempt.body(), type, slot);
    body.exits().leave(region);
    code.jump(end);
    if (attempt.catches().isEmpty()) {
      return;
    }
    Label handler = body.exits().here();
    code.invokeStatic(
        RuntimeNames.UNWINDING, "caught", "(Ljava/lang/Throwable;)L" + RuntimeNames.FAILURE + ";");
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
    body.exits().protect(region, handler);
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
