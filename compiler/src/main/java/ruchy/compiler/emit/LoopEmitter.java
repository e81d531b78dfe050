package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFEQ;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Loops. Ranges and lists of known type become counted loops; other iterables are walked over by a
/// cursor.
final class LoopEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  LoopEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type loop(Node.Loop loop) {
    Type type = body.typeOf(loop);
    ExitEmitter.Target target = body.exits().open(loop.label(), type, true);
    code.place(target.next());
    body.effect(loop.body());
    if (body.emission().canStop()) {
      code.at(loop.span()); // a body without code is stopped here
    }
    code.jump(target.next());
    code.place(target.end());
    if (type == NEVER) {
      code.unreachable();
      return NEVER;
    }
    code.load(body.representation(type), target.slot());
    return type;
  }

  Type whileLoop(Node.While loop, boolean keep) {
    ExitEmitter.Target target = begin(loop, loop.label(), keep);
    code.place(target.next());
    body.unless(loop.condition(), target.end());
    body.effect(loop.body());
    code.jump(target.next());
    code.place(target.end());
    return finish(target, loop);
  }

  /// Opens a loop that yields nil unless it is left by `break` with a value.
  private ExitEmitter.Target begin(Node loop, Node.LoopLabel label, boolean keep) {
    Type type = body.typeOf(loop);
    ExitEmitter.Target target = body.exits().open(label, type, keep);
    if (target.slot() >= 0) {
      code.nil();
      body.coerce(NIL, type);
      code.store(body.representation(type), target.slot());
    }
    return target;
  }

  private Type finish(ExitEmitter.Target target, Node loop) {
    if (target.slot() < 0) {
      return NIL;
    }
    Type type = body.typeOf(loop);
    code.load(body.representation(type), target.slot());
    return type;
  }

  Type forEach(Node.ForEach loop, boolean keep) {
    ExitEmitter.Target target = begin(loop, loop.label(), keep);
    Type iterable = body.typeOf(loop.iterable());
    boolean runs = body.version().reaches(loop.body());
    if (!runs) {
      neverRun(loop, target);
    } else if (CountedLoop.isOne(loop, body)) {
      CountedLoop.emit(loop, (Node.RangeOf) loop.iterable(), target, body);
    } else {
      TextLoop parts = loop.second() == null ? TextLoop.over(loop.iterable(), body) : null;
      if (parts != null) {
        parts.emit(loop, target, body);
      } else if (loop.second() == null && iterable instanceof Type.ListType(var cell)) {
        overList(loop, cell.type(), target);
      } else {
        overCursor(loop, target);
      }
    }
    code.place(target.end());
    return finish(target, loop);
  }

  /// The iterable has no elements, as far as types tell; the runtime still says what is wrong with
  /// it.
  private void neverRun(Node.ForEach loop, ExitEmitter.Target target) {
    body.boxed(loop.iterable());
    if (body.typeOf(loop.iterable()) == NEVER) {
      return;
    }
    code.at(loop.iterable().span());
    code.invokeStatic(
        RuntimeNames.ITERATION, "iterate", "(" + OBJECT + ")L" + RuntimeNames.CURSOR + ";");
    code.instruction(Opcodes.POP);
    code.place(target.next());
  }

  /// Over a snapshot of the list (L 10.2), by position. A loop that is left early does not release
  /// it: then the list is copied when it changes for the first time.
  private void overList(Node.ForEach loop, Type element, ExitEmitter.Target target) {
    Representation list = Representation.reference(RuntimeNames.LIST);
    int whole = code.newLocal(list);
    int snapshot = code.newLocal(list);
    int size = code.newLocal(Representation.BOOLEAN);
    int position = code.newLocal(Representation.BOOLEAN);
    body.value(loop.iterable());
    code.store(list, whole);
    code.load(list, whole);
    code.invokeVirtual(RuntimeNames.LIST, "snapshot", "()L" + RuntimeNames.LIST + ";");
    code.store(list, snapshot);
    code.load(list, snapshot);
    code.invokeVirtual(RuntimeNames.LIST, "size", "()I");
    code.store(Representation.BOOLEAN, size);
    code.constant(0);
    code.store(Representation.BOOLEAN, position);
    var test = new Label();
    code.place(test);
    code.load(Representation.BOOLEAN, position);
    code.load(Representation.BOOLEAN, size);
    var over = new Label();
    code.jumpIf(Opcodes.IF_ICMPGE, over);
    code.load(list, snapshot);
    code.load(Representation.BOOLEAN, position);
    Type natural = elementAt(element);
    body.coerce(natural, body.variables().typeOf(loop.variable()));
    body.variables().bind(loop.variable());
    body.effect(loop.body());
    code.place(target.next());
    code.increment(position);
    code.jump(test);
    code.place(over);
    code.load(list, whole);
    code.load(list, snapshot);
    code.invokeVirtual(RuntimeNames.LIST, "release", "(L" + RuntimeNames.LIST + ";)V");
  }

  private Type elementAt(Type type) {
    Representation representation = body.representation(type);
    String descriptor = representation.isReference() ? OBJECT : representation.descriptor();
    String name =
        switch (representation.sort()) {
          case 'J' -> "getLong";
          case 'D' -> "getDouble";
          case 'Z' -> "getBoolean";
          default -> "get";
        };
    code.invokeVirtual(RuntimeNames.LIST, name, "(I)" + descriptor);
    return representation.isReference() ? ANY : type;
  }

  private void overCursor(Node.ForEach loop, ExitEmitter.Target target) {
    Representation cursorType = Representation.reference(RuntimeNames.CURSOR);
    int cursor = code.newLocal(cursorType);
    body.boxed(loop.iterable());
    code.at(loop.iterable().span());
    code.invokeStatic(
        RuntimeNames.ITERATION, "iterate", "(" + OBJECT + ")L" + RuntimeNames.CURSOR + ";");
    code.store(cursorType, cursor);
    code.place(target.next());
    code.load(cursorType, cursor);
    code.invokeVirtual(RuntimeNames.CURSOR, "advance", "()Z");
    code.jumpIf(IFEQ, target.end());
    Variable second = loop.second();
    if (second == null) {
      code.load(cursorType, cursor);
      code.invokeVirtual(RuntimeNames.CURSOR, "value", "()" + OBJECT);
      bindAny(loop.variable());
    } else {
      for (Variable variable : List.of(loop.variable(), second)) {
        code.load(cursorType, cursor);
        code.at(loop.iterable().span());
        code.invokeStatic(
            RuntimeNames.MATCHING,
            variable == second ? "second" : "first",
            "(L" + RuntimeNames.CURSOR + ";)" + OBJECT);
        bindAny(variable);
      }
    }
    body.effect(loop.body());
    code.jump(target.next());
  }

  private void bindAny(Variable variable) {
    body.coerce(ANY, body.variables().typeOf(variable));
    body.variables().bind(variable);
  }
}
