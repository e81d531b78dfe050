package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.BYTE;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.STRING;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Operator;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Type;

/// The types that operators yield (L 6.2 to L 6.6).
final class Operators {
  private Operators() {}

  /// The type of `left operator right`; `NEVER` when it certainly raises. `addsItself`: some type
  /// of the program defines `+`, which an operand of any type may be of.
  static Type binary(
      Operator operator,
      Type left,
      Type right,
      Node rightNode,
      boolean addsItself,
      Lattice lattice) {
    if (left == NEVER || right == NEVER) {
      return NEVER;
    }
    if (isComparison(operator) || operator == Operator.IN || operator == Operator.NOT_IN) {
      if (mayCompareItself(left) && right instanceof Type.InstanceType) {
        lattice.giveUp(right);
      }
      return BOOLEAN;
    }
    if (left == ANY || right == ANY) {
      lattice.giveUp(left);
      lattice.giveUp(right);
      return knownBesideAny(operator, left, right, addsItself);
    }
    Type result = NEVER;
    for (Type l : left.alternatives()) {
      for (Type r : right.alternatives()) {
        result = lattice.join(result, simple(operator, l, r, rightNode, lattice));
      }
    }
    return result;
  }

  /// Whether all values of the type are of kinds whose values never change and are no cells, so
  /// that nothing can be assigned through a reference to one (L 7.6).
  static boolean isUnchanging(Type type) {
    return type != NEVER
        && type.alternatives().stream()
            .allMatch(
                one ->
                    one == INTEGER
                        || one == FLOAT
                        || one == STRING
                        || one == BOOLEAN
                        || one == BYTE);
  }

  static boolean isComparison(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      default -> false;
    };
  }

  /// The operator that the type of the left operand defines (L 9.2); null if it has none, or if the
  /// left operand may be of several types. `!=` is found as `==` unless it is defined itself; the
  /// comparisons that follow `<` are not found.
  static @Nullable Function own(Operator operator, Type left) {
    if (!(left instanceof Type.InstanceType(UserType type))) {
      return null;
    }
    Function found = type.methods().get(operator.text());
    if (found == null && operator == Operator.NOT_EQUAL) {
      found = type.methods().get(Operator.EQUAL.text());
    }
    return found != null && found.parameters().size() == 2 ? found : null;
  }

  static Type unary(Operator operator, Type operand, Lattice lattice) {
    Type result = NEVER;
    for (Type type : operand.alternatives()) {
      Type one =
          switch (operator) {
            case COMPLEMENT -> type == INTEGER || type == BYTE ? INTEGER : unknown(type);
            default ->
                type == FLOAT ? FLOAT : type == INTEGER || type == BYTE ? INTEGER : unknown(type);
          };
      result = lattice.join(result, one);
    }
    return result;
  }

  private static Type unknown(Type operand) {
    return operand == ANY ? ANY : NEVER;
  }

  /// Whether a comparison may run code of the program.
  private static boolean mayCompareItself(Type left) {
    for (Type alternative : left.alternatives()) {
      if (alternative == ANY
          || hasOwn(Operator.LESS, alternative)
          || hasOwn(Operator.EQUAL, alternative)) {
        return true;
      }
    }
    return false;
  }

  /// Whether values of the type may define the operator.
  private static boolean hasOwn(Operator operator, Type type) {
    return own(operator, type) != null;
  }

  /// The left operand decides what `+` means (L 9.2).
  private static Type knownBesideAny(Operator operator, Type left, Type right, boolean addsItself) {
    boolean isText = left == STRING || right == STRING && !addsItself;
    return operator == Operator.ADD && isText ? STRING : ANY;
  }

  private static Type simple(
      Operator operator, Type left, Type right, Node rightNode, Lattice lattice) {
    if (hasOwn(operator, left)) {
      lattice.giveUp(left);
      lattice.giveUp(right);
      return ANY;
    }
    boolean integers = isWhole(left) && isWhole(right);
    boolean numbers = isNumber(left) && isNumber(right);
    return switch (operator) {
      case ADD -> {
        if (numbers) {
          yield integers ? INTEGER : FLOAT;
        }
        if (left == STRING || right == STRING) {
          yield STRING;
        }
        yield collections(left, right, lattice);
      }
      case SUBTRACT -> {
        if (numbers) {
          yield integers ? INTEGER : FLOAT;
        }
        yield left instanceof Type.LibraryType ? ANY : collections(left, right, lattice);
      }
      case MULTIPLY -> {
        if (numbers) {
          yield integers ? INTEGER : FLOAT;
        }
        if ((left == STRING && isWhole(right)) || (right == STRING && isWhole(left))) {
          yield STRING;
        }
        if (left instanceof Type.ListType && isWhole(right)) {
          yield left;
        }
        yield right instanceof Type.ListType && isWhole(left) ? right : NEVER;
      }
      case DIVIDE, MODULO -> numbers ? (integers ? INTEGER : FLOAT) : NEVER;
      case POWER -> {
        if (!numbers) {
          yield NEVER;
        }
        if (!integers) {
          yield FLOAT;
        }
        yield isNotNegative(rightNode) ? INTEGER : lattice.join(INTEGER, FLOAT);
      }
      case BIT_AND, BIT_OR, BIT_XOR -> {
        if (integers) {
          yield INTEGER;
        }
        if (left == BOOLEAN && right == BOOLEAN) {
          yield BOOLEAN;
        }
        yield collections(left, right, lattice);
      }
      case SHIFT_LEFT, SHIFT_RIGHT -> integers ? INTEGER : NEVER;
      default -> throw new IllegalStateException("no arithmetic operator: " + operator);
    };
  }

  /// Lists, maps and sets of both sides become one; which operators they have is found at run time.
  private static Type collections(Type left, Type right, Lattice lattice) {
    boolean lists = left instanceof Type.ListType && right instanceof Type.ListType;
    boolean sets = left instanceof Type.SetType && right instanceof Type.SetType;
    if (lists || sets) {
      return lattice.join(left, right);
    }
    if (isObject(left) && isObject(right)) {
      lattice.giveUp(left);
      lattice.giveUp(right);
      return ANY;
    }
    return NEVER;
  }

  private static boolean isObject(Type type) {
    return type instanceof Type.MapType || type instanceof Type.ObjectType;
  }

  static boolean isWhole(Type type) {
    return type == INTEGER || type == BYTE;
  }

  static boolean isNumber(Type type) {
    return isWhole(type) || type == FLOAT;
  }

  static boolean isNotNegative(Node node) {
    return node instanceof Node.Constant(Object value, var span)
        && value instanceof Long number
        && number >= 0;
  }
}
