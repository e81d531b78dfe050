package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.DCMPG;
import static org.objectweb.asm.Opcodes.DCMPL;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFGE;
import static org.objectweb.asm.Opcodes.IFGT;
import static org.objectweb.asm.Opcodes.IFLE;
import static org.objectweb.asm.Opcodes.IFLT;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IFNONNULL;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.IXOR;
import static org.objectweb.asm.Opcodes.LCMP;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// Conditions: jumps where the code branches, 0 or 1 on the stack where a value is wanted.
final class ConditionEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  ConditionEmitter(Body body) {
    this.body = body;
    this.code = body.code();
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

  /// Turns 0 into 1 and 1 into 0.
  void negateBoolean() {
    code.constant(1);
    code.instruction(IXOR);
  }

  /// Numbers of both sides are compared by the JVM's own instructions.
  private boolean isDirect(Node.Binary node) {
    return OperatorEmitter.isNumber(body.typeOf(node.left()))
        && OperatorEmitter.isNumber(body.typeOf(node.right()));
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
            && type.alternatives().stream().allMatch(ConditionEmitter::isPlain);
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

  static boolean isComparison(Operator operator) {
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
    if (GrowingText.isEmptiness(node)
        && (left == STRING || left == ANY)
        && body.version().targetOf(node) == null
        && body.loadGrowing(node.left())) {
      code.at(node.span());
      code.invokeStatic(RuntimeNames.APPENDING, "equalsEmpty", "(" + OBJECT + ")Z");
    } else if (equality && left == STRING && right == STRING) {
      body.values(List.of(node.left(), node.right()), List.of(STRING, STRING));
      code.invokeVirtual("java/lang/String", "equals", "(" + OBJECT + ")Z");
    } else if (equality && left == BOOLEAN && right == BOOLEAN) {
      body.values(List.of(node.left(), node.right()), List.of(BOOLEAN, BOOLEAN));
      code.instruction(IXOR);
      negateBoolean();
    } else if (equality && isNil(node.right()) && body.representation(left).isReference()) {
      body.valueOrHeld(node.left());
      code.nil();
      code.at(node.span());
      code.invokeStatic(
          RuntimeNames.COMPARISON, OperatorEmitter.name(operator), "(" + OBJECT + OBJECT + ")Z");
    } else {
      boolean integerRight = right == INTEGER && left != FLOAT;
      boolean integerLeft = left == INTEGER && right != FLOAT && !integerRight;
      body.values(
          List.of(node.left(), node.right()),
          List.of(integerLeft ? INTEGER : ANY, integerRight ? INTEGER : ANY));
      code.at(node.span());
      String descriptor = "(" + (integerLeft ? "J" : OBJECT) + (integerRight ? "J" : OBJECT) + ")Z";
      code.invokeStatic(RuntimeNames.COMPARISON, OperatorEmitter.name(operator), descriptor);
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
}
