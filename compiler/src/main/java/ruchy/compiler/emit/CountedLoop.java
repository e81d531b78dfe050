package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFGE;
import static org.objectweb.asm.Opcodes.IFGT;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LCMP;
import static org.objectweb.asm.Opcodes.LSUB;
import static ruchy.compiler.type.Type.Basic.INTEGER;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.bounds.Interval;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// `for i in a..b` over integers. The counter needs no overflow check: it stops at the end. It is
/// counted in 32 bits where that is enough, or where the loop uses it as an index: the JIT drops
/// the checks of indexes from loops that count so.
final class CountedLoop {
  private static final Representation INT = Representation.BOOLEAN; // the JVM's int
  private static final Representation LONG = Representation.LONG;

  private final Body body;
  private final MethodCode code;
  private final Node.ForEach loop;
  private final Node start;
  private final Node end;
  private final boolean inclusive;
  private final ExitEmitter.Target target;

  private CountedLoop(Body body, Node.ForEach loop, Node.RangeOf range, ExitEmitter.Target target) {
    this.body = body;
    this.code = body.code();
    this.loop = loop;
    this.target = target;
    this.inclusive = range.inclusive();
    Node start = range.start();
    Node end = range.end();
    if (start == null || end == null) {
      throw new IllegalStateException("an open range is not counted");
    }
    this.start = start;
    this.end = end;
  }

  static boolean isOne(Node.ForEach loop, Body body) {
    return loop.second() == null
        && loop.iterable() instanceof Node.RangeOf range
        && range.start() != null
        && range.end() != null
        && body.typeOf(range) == Type.Basic.RANGE
        && body.typeOf(range.start()) == INTEGER
        && body.typeOf(range.end()) == INTEGER;
  }

  static void emit(Node.ForEach loop, Node.RangeOf range, ExitEmitter.Target target, Body body) {
    new CountedLoop(body, loop, range, target).write();
  }

  private void write() {
    Interval first = body.bounds().of(start);
    Interval last = body.bounds().of(end);
    // The counter of an inclusive range goes one further than the end.
    long most = inclusive ? Integer.MAX_VALUE - 1 : Integer.MAX_VALUE;
    if (first.isWithin(Integer.MIN_VALUE, most) && last.isWithin(Integer.MIN_VALUE, most)) {
      inInt();
    } else if (body.variables().mayHavePosition(loop.variable())
        && isIndex(loop.variable(), loop.body())) {
      inSegments();
    } else {
      inLong();
    }
  }

  /// Whether the variable, or it with a constant added, is the index of an element of a list.
  private boolean isIndex(Variable variable, Node node) {
    boolean here =
        switch (node) {
          case Node.ReadIndex read -> isIndexed(read.target(), read.index(), variable);
          case Node.WriteIndex write -> isIndexed(write.target(), write.index(), variable);
          default -> false;
        };
    if (here) {
      return true;
    }
    boolean[] found = {false};
    Nodes.children(node, child -> found[0] = found[0] || isIndex(variable, child));
    return found[0];
  }

  private boolean isIndexed(Node target, Node index, Variable variable) {
    return Positions.isNear(index, variable) && body.typeOf(target) instanceof Type.ListType;
  }

  private void inInt() {
    int counter = code.newLocal(INT);
    int limit = code.newLocal(INT);
    body.value(start);
    code.instruction(L2I);
    code.store(INT, counter);
    body.value(end);
    code.instruction(L2I);
    code.store(INT, limit);
    reserve(INT, limit, counter);
    var test = new Label();
    code.place(test);
    code.load(INT, counter);
    code.load(INT, limit);
    code.jumpIf(inclusive ? IF_ICMPGT : IF_ICMPGE, target.end());
    code.load(INT, counter);
    code.instruction(I2L);
    bind(new Variables.Position(counter, true));
    body.effect(loop.body());
    code.place(target.next());
    code.increment(counter);
    code.jump(test);
  }

