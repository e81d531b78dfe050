package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.DADD;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.RETURN;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NIL;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Writes a pipeline as one loop in a method of its own, which gets the source and the functions.
/// In the loop the functions are called directly, with values as they are: nothing is boxed, and
/// there is no list between two methods.
final class PipelineEmitter {
  private static final Representation LIST = Representation.reference(RuntimeNames.LIST);
  private static final Representation FUNCTION = Representation.reference(RuntimeNames.FUNCTION);
  private static final Representation RANGE = Representation.reference(RuntimeNames.RANGE);
  private static final Representation INT = Representation.BOOLEAN; // the JVM's int

  private final Body host;
  private final Pipeline pipeline;
  private final boolean overRange;
  private final Representation source;

  private PipelineEmitter(Body host, Pipeline pipeline) {
    this.host = host;
    this.pipeline = pipeline;
    this.overRange = host.typeOf(pipeline.source()) == Type.Basic.RANGE;
    this.source = overRange ? RANGE : LIST;
  }

  /// Leaves the value of the pipeline, as its type.
  static Type emit(Pipeline pipeline, Body host) {
    return new PipelineEmitter(host, pipeline).call();
  }

  /// Leaves the source, what `reduce` begins with, and the functions, and calls the method.
  private Type call() {
    var code = host.code();
    Type result = result();
    var descriptor = new StringBuilder("(").append(source.descriptor());
    host.value(pipeline.source());
    Node initial = pipeline.last().initial();
    if (initial != null) {
      host.valueAs(initial, result);
      descriptor.append(host.representation(result).descriptor());
    }
    int size = 0;
    for (Pipeline.Stage stage : pipeline.stages()) {
      size += Names.size(stage.call());
      Node closure = stage.closure();
      if (closure != null && isPassed(stage)) {
        host.value(closure);
        descriptor.append(FUNCTION.descriptor());
      }
    }
    boolean yieldsNothing = pipeline.last().kind() == Pipeline.Kind.EACH;
    descriptor.append(')').append(yieldsNothing ? "V" : host.representation(result).descriptor());
    Names.Method method = host.names().part(host.version(), size, descriptor.toString());
    new Loop(method).write(result);
    code.invokeStatic(method.owner(), method.name(), method.descriptor());
    if (yieldsNothing) {
      code.nil();
      return NIL;
    }
    return result;
  }

  /// Whether the method gets the function of a stage. One that captures nothing is always at hand,
  /// and mostly not even looked at.
  private static boolean isPassed(Pipeline.Stage stage) {
    Version version = stage.version();
    return version != null && Names.takesClosure(version);
  }

  private Type result() {
    Type type = host.typeOf(pipeline.last().call());
    return switch (pipeline.last().kind()) {
      case ANY, ALL, NONE -> BOOLEAN;
      case COUNT, LENGTH -> INTEGER;
      case MAP, FILTER, REJECT, EACH, FIND, FIND_INDEX, REDUCE, SUM -> type;
    };
  }

  /// The method, while it is written.
  private final class Loop {
    private final MethodCode code;
    private final Body body;
    private final List<Integer> closures = new ArrayList<>();
    private final int initial;
    private int snapshot = -1; // of a list
    private int start = -1; // of a range
    private int size;
    private int position;
    private int answer = -1;
    private int any = -1;
    private int decided = -1; // whether the answer is known before the last element
    private final Label next = new Label();
    private final Label done = new Label();

    /// Where the methods of the library go over a range that has no end, or too far an end.
    private final Label tooLong = new Label();

    Loop(Names.Method method) {
      MethodVisitor visitor =
          host.emission()
              .writers()
              .apply(method.owner())
              .visitMethod(ACC_PUBLIC | ACC_STATIC, method.name(), method.descriptor(), null, null);
      // Stack texts show it as the function that it belongs to, and not the frame of the caller.
      visitor.visitAttribute(new DisplayName("~" + host.version().function().displayName()));
      int slot = 1;
      initial = slot;
      if (pipeline.last().initial() != null) slot += host.representation(result()).size();
      for (Pipeline.Stage stage : pipeline.stages()) {
        closures.add(slot);
        if (isPassed(stage)) slot++;
      }
      code = host.emission().code(visitor, slot);
      body = new Body(host.emission(), host.version(), code);
    }

