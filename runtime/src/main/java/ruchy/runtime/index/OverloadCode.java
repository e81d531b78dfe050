package ruchy.runtime.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/// The byte code that chooses an overload, converts its arguments and calls it. The receiver is in
/// local variable 0, the array of arguments in 1.
final class OverloadCode {
  private static final String ARGUMENTS = "ruchy/runtime/call/Arguments";
  private static final String OBJECT = "Ljava/lang/Object;";

  private final MethodVisitor code;
  private final String function;
  private final Map<String, String> types;

  OverloadCode(MethodVisitor code, String function, Map<String, String> types) {
    this.code = code;
    this.function = function;
    this.types = types;
  }

  /// Calls the first of the overloads (all take that number of arguments) whose kinds fit. If none
  /// does, the one that takes the most of the first arguments is meant and raises the TypeError;
  /// among equals the least particular one. Those that take library objects are not the last:
  /// people mostly mean the other one.
  void choose(List<Declaration> overloads) {
    List<Declaration> ordered = new ArrayList<>(overloads);
    ordered.sort(
        Comparator.comparingInt((Declaration overload) -> breadth(overload.descriptor()))
            .thenComparing(overload -> !takesLibraryObject(overload)));
    int count = overloads.getFirst().parameters().size();
    if (count < 2) {
      for (Declaration overload : ordered.subList(0, ordered.size() - 1)) {
        callIfTaken(overload, count);
      }
    } else if (ordered.size() > 1) {
      ordered.forEach(overload -> callIfTaken(overload, count));
      for (int taken = count - 1; taken > 0; taken--) {
        for (Declaration overload : ordered.reversed()) {
          callIfTaken(overload, taken);
        }
      }
    }
    call(ordered.getLast());
  }

  /// Calls the overload if it takes as many arguments, from the left.
  private void callIfTaken(Declaration overload, int arguments) {
    Label other = new Label();
    int fixed = overload.parameters().size() - (overload.takesRest() ? 1 : 0);
    for (int position = 0; position < Math.min(fixed, arguments); position++) {
      test(overload.parameters().get(position), position, other);
    }
    call(overload);
    code.visitLabel(other);
  }

  private boolean takesLibraryObject(Declaration overload) {
    return overload.parameters().stream()
        .map(Declaration.Parameter::descriptor)
        .anyMatch(
            descriptor -> descriptor.length() > 1 && types.get(internalName(descriptor)) != null);
  }

  /// How many values the parameters take, roughly: objects most, floats (which take integers) more
  /// than others.
  static int breadth(String descriptor) {
    if (!descriptor.startsWith("(")) {
      return 0; // a constant
    }
    int breadth = 0;
    for (Type type : Type.getArgumentTypes(descriptor)) {
      breadth +=
          switch (type.getDescriptor()) {
            case "[" + OBJECT -> 1000;
            case OBJECT -> 100;
            case "D", "Ljava/lang/Double;" -> 2;
            default -> 1;
          };
    }
    return breadth;
  }

  /// Whether arguments of all kinds fit.
  static boolean takesAnything(Declaration declaration) {
    return declaration.parameters().stream()
        .allMatch(parameter -> parameter.descriptor().equals(OBJECT));
  }

  private void test(Declaration.Parameter parameter, int position, Label other) {
    String descriptor = parameter.descriptor();
    if (descriptor.equals(OBJECT) && !isNumber(parameter)) {
      return;
    }
    Label fits = new Label();
    if (parameter.isNullable()) {
      argument(position);
      code.visitJumpInsn(Opcodes.IFNULL, fits);
    }
    argument(position);
    String test = isNumber(parameter) ? "isNumber" : testOf(descriptor);
    if (test != null) {
      code.visitMethodInsn(Opcodes.INVOKESTATIC, ARGUMENTS, test, "(Ljava/lang/Object;)Z", false);
    } else {
      code.visitTypeInsn(Opcodes.INSTANCEOF, internalName(boxed(descriptor)));
    }
    code.visitJumpInsn(Opcodes.IFEQ, other);
    code.visitLabel(fits);
  }

  private static @Nullable String testOf(String descriptor) {
    return switch (descriptor) {
      case "J", "Ljava/lang/Long;" -> "isInteger";
      case "D", "Ljava/lang/Double;" -> "isNumber";
      case "Lruchy/runtime/value/ListValue;" -> "isList";
      default -> null;
    };
  }

  private static String boxed(String descriptor) {
    return descriptor.equals("Z") ? "Ljava/lang/Boolean;" : descriptor;
  }

