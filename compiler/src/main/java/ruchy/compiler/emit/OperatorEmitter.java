package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.DADD;
import static org.objectweb.asm.Opcodes.DDIV;
import static org.objectweb.asm.Opcodes.DMUL;
import static org.objectweb.asm.Opcodes.DNEG;
import static org.objectweb.asm.Opcodes.DSUB;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LDIV;
import static org.objectweb.asm.Opcodes.LMUL;
import static org.objectweb.asm.Opcodes.LNEG;
import static org.objectweb.asm.Opcodes.LREM;
import static org.objectweb.asm.Opcodes.LSUB;
import static org.objectweb.asm.Opcodes.NOP;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import ruchy.compiler.bounds.Interval;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.type.Type;

/// Operators that compute: the JVM's own instructions where both operands are known numbers, the
/// runtime's otherwise.
final class OperatorEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  OperatorEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  static boolean isNumber(Type type) {
    return type == INTEGER || type == FLOAT;
  }

  Type binary(Node.Binary node) {
    if (body.version().targetOf(node) instanceof Target.OfMethod(Function own, Version reached)) {
      return ownOperator(node, own, reached);
    }
    Type left = body.typeOf(node.left());
    Type right = body.typeOf(node.right());
    return switch (node.operator()) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER -> {
        if (left == INTEGER && right == INTEGER) {
          yield integers(node);
        }
        if (isNumber(left) && isNumber(right)) {
          yield floats(node);
        }
        if (node.operator() == Operator.ADD && body.typeOf(node) == STRING) {
          if (left == STRING || right == STRING) {
            yield concatenation(node);
          }
        }
        yield generic(node, RuntimeNames.ARITHMETIC, name(node.operator()));
      }
      case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT -> {
        if (left == INTEGER && right == INTEGER) {
          body.values(List.of(node.left(), node.right()), List.of(INTEGER, INTEGER));
          code.at(node.span());
          code.invokeStatic(RuntimeNames.BITS, name(node.operator()), "(JJ)J");
          yield INTEGER;
        }
        yield generic(node, RuntimeNames.BITS, name(node.operator()));
      }
      case IN, NOT_IN -> {
        if (!new MapEmitter(body).contains(node)) {
          body.values(List.of(node.left(), node.right()), List.of(ANY, ANY));
          code.sink(body.representation(ANY));
          code.at(node.span());
          code.invokeStatic(RuntimeNames.MEMBERSHIP, "contains", "(" + OBJECT + OBJECT + ")Z");
        }
        if (node.operator() == Operator.NOT_IN) {
          body.conditions().negateBoolean();
        }
        yield BOOLEAN;
      }
      default -> body.conditions().condition(node);
    };
  }

  /// An operator that the class of the left operand defines; comparisons yield the truth of its
  /// result.
  private Type ownOperator(Node.Binary node, Function own, Version reached) {
    Type result = body.calls().reached(reached, List.of(node.left(), node.right()), node.span());
    if (result == Type.Basic.NEVER || !ConditionEmitter.isComparison(node.operator())) {
      return result;
    }
    body.conditions().truth(result);
    if (node.operator() == Operator.NOT_EQUAL && own.name().equals(Operator.EQUAL.text())) {
      body.conditions().negateBoolean();
    }
    return BOOLEAN;
  }

  /// The method of the runtime that does the same.
  static String name(Operator operator) {
    return switch (operator) {
      case ADD -> "add";
      case SUBTRACT -> "subtract";
      case MULTIPLY -> "multiply";
      case DIVIDE -> "divide";
      case MODULO -> "modulo";
      case POWER -> "power";
      case BIT_AND -> "and";
      case BIT_OR -> "or";
      case BIT_XOR -> "xor";
      case SHIFT_LEFT -> "shiftLeft";
      case SHIFT_RIGHT -> "shiftRight";
      case LESS -> "less";
      case LESS_OR_EQUAL -> "lessOrEqual";
      case GREATER -> "greater";
      case GREATER_OR_EQUAL -> "greaterOrEqual";
      case EQUAL, NOT_EQUAL -> "equal";
      case NEGATE -> "negate";
      case COMPLEMENT -> "complement";
      case IN, NOT_IN -> "contains";
    };
  }

  private Type integers(Node.Binary node) {
    body.values(List.of(node.left(), node.right()), List.of(INTEGER, INTEGER));
    code.at(node.span());
    if (node.operator() == Operator.POWER) {
      if (body.typeOf(node) == INTEGER) {
        code.invokeStatic(RuntimeNames.ARITHMETIC, "powerOf", "(JJ)J");
        return INTEGER;
      }
      code.invokeStatic(RuntimeNames.ARITHMETIC, "power", "(JJ)" + OBJECT);
      return ANY;
    }
    int instruction = uncheckedInstruction(node);
    if (instruction == NOP) {
      code.invokeStatic(RuntimeNames.ARITHMETIC, name(node.operator()), "(JJ)J");
    } else {
      code.instruction(instruction);
    }
    return INTEGER;
  }

  /// The JVM's own instruction where it surely gives what the checked operator gives; NOP where it
  /// may not.
  private int uncheckedInstruction(Node.Binary node) {
    Operator operator = node.operator();
    if (operator == Operator.DIVIDE || operator == Operator.MODULO) {
      Interval divisor = body.bounds().of(node.right());
      boolean harmless = divisor.low() > 0 || divisor.high() < -1;
      return !harmless ? NOP : operator == Operator.DIVIDE ? LDIV : LREM;
    }
    if (!body.bounds().staysInRange(node)) {
      return NOP;
    }
    return switch (operator) {
      case ADD -> LADD;
      case SUBTRACT -> LSUB;
      case MULTIPLY -> LMUL;
      default -> NOP;
    };
  }

  private Type floats(Node.Binary node) {
    body.values(List.of(node.left(), node.right()), List.of(FLOAT, FLOAT));
    code.at(node.span());
    switch (node.operator()) {
      case ADD -> code.instruction(DADD);
      case SUBTRACT -> code.instruction(DSUB);
      case MULTIPLY -> code.instruction(DMUL);
      case DIVIDE -> code.instruction(DDIV);
      default -> code.invokeStatic(RuntimeNames.ARITHMETIC, name(node.operator()), "(DD)D");
    }
    return FLOAT;
  }

  private Type generic(Node.Binary node, String owner, String name) {
    body.values(List.of(node.left(), node.right()), List.of(ANY, ANY));
    code.at(node.span());
    code.invokeStatic(owner, name, "(" + OBJECT + OBJECT + ")" + OBJECT);
    return ANY;
  }

  /// `a + b + c` where the texts begin: one builder for the whole chain, operands in S form.
  private Type concatenation(Node.Binary node) {
    if (node.left() instanceof Node.Format first && node.right() instanceof Node.Format second) {
      List<Node.Part> parts = new ArrayList<>(first.parts());
      parts.addAll(second.parts());
      return new LiteralEmitter(body).format(new Node.Format(parts, node.span()));
    }
    List<Node> operands = new ArrayList<>();
    Node rest = node;
    while (rest instanceof Node.Binary(Operator operator, Node left, Node right, var span)
        && operator == Operator.ADD
        && body.typeOf(rest) == STRING
        && (body.typeOf(left) == STRING || body.typeOf(right) == STRING)) {
      operands.add(right);
      rest = left;
    }
    operands.add(rest);
    Collections.reverse(operands);
    var literals = new LiteralEmitter(body);
    if (operands.size() == 2 && operands.stream().allMatch(each -> body.typeOf(each) == STRING)) {
      body.values(operands, List.of(STRING, STRING));
      code.at(node.span());
      literals.concatenate();
      return STRING;
    }
    String builder = "java/lang/StringBuilder";
    int[] slots = literals.spill(operands);
    code.create(builder);
    for (int i = 0; i < operands.size(); i++) {
      Node operand = operands.get(i);
      Type type = body.typeOf(operand);
      if (slots.length == 0) {
        body.value(operand);
      } else {
        code.load(body.representation(type), slots[i]);
      }
      code.at(node.span());
      Representation representation = body.representation(type);
      String descriptor =
          switch (representation.sort()) {
            case 'J', 'Z' -> representation.descriptor();
            case 'D' -> {
              code.invokeStatic(RuntimeNames.DISPLAY, "text", "(D)Ljava/lang/String;");
              yield "Ljava/lang/String;";
            }
            default -> {
              if (type != STRING) {
                code.invokeStatic(
                    RuntimeNames.DISPLAY, "text", "(" + OBJECT + ")Ljava/lang/String;");
              }
              yield "Ljava/lang/String;";
            }
          };
      code.invokeVirtual(builder, "append", "(" + descriptor + ")L" + builder + ";");
    }
    code.invokeVirtual(builder, "toString", "()Ljava/lang/String;");
    return STRING;
  }

  Type unary(Node.Unary node) {
    Type operand = body.typeOf(node.operand());
    if (operand == INTEGER) {
      body.value(node.operand());
      code.at(node.span());
      boolean complement = node.operator() == Operator.COMPLEMENT;
      if (!complement && body.bounds().staysInRange(node)) {
        code.instruction(LNEG);
        return INTEGER;
      }
      code.invokeStatic(
          complement ? RuntimeNames.BITS : RuntimeNames.ARITHMETIC, name(node.operator()), "(J)J");
      return INTEGER;
    }
    if (operand == FLOAT && node.operator() == Operator.NEGATE) {
      body.value(node.operand());
      code.instruction(DNEG);
      return FLOAT;
    }
    body.boxed(node.operand());
    code.at(node.span());
    boolean complement = node.operator() == Operator.COMPLEMENT;
    code.invokeStatic(
        complement ? RuntimeNames.BITS : RuntimeNames.ARITHMETIC,
        name(node.operator()),
        "(" + OBJECT + ")" + OBJECT);
    return ANY;
  }

  Type cast(Node.Cast node) {
    Type operand = body.typeOf(node.operand());
    boolean integer = node.typeName().equals("i64") || node.typeName().equals("int");
    if (node.type() instanceof Annotation.OfKind(Annotation.Kind kind)) {
      if (kind == Annotation.Kind.FLOAT && isNumber(operand)) {
        body.valueAs(node.operand(), FLOAT);
        return FLOAT;
      }
      if (kind == Annotation.Kind.INTEGER && operand == INTEGER && integer) {
        body.value(node.operand());
        return INTEGER;
      }
    }
    body.boxed(node.operand());
    code.at(node.span());
    code.constant(node.typeName());
    code.invokeStatic(
        RuntimeNames.CONVERSION, "cast", "(" + OBJECT + "Ljava/lang/String;)" + OBJECT);
    return ANY;
  }

  Type check(Node.Check node) {
    return new CheckEmitter(body).check(node);
  }
}