    void write(Type result) {
      boolean runsAgain = pipeline.changesOrder();
      var start = new Label();
      var end = new Label();
      var failed = new Label();
      if (runsAgain) {
        code.protect(start, end, failed);
        code.place(start);
      }
      begin(result);
      var test = new Label();
      code.place(test);
      code.load(INT, position);
      code.load(INT, size);
      code.jumpIf(IF_ICMPGE, done);
      loadElement();
      stages(result);
      code.place(next);
      code.increment(position);
      code.jump(test);
      code.place(done);
      if (!overRange) {
        code.load(LIST, 0);
        code.load(LIST, snapshot);
        code.invokeVirtual(RuntimeNames.LIST, "release", "(" + LIST.descriptor() + ")V");
      }
      giveBack(result);
      code.place(end);
      if (runsAgain) {
        code.place(failed);
        code.instruction(POP);
      }
      code.place(tooLong);
      if (runsAgain || pipeline.takesRange()) {
        runAgain(result);
      }
      code.end();
    }

    private void begin(Type result) {
      code.load(source, 0);
      if (overRange) {
        code.at(pipeline.stages().getFirst().call().span());
        if (pipeline.takesRange()) {
          code.invokeVirtual(RuntimeNames.RANGE, "fitsInList", "()Z");
          code.jumpIf(IFEQ, tooLong);
          code.load(source, 0);
        }
        code.invokeVirtual(RuntimeNames.RANGE, "lengthAsList", "()I");
        size = stored(INT);
        code.load(source, 0);
        code.invokeVirtual(RuntimeNames.RANGE, "start", "()J");
        start = stored(Representation.LONG);
      } else {
        code.invokeVirtual(RuntimeNames.LIST, "snapshot", "()" + LIST.descriptor());
        snapshot = stored(LIST);
        code.load(LIST, snapshot);
        code.invokeVirtual(RuntimeNames.LIST, "size", "()I");
        size = stored(INT);
      }
      code.constant(0);
      position = stored(INT);
      Pipeline.Kind kind = pipeline.last().kind();
      switch (kind) {
        case MAP, FILTER, REJECT -> {
          code.invokeStatic(RuntimeNames.LIST, "empty", "()" + LIST.descriptor());
          answer = stored(LIST);
        }
        case ANY -> beginWith(false);
        case ALL, NONE -> beginWith(true);
        case COUNT, LENGTH -> {
          code.constant(0L);
          answer = stored(Representation.LONG);
        }
        case SUM -> {
          boolean integers = elementOfLast() == INTEGER;
          if (integers) {
            code.constant(0L);
          } else {
            code.constant(0.0);
            beginAny();
          }
          answer = stored(integers ? Representation.LONG : Representation.DOUBLE);
        }
        case FIND, FIND_INDEX -> {
          code.nil();
          body.coerce(NIL, result);
          answer = stored(body.representation(result));
        }
        case REDUCE -> answer = initial;
        case EACH -> {}
      }
      if (pipeline.changesOrder() && kind.mayStop()) {
        code.constant(false);
        decided = stored(INT);
      }
    }

    /// Goes on with the next element if the answer is known: the methods before have to see all
    /// elements, since they may raise.
    private void passIfDecided() {
      if (decided >= 0) {
        code.load(INT, decided);
        code.jumpIf(IFNE, next);
      }
    }

    /// After the answer was stored.
    private void decide() {
      if (decided < 0) {
        code.jump(done);
        return;
      }
      code.constant(true);
      code.store(INT, decided);
      code.jump(next);
    }

