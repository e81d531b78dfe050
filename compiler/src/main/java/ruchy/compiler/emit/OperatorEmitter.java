package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.DADD;
import static org.objectweb.asm.Opcodes.DCMPG;
import static org.objectweb.asm.Opcodes.DCMPL;
import static org.objectweb.asm.Opcodes.DDIV;
import static org.objectweb.asm.Opcodes.DMUL;
import static org.objectweb.asm.Opcodes.DNEG;
import static org.objectweb.asm.Opcodes.DSUB;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFGE;
import static org.objectweb.asm.Opcodes.IFGT;
import static org.objectweb.asm.Opcodes.IFLE;
import static org.objectweb.asm.Opcodes.IFLT;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IFNONNULL;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LCMP;
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
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.bounds.Interval;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// Operators: the JVM's own instructions where both operands are known numbers, the runtime's
/// otherwise.
final class OperatorEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  OperatorEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  private static boolean isNumber(Type type) {
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
          negateBoolean();
        }
        yield BOOLEAN;
      }
      default -> condition(node);
    };
  }

  /// An operator that the class of the left operand defines; comparisons yield the truth of its
  /// result.
  private Type ownOperator(Node.Binary node, Function own, Version reached) {
    Type result = body.calls().reached(reached, List.of(node.left(), node.right()), node.span());
    if (result == Type.Basic.NEVER || !isComparison(node.operator())) {
      return result;
    }
    truth(result);
    if (node.operator() == Operator.NOT_EQUAL && own.name().equals(Operator.EQUAL.text())) {
      negateBoolean();
    }
    return BOOLEAN;
  }

  private static String name(Operator operator) {
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
    String builder = "java/lang/StringBuilder";
    var literals = new LiteralEmitter(body);
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

  /// A boolean as 0 or 1 on the stack, by way of jumps. What stands on the stack already stays
  /// there.
  Type condition(Node node) {
    if (node instanceof Node.Binary binary && !isDirect(binary)) {
      comparison(binary);
      return BOOLEAN;
    }
    var no = new Label();
    var end = new Label();
    jumpUnless(node, no);
    code.constant(true);
    code.jump(end);
    code.place(no);
    code.constant(false);
    code.place(end);
    return BOOLEAN;
  }

  private void negateBoolean() {
    code.constant(1);
    code.instruction(org.objectweb.asm.Opcodes.IXOR);
  }

  /// Numbers of both sides are compared by the JVM's own instructions.
  private boolean isDirect(Node.Binary node) {
    return isNumber(body.typeOf(node.left())) && isNumber(body.typeOf(node.right()));
  }

  void jumpUnless(Node node, Label ifFalse) {
    if (!body.version().reaches(node)) {
      code.unreachable();
      return;
    }
    switch (node) {
      case Node.Constant(Object value, var span) when value instanceof Boolean known -> {
        if (!known) {
          code.jump(ifFalse);
        }
      }
      case Node.Not not -> {
        var ifTrue = new Label();
        jumpUnless(not.operand(), ifTrue);
        code.jump(ifFalse);
        code.place(ifTrue);
      }
      case Node.Logical logical
          when body.typeOf(logical.left()) == BOOLEAN
              && body.typeOf(logical.right()) == BOOLEAN -> {
        if (logical.and()) {
          jumpUnless(logical.left(), ifFalse);
          jumpUnless(logical.right(), ifFalse);
        } else {
          var right = new Label();
          var end = new Label();
          jumpUnless(logical.left(), right);
          code.jump(end);
          code.place(right);
          jumpUnless(logical.right(), ifFalse);
          code.place(end);
        }
      }
      case Node.Binary binary when isComparison(binary.operator()) && isDirect(binary) ->
          compareNumbers(binary, ifFalse);
      case Node.Binary binary when nilCompared(binary) != null -> compareNil(binary, ifFalse);
      default -> {
        body.valueOrHeld(node);
        truth(body.typeOf(node));
        code.jumpIf(IFEQ, ifFalse);
      }
    }
  }

  /// What is compared with nil by `==` or `!=` where that is a look at the reference: values that
  /// may be `None`, which equals nil, or have an operator of their own need more.
  private @Nullable Node nilCompared(Node.Binary node) {
    if ((node.operator() != Operator.EQUAL && node.operator() != Operator.NOT_EQUAL)
        || body.version().targetOf(node) != null) {
      return null;
    }
    Node other = isNil(node.right()) ? node.left() : isNil(node.left()) ? node.right() : null;
    if (other == null || !body.version().reaches(other)) {
      return null;
    }
    Type type = body.typeOf(other);
    boolean plain =
        type != Type.Basic.NEVER
            && body.representation(type).isReference()
            && type.alternatives().stream().allMatch(OperatorEmitter::isPlain);
    return plain ? other : null;
  }

  private static boolean isNil(Node node) {
    return node instanceof Node.Constant(Object value, _) && value == null;
  }

  private static boolean isPlain(Type type) {
    return switch (type) {
      case Type.InstanceType(UserType user) -> !user.methods().containsKey("==");
      case Type.Basic basic -> basic != ANY && basic != Type.Basic.OPTION;
      default -> true;
    };
  }

  private void compareNil(Node.Binary node, Label ifFalse) {
    Node other = nilCompared(node);
    if (other != null) {
      body.valueOrHeld(other);
      code.jumpIf(node.operator() == Operator.EQUAL ? IFNONNULL : IFNULL, ifFalse);
    }
  }

  private static boolean isComparison(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      default -> false;
    };
  }

  private void compareNumbers(Node.Binary node, Label ifFalse) {
    boolean integers = body.typeOf(node.left()) == INTEGER && body.typeOf(node.right()) == INTEGER;
    Type type = integers ? INTEGER : FLOAT;
    body.values(List.of(node.left(), node.right()), List.of(type, type));
    Operator operator = node.operator();
    if (type == INTEGER) {
      code.instruction(LCMP);
    } else {
      boolean upward = operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL;
      code.instruction(upward ? DCMPG : DCMPL);
    }
    code.jumpIf(
        switch (operator) {
          case EQUAL -> IFNE;
          case NOT_EQUAL -> IFEQ;
          case LESS -> IFGE;
          case LESS_OR_EQUAL -> IFGT;
          case GREATER -> IFLE;
          default -> IFLT;
        },
        ifFalse);
  }

  /// A comparison of other values, as 0 or 1.
  private void comparison(Node.Binary node) {
    Operator operator = node.operator();
    boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    Type left = body.typeOf(node.left());
    Type right = body.typeOf(node.right());
    if (equality && left == STRING && right == STRING) {
      body.values(List.of(node.left(), node.right()), List.of(STRING, STRING));
      code.invokeVirtual("java/lang/String", "equals", "(" + OBJECT + ")Z");
    } else if (equality && left == BOOLEAN && right == BOOLEAN) {
      body.values(List.of(node.left(), node.right()), List.of(BOOLEAN, BOOLEAN));
      code.instruction(org.objectweb.asm.Opcodes.IXOR);
      negateBoolean();
    } else if (equality && isNil(node.right()) && body.representation(left).isReference()) {
      body.valueOrHeld(node.left());
      code.nil();
      code.at(node.span());
      code.invokeStatic(RuntimeNames.COMPARISON, name(operator), "(" + OBJECT + OBJECT + ")Z");
    } else {
      boolean integerRight = right == INTEGER && left != FLOAT;
      boolean integerLeft = left == INTEGER && right != FLOAT && !integerRight;
      body.values(
          List.of(node.left(), node.right()),
          List.of(integerLeft ? INTEGER : ANY, integerRight ? INTEGER : ANY));
      code.at(node.span());
      String descriptor = "(" + (integerLeft ? "J" : OBJECT) + (integerRight ? "J" : OBJECT) + ")Z";
      code.invokeStatic(RuntimeNames.COMPARISON, name(operator), descriptor);
    }
    if (operator == Operator.NOT_EQUAL) {
      negateBoolean();
    }
  }

  /// Replaces the value on the stack by its truth as 0 or 1.
  void truth(Type type) {
    if (type == Type.Basic.NEVER) {
      return;
    }
    Representation representation = body.representation(type);
    switch (representation.sort()) {
      case 'Z' -> {}
      case 'J', 'D' -> {
        code.pop(representation);
        code.constant(true);
      }
      default -> code.invokeStatic(RuntimeNames.TRUTH, "truth", "(" + OBJECT + ")Z");
    }
  }

  Type logical(Node.Logical node) {
    Type type = body.typeOf(node);
    if (type == BOOLEAN
        && body.typeOf(node.left()) == BOOLEAN
        && body.typeOf(node.right()) == BOOLEAN) {
      return condition(node);
    }
    var right = new Label();
    var end = new Label();
    Type left = body.typeOf(node.left());
    Representation representation = body.representation(left);
    body.value(node.left());
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    code.load(representation, slot);
    truth(left);
    code.jumpIf(node.and() ? IFNE : IFEQ, right);
    code.load(representation, slot);
    keep(node.and(), left, type);
    code.jump(end);
    code.place(right);
    body.valueAs(node.right(), type);
    code.place(end);
    return type;
  }

  /// The left value of `&&` that is false, or of `||` that is true, becomes the value of the whole;
  /// a type without such values never gets here.
  private void keep(boolean isFalse, Type from, Type to) {
    boolean possible =
        from.mayBe(
            t ->
                isFalse
                    ? t == BOOLEAN || t == Type.Basic.NIL || t == Type.Basic.OPTION || t == ANY
                    : t != Type.Basic.NIL);
    if (possible) {
      body.coerce(from, to);
    } else {
      code.unreachable();
    }
  }

  Type coalesce(Node.Coalesce node) {
    Type left = body.typeOf(node.left());
    Type type = body.typeOf(node);
    Representation representation = body.representation(left);
    if (!representation.isReference()) {
      body.value(node.left());
      body.coerce(left, type);
      return type;
    }
    var absent = new Label();
    var end = new Label();
    body.value(node.left());
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    code.load(representation, slot);
    code.invokeStatic(RuntimeNames.OPTIONS, "isAbsent", "(" + OBJECT + ")Z");
    code.jumpIf(IFNE, absent);
    code.load(representation, slot);
    present(left, type);
    code.jump(end);
    code.place(absent);
    body.valueAs(node.right(), type);
    code.place(end);
    return type;
  }

  /// The value on the stack is neither nil nor `None`; a `Some` gives its payload.
  void present(Type from, Type to) {
    boolean maySome = from.mayBe(t -> t == ANY || t == Type.Basic.OPTION);
    if (maySome) {
      code.invokeStatic(RuntimeNames.TRUTH, "present", "(" + OBJECT + ")" + OBJECT);
      body.coerce(ANY, to);
    } else if (from == Type.Basic.NIL) {
      code.unreachable();
    } else {
      body.coerce(from, to);
    }
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