  /// Calls the overload with all arguments converted, and returns its boxed result.
  void call(Declaration declaration) {
    if (declaration.hasReceiver()) {
      receiver(code, 0, declaration);
    }
    int count = declaration.parameters().size();
    for (int i = 0; i < count; i++) {
      if (declaration.takesRest() && i == count - 1) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitIntInsn(Opcodes.SIPUSH, i);
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            ARGUMENTS,
            "rest",
            "([Ljava/lang/Object;I)[Ljava/lang/Object;",
            false);
      } else {
        argument(i);
        convert(declaration.parameters().get(i), i + 1);
      }
    }
    invoke(code, declaration);
    code.visitInsn(Opcodes.ARETURN);
  }

  private void argument(int position) {
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitIntInsn(Opcodes.SIPUSH, position);
    code.visitInsn(Opcodes.AALOAD);
  }

  /// Turns the object on the stack into what the parameter wants. Positions count from 1.
  void convert(Declaration.Parameter parameter, int position) {
    String descriptor = parameter.descriptor();
    if (descriptor.equals(OBJECT) && !isNumber(parameter)) {
      return;
    }
    Label isNil = new Label();
    if (parameter.isNullable()) {
      code.visitInsn(Opcodes.DUP);
      code.visitJumpInsn(Opcodes.IFNULL, isNil);
    }
    convertPresent(descriptor, position);
    if (parameter.isNullable()) {
      code.visitLabel(isNil);
      code.visitTypeInsn(Opcodes.CHECKCAST, internalName(descriptor));
    }
  }

  private void convertPresent(String descriptor, int position) {
    String internal = descriptor.length() == 1 ? "" : internalName(descriptor);
    String type = types.get(internal);
    if (type != null) {
      code.visitLdcInsn(Type.getType(descriptor));
      code.visitLdcInsn(type);
      code.visitLdcInsn(function);
      code.visitIntInsn(Opcodes.SIPUSH, position);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          ARGUMENTS,
          "library",
          "(Ljava/lang/Object;Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;I)"
              + "Lruchy/runtime/value/LibraryObject;",
          false);
      code.visitTypeInsn(Opcodes.CHECKCAST, internal);
      return;
    }
    code.visitLdcInsn(function);
    code.visitIntInsn(Opcodes.SIPUSH, position);
    String result =
        switch (descriptor) {
          case "Ljava/lang/Long;" -> "J";
          case "Ljava/lang/Double;" -> "D";
          case "Ljava/lang/Boolean;" -> "Z";
          default -> descriptor;
        };
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        ARGUMENTS,
        descriptor.equals(OBJECT) ? "anyNumber" : converter(descriptor),
        "(Ljava/lang/Object;Ljava/lang/String;I)" + result,
        false);
    if (!result.equals(descriptor)) {
      box(code, Type.getType(result));
    }
  }

  /// Whether it takes numbers of all kinds, as they are.
  private static boolean isNumber(Declaration.Parameter parameter) {
    return parameter.type().equals("number") && parameter.descriptor().equals(OBJECT);
  }

  private static String converter(String descriptor) {
    return switch (descriptor) {
      case "J", "Ljava/lang/Long;" -> "integer";
      case "D", "Ljava/lang/Double;" -> "number";
      case "Z", "Ljava/lang/Boolean;" -> "bool";
      case "Ljava/lang/String;" -> "string";
      case "Lruchy/runtime/value/ByteValue;" -> "octet";
      case "Lruchy/runtime/value/Atom;" -> "atom";
      case "Lruchy/runtime/value/ListValue;" -> "list";
      case "Lruchy/runtime/value/MapValue;" -> "map";
      case "Lruchy/runtime/value/SetValue;" -> "set";
      case "Lruchy/runtime/value/TupleValue;" -> "tuple";
      case "Lruchy/runtime/value/RangeValue;" -> "range";
      case "Lruchy/runtime/value/FunctionValue;" -> "function";
      case "Lruchy/runtime/value/VariantValue;" -> "variant";
      case "Lruchy/runtime/value/ErrorValue;" -> "error";
      default -> throw new IllegalStateException("no conversion to " + descriptor);
    };
  }

  /// Loads the receiver as the Java method wants it.
  static void receiver(MethodVisitor code, int local, Declaration declaration) {
    code.visitVarInsn(Opcodes.ALOAD, local);
    String descriptor = declaration.receiverDescriptor();
    switch (descriptor) {
      case OBJECT -> {}
      case "J" -> {
        code.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Long");
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Long", "longValue", "()J", false);
      }
      case "D" -> {
        code.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Number");
        code.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, "java/lang/Number", "doubleValue", "()D", false);
      }
      case "Z" -> {
        code.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Boolean");
        code.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, "java/lang/Boolean", "booleanValue", "()Z", false);
      }
      default -> code.visitTypeInsn(Opcodes.CHECKCAST, internalName(descriptor));
    }
  }

  /// Calls the Java method with what is on the stack and leaves the boxed result, nil for `void`.
  static void invoke(MethodVisitor code, Declaration declaration) {
    code.visitMethodInsn(
        declaration.isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL,
        declaration.javaOwner(),
        declaration.javaName(),
        declaration.descriptor(),
        false);
    box(code, Type.getReturnType(declaration.descriptor()));
  }

  static void box(MethodVisitor code, Type type) {
    switch (type.getSort()) {
      case Type.VOID -> code.visitInsn(Opcodes.ACONST_NULL);
      case Type.LONG -> valueOf(code, "java/lang/Long", "J");
      case Type.DOUBLE -> valueOf(code, "java/lang/Double", "D");
      case Type.BOOLEAN -> valueOf(code, "java/lang/Boolean", "Z");
      default -> {}
    }
  }

  private static void valueOf(MethodVisitor code, String owner, String primitive) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, owner, "valueOf", "(" + primitive + ")L" + owner + ";", false);
  }

  private static String internalName(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1);
  }
}