    /// Whether there was any element, for the sum of floats.
    private void beginAny() {
      any = code.newLocal(INT);
      code.constant(false);
      code.store(INT, any);
    }

    private void beginWith(boolean value) {
      code.constant(value);
      answer = stored(INT);
    }

    private int stored(Representation representation) {
      int slot = code.newLocal(representation);
      code.store(representation, slot);
      return slot;
    }

    private Type elementOfLast() {
      return pipeline.elementBefore(pipeline.stages().size() - 1, host);
    }

    private void loadElement() {
      if (overRange) {
        code.load(Representation.LONG, start);
        code.load(INT, position);
        code.instruction(I2L);
        code.instruction(LADD);
        return;
      }
      Type element = pipeline.elementBefore(0, host);
      code.load(LIST, snapshot);
      code.load(INT, position);
      body.coerce(body.elements().element(element, "I"), element);
    }

    /// The value of the element is on the stack.
    private void stages(Type result) {
      int count = pipeline.stages().size();
      for (int i = 0; i < count; i++) {
        Pipeline.Stage stage = pipeline.stages().get(i);
        Type element = pipeline.elementBefore(i, host);
        boolean isLast = i == count - 1;
        int value = stored(body.representation(element));
        switch (stage.kind()) {
          case MAP -> {
            Type mapped = called(i, value, element);
            if (isLast) add(mapped, result);
          }
          case FILTER, REJECT -> {
            holds(i, value, element);
            code.jumpIf(stage.kind() == Pipeline.Kind.FILTER ? IFEQ : IFNE, next);
            code.load(body.representation(element), value);
            if (isLast) add(element, result);
          }
          case EACH -> code.pop(body.representation(called(i, value, element)));
          case ANY, ALL, NONE -> {
            passIfDecided();
            holds(i, value, element);
            code.jumpIf(stage.kind() == Pipeline.Kind.ALL ? IFNE : IFEQ, next);
            code.constant(stage.kind() == Pipeline.Kind.ANY);
            code.store(INT, answer);
            decide();
          }
          case COUNT -> {
            holds(i, value, element);
            code.jumpIf(IFEQ, next);
            countOne();
          }
          case LENGTH -> countOne();
          case FIND -> {
            passIfDecided();
            holds(i, value, element);
            code.jumpIf(IFEQ, next);
            code.load(body.representation(element), value);
            found(element, result);
          }
          case FIND_INDEX -> {
            passIfDecided();
            holds(i, value, element);
            code.jumpIf(IFEQ, next);
            code.load(INT, position);
            code.instruction(I2L);
            found(INTEGER, result);
          }
          case REDUCE -> {
            body.coerce(called(i, value, element), result);
            code.store(body.representation(result), answer);
          }
          case SUM -> sum(value, element);
        }
      }
    }

    /// Leaves what the function of a method gives for the value in the slot.
    private Type called(int index, int slot, Type element) {
      Pipeline.Stage stage = pipeline.stages().get(index);
      Version version = Objects.requireNonNull(stage.version());
      if (Names.takesClosure(version)) {
        code.load(FUNCTION, closures.get(index));
        code.cast(body.names().closureClass(version));
      }
      int parameter = 0;
      if (stage.kind() == Pipeline.Kind.REDUCE) {
        code.load(body.representation(result()), answer);
        pass(result(), version, parameter++);
      }
      code.load(body.representation(element), slot);
      pass(element, version, parameter++);
      if (stage.takesIndex()) {
        code.load(INT, position);
        code.instruction(I2L);
        body.coerce(INTEGER, parameterType(version, parameter));
      }
      return body.calls().invoke(version, stage.call().span());
    }

    /// The value on the stack becomes the argument of that number.
    private void pass(Type from, Version version, int index) {
      Type to = parameterType(version, index);
      Variable parameter = version.function().parameters().get(index).variable();
      if (body.preparation().isCopied(parameter) && ReferenceEmitter.mayBeStruct(from)) {
        body.coerce(from, ANY);
        code.invokeStatic(
            RuntimeNames.MATCHING, "copied", "(Ljava/lang/Object;)Ljava/lang/Object;");
        body.coerce(ANY, to);
      } else {
        body.coerce(from, to);
      }
    }

