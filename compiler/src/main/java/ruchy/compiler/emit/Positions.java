package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.L2I;
import static ruchy.compiler.type.Type.Basic.INTEGER;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.Variable;

/// Indexes of elements as numbers of 32 bits, which the JIT likes better: counters of loops, these
/// with a constant added, and what surely fits.
final class Positions {
  private static final Representation INT = Representation.BOOLEAN; // the JVM's int

  /// What may be added to a counter in a segment of a loop so that the sum still fits.
  private static final long NEAR = 1 << 20;

  private final Body body;
  private final MethodCode code;

  Positions(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// `exact`: the position is the index. Otherwise it is so or negative, and the index itself comes
  /// after it.
  enum Form {
    NONE,
    EXACT,
    GUARDED;

    /// What the accessors of lists take for it.
    String descriptor() {
      return switch (this) {
        case NONE -> "J";
        case EXACT -> "I";
        case GUARDED -> "IJ";
      };
    }
  }

  /// Whether the index is the variable, or it with a constant added or subtracted.
  static boolean isNear(Node index, Variable variable) {
    Node.Read read = read(index);
    return read != null && read.variable() == variable;
  }

  private static Node.@Nullable Read read(Node index) {
    return switch (index) {
      case Node.Read read when !read.checked() -> read;
      case Node.Binary(Operator operator, Node left, Node right, _)
          when left instanceof Node.Read read
              && !read.checked()
              && (operator == Operator.ADD || operator == Operator.SUBTRACT)
              && isNear(right) ->
          read;
      default -> null;
    };
  }

  private static boolean isNear(Node node) {
    return node instanceof Node.Constant(Object value, _)
        && value instanceof Long step
        && Math.abs(step) <= NEAR;
  }

  Form formOf(Node index) {
    Node.Read read = read(index);
    Variables.Position position =
        read == null ? null : body.variables().positionOf(read.variable());
    if (position != null && !position.exact()) {
      return Form.GUARDED;
    }
    boolean fits =
        body.typeOf(index) == INTEGER
            && body.bounds().of(index).isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE);
    return fits ? Form.EXACT : Form.NONE;
  }

  /// Leaves the index in that form.
  void leave(Node index, Form form) {
    if (form != Form.NONE) {
      position(index);
    }
    if (form != Form.EXACT) {
      body.value(index);
    }
  }

  private void position(Node index) {
    Node.Read read = read(index);
    Variables.Position position =
        read == null ? null : body.variables().positionOf(read.variable());
    if (position == null) {
      if (index instanceof Node.Constant(Object value, _) && value instanceof Long constant) {
        code.constant((int) constant.longValue());
      } else {
        body.value(index);
        code.instruction(L2I);
      }
      return;
    }
    code.load(INT, position.slot());
    if (index instanceof Node.Binary(Operator operator, _, Node right, _)
        && right instanceof Node.Constant(Object value, _)
        && value instanceof Long step) {
      code.constant((int) (operator == Operator.ADD ? step : -step));
      code.instruction(IADD);
    }
  }
}