  /// The range is walked over in segments that 32 bits can count: the loop inside counts the
  /// position of the variable's value, or negative numbers where that is none.
  private void inSegments() {
    int base = code.newLocal(LONG);
    int limit = code.newLocal(LONG);
    int last = code.newLocal(LONG);
    int offset = code.newLocal(LONG);
    int counter = code.newLocal(INT);
    int stop = code.newLocal(INT);
    var segment = new Label();
    var test = new Label();
    var ended = new Label();
    body.value(start);
    code.store(LONG, base);
    body.value(end);
    code.store(LONG, limit);
    code.load(LONG, base);
    code.load(LONG, limit);
    code.instruction(LCMP);
    code.jumpIf(inclusive ? IFGT : IFGE, target.end());
    if (!inclusive) {
      code.load(LONG, limit);
      code.constant(1L);
      code.instruction(LSUB);
      code.store(LONG, limit);
    }
    reserve(LONG, limit, base);
    code.place(segment);
    code.load(LONG, base);
    code.load(LONG, limit);
    code.invokeStatic(RuntimeNames.SEGMENTS, "last", "(JJ)J");
    code.store(LONG, last);
    code.load(LONG, base);
    code.invokeStatic(RuntimeNames.SEGMENTS, "first", "(J)I");
    code.store(INT, counter);
    code.load(LONG, base);
    code.load(INT, counter);
    code.instruction(I2L);
    code.instruction(LSUB);
    code.store(LONG, offset);
    code.load(LONG, last);
    code.load(LONG, offset);
    code.instruction(LSUB);
    code.instruction(L2I);
    code.store(INT, stop);
    code.place(test);
    code.load(INT, counter);
    code.load(INT, stop);
    code.jumpIf(IF_ICMPGT, ended);
    code.load(INT, counter);
    code.instruction(I2L);
    code.load(LONG, offset);
    code.instruction(LADD);
    bind(new Variables.Position(counter, false));
    body.effect(loop.body());
    code.place(target.next());
    code.increment(counter);
    code.jump(test);
    code.place(ended);
    code.load(LONG, last);
    code.load(LONG, limit);
    code.instruction(LCMP);
    code.jumpIf(IFEQ, target.end());
    code.load(LONG, last);
    code.constant(1L);
    code.instruction(LADD);
    code.store(LONG, base);
    code.jump(segment);
  }

  private void inLong() {
    int counter = code.newLocal(LONG);
    int limit = code.newLocal(LONG);
    body.value(start);
    code.store(LONG, counter);
    body.value(end);
    code.store(LONG, limit);
    reserve(LONG, limit, counter);
    var test = new Label();
    code.place(test);
    code.load(LONG, counter);
    code.load(LONG, limit);
    code.instruction(LCMP);
    code.jumpIf(inclusive ? IFGT : IFGE, target.end());
    code.load(LONG, counter);
    bind(null);
    body.effect(loop.body());
    code.place(target.next());
    if (inclusive) {
      code.load(LONG, counter);
      code.load(LONG, limit);
      code.instruction(LCMP);
      code.jumpIf(IFEQ, target.end());
    }
    code.load(LONG, counter);
    code.constant(1L);
    code.instruction(LADD);
    code.store(LONG, counter);
    code.jump(test);
  }

  /// Makes room in the lists to which each round adds an element. Nobody minds when the difference
  /// is one too small or leaves 64 bits.
  private void reserve(Representation held, int limit, int counter) {
    for (Variable list : grownLists()) {
      body.variables().load(list);
      for (int slot : new int[] {limit, counter}) {
        code.load(held, slot);
        if (held == INT) {
          code.instruction(I2L);
        }
      }
      code.instruction(LSUB);
      code.invokeVirtual(RuntimeNames.LIST, "reserve", "(J)V");
    }
  }

  private List<Variable> grownLists() {
    List<Node> statements =
        loop.body() instanceof Node.Sequence sequence ? sequence.nodes() : List.of(loop.body());
    List<Variable> lists = new ArrayList<>();
    for (Node statement : statements) {
      if (statement instanceof Node.CallMethod call
          && call.target() instanceof Node.Read read
          && !read.checked()
          && !lists.contains(read.variable())
          && body.version().reaches(call)
          && body.typeOf(read) instanceof Type.ListType
          && LibraryCallEmitter.isPush(body.version().targetOf(call))
          && body.variables().isBound(read.variable())) {
        lists.add(read.variable());
      }
    }
    return lists.isEmpty() || mayEndEarly(loop.body()) ? List.of() : lists;
  }

  private boolean mayEndEarly(Node node) {
    if (node instanceof Node.Return
        || node instanceof Node.Break leave && leave.label() == loop.label()) {
      return true;
    }
    boolean[] found = {false};
    Nodes.children(node, child -> found[0] = found[0] || mayEndEarly(child));
    return found[0];
  }

  private void bind(Variables.@Nullable Position position) {
    Variable variable = loop.variable();
    body.coerce(INTEGER, body.variables().typeOf(variable));
    body.variables().bind(variable);
    if (position != null && body.variables().mayHavePosition(variable)) {
      body.variables().setPosition(variable, position);
    }
  }
}