    private static Type parameterType(Version version, int index) {
      return version.typeOf(version.function().parameters().get(index).variable());
    }

    /// Leaves whether the function of a method is true for the value in the slot.
    private void holds(int index, int slot, Type element) {
      body.conditions().truth(called(index, slot, element));
    }

    private void countOne() {
      code.load(Representation.LONG, answer);
      code.constant(1L);
      code.instruction(LADD);
      code.store(Representation.LONG, answer);
    }

    /// The value on the stack is the answer.
    private void found(Type type, Type result) {
      body.coerce(type, result);
      code.store(body.representation(result), answer);
      decide();
    }

    /// Adds the value on the stack to the new list.
    private void add(Type type, Type result) {
      Type element = result instanceof Type.ListType(var cell) ? cell.type() : ANY;
      Type added = body.representation(element).isReference() ? ANY : element;
      body.coerce(type, added);
      Representation representation = body.representation(added);
      int value = stored(representation);
      code.load(LIST, answer);
      code.load(representation, value);
      code.invokeVirtual(RuntimeNames.LIST, "add", "(" + representation.descriptor() + ")V");
    }

    private void sum(int value, Type element) {
      Representation representation = body.representation(element);
      code.load(representation, answer);
      code.load(representation, value);
      if (element == INTEGER) {
        code.invokeStatic("java/lang/Math", "addExact", "(JJ)J");
      } else {
        code.instruction(DADD);
        code.constant(true);
        code.store(INT, any);
      }
      code.store(representation, answer);
    }

    private void giveBack(Type result) {
      switch (pipeline.last().kind()) {
        case EACH -> {
          code.instruction(RETURN);
          return;
        }
        case SUM -> loadSum(result);
        case COUNT, LENGTH -> code.load(Representation.LONG, answer);
        case ANY, ALL, NONE -> code.load(INT, answer);
        case MAP, FILTER, REJECT, FIND, FIND_INDEX, REDUCE ->
            code.load(body.representation(result), answer);
      }
      code.instruction(body.representation(result).returnOpcode());
    }

    /// The sum of no floats is the integer 0.
    private void loadSum(Type result) {
      if (any < 0) {
        code.load(Representation.LONG, answer);
        body.coerce(INTEGER, result);
        return;
      }
      var some = new Label();
      var end = new Label();
      code.load(INT, any);
      code.jumpIf(IFNE, some);
      code.constant(0L);
      body.coerce(INTEGER, result);
      code.jump(end);
      code.place(some);
      code.load(Representation.DOUBLE, answer);
      body.coerce(FLOAT, result);
      code.place(end);
    }

    /// Calls the methods of the library one after the other.
    private void runAgain(Type result) {
      code.load(source, 0);
      if (overRange && !pipeline.takesRange()) body.calls().library().rangeAsList();
      Type value = host.typeOf(pipeline.source());
      for (int i = 0; i < pipeline.stages().size(); i++) {
        Pipeline.Stage stage = pipeline.stages().get(i);
        if (stage.initial() != null) {
          code.load(body.representation(result), initial);
          body.coerce(result, ANY);
        }
        Node closure = stage.closure();
        if (isPassed(stage)) {
          code.load(FUNCTION, closures.get(i));
        } else if (closure != null) {
          body.value(closure);
        }
        Type type = host.typeOf(stage.call());
        Type natural = body.calls().library().invoke(stage.function(), type, stage.call().span());
        body.coerce(natural, type);
        value = type;
      }
      if (pipeline.last().kind() == Pipeline.Kind.EACH) {
        code.pop(body.representation(value));
        code.instruction(RETURN);
      } else {
        body.coerce(value, result);
        code.instruction(body.representation(result).returnOpcode());
      }
    }
  }
}
