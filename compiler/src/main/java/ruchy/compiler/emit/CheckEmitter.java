package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// Values that enter annotated places (L 4.3): nothing to do where the type is known, one call of
/// the runtime otherwise.
final class CheckEmitter {
  private static final String ARGUMENTS = "(Ljava/lang/Object;Ljava/lang/String;)";

  private final Body body;
  private final MethodCode code;

  CheckEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type check(Node.Check node) {
    Type type = body.typeOf(node.value());
    if (isCertain(node.type(), type)) {
      boolean widens = isFloat(node.type()) && type == INTEGER;
      body.valueAs(node.value(), widens ? FLOAT : type);
      return widens ? FLOAT : type;
    }
    body.boxed(node.value());
    code.at(node.span());
    Type checked = checked(node.type(), node.place());
    if (body.typeOf(node) == Type.Basic.NEVER) {
      code.unreachable();
      return Type.Basic.NEVER;
    }
    return checked;
  }

  /// Checks the value on the stack, which is of that type, as it enters a place; leaves it as it
  /// comes out.
  Type entering(Annotation annotation, Type type, String place) {
    if (isCertain(annotation, type)) {
      boolean widens = isFloat(annotation) && type == INTEGER;
      body.coerce(type, widens ? FLOAT : type);
      return widens ? FLOAT : type;
    }
    body.coerce(type, ANY);
    return checked(annotation, place);
  }

  /// Whether integers become floats; so does one that stands for the value of an Option.
  private static boolean isFloat(Annotation annotation) {
    return switch (annotation) {
      case Annotation.OfKind(Annotation.Kind kind) -> kind == Annotation.Kind.FLOAT;
      case Annotation.OptionOf(Annotation value) -> isFloat(value);
      default -> false;
    };
  }

  /// Whether every value of the type fits without a look at it.
  private static boolean isCertain(Annotation annotation, Type type) {
    return switch (annotation) {
      case Annotation.Anything ignored -> true;
      case Annotation.Cell ignored -> true;
      case Annotation.OfTrait(String name, var implementors) ->
          type instanceof Type.InstanceType(var actual) && implementors.contains(actual);
      case Annotation.OfKind(Annotation.Kind kind) ->
          switch (kind) {
            case INTEGER -> type == INTEGER;
            case FLOAT -> type == FLOAT || type == INTEGER;
            case NUMBER -> type == FLOAT || type == INTEGER;
            case BOOLEAN -> type == Type.Basic.BOOLEAN;
            case BYTE -> type == Type.Basic.BYTE;
            case ATOM -> type == Type.Basic.ATOM;
            case STRING -> type == STRING;
            case RANGE -> type == RANGE;
            case NIL -> type == NIL;
            case OBJECT -> type instanceof Type.MapType || type instanceof Type.ObjectType;
            case TUPLE -> type instanceof Type.TupleType;
            case CHARACTER, DATETIME, DURATION, ERROR -> false;
          };
      case Annotation.ListOf ignored -> type instanceof Type.ListType;
      case Annotation.SetOf ignored -> type instanceof Type.SetType;
      case Annotation.MapOf ignored ->
          type instanceof Type.MapType || type instanceof Type.ObjectType;
      case Annotation.TupleOf(var elements) ->
          type instanceof Type.TupleType tuple && tuple.elements().size() == elements.size();
      case Annotation.Callable ignored ->
          type == Type.Basic.FUNCTION || type instanceof Type.CallableType;
      case Annotation.OptionOf(Annotation value) ->
          type == NIL || type == Type.Basic.OPTION || isCertain(value, type);
      case Annotation.ResultOf ignored -> false;
      case Annotation.OfUserType(var expected) ->
          type instanceof Type.InstanceType(var actual) && actual == expected;
      case Annotation.OfLibraryType(String name) ->
          type instanceof Type.LibraryType(String actual) && actual.equals(name);
    };
  }

  /// Checks the object on the stack.
  private Type checked(Annotation annotation, String place) {
    return switch (annotation) {
      case Annotation.Anything ignored -> ANY;
      case Annotation.Cell ignored -> ANY;
      case Annotation.OfTrait(String name, var implementors) -> named("user", name, place);
      case Annotation.OfKind(Annotation.Kind kind) -> kind(kind, place);
      case Annotation.ListOf ignored -> object("list", RuntimeNames.LIST, place);
      case Annotation.SetOf ignored -> object("set", RuntimeNames.SET, place);
      case Annotation.MapOf ignored -> object("map", RuntimeNames.MAP, place);
      case Annotation.TupleOf(var elements) -> {
        code.constant(elements.size());
        code.constant(place);
        code.invokeStatic(
            RuntimeNames.CHECK,
            "tuple",
            "(Ljava/lang/Object;ILjava/lang/String;)L" + RuntimeNames.TUPLE + ";");
        yield ANY;
      }
      case Annotation.Callable ignored -> {
        object("function", RuntimeNames.FUNCTION, place);
        yield Type.Basic.FUNCTION;
      }
      case Annotation.OptionOf(Annotation value) -> option(value, place);
      case Annotation.ResultOf ignored -> object("result", RuntimeNames.VARIANT, place);
      case Annotation.OfUserType(var type) -> named("user", type.name(), place);
      case Annotation.OfLibraryType(String name) -> named("library", name, place);
    };
  }

  private Type kind(Annotation.Kind kind, String place) {
    switch (kind) {
      case INTEGER -> {
        call("integer", "J", place);
        return INTEGER;
      }
      case FLOAT -> {
        call("number", "D", place);
        return FLOAT;
      }
      case BOOLEAN -> {
        call("bool", "Z", place);
        return Type.Basic.BOOLEAN;
      }
      case STRING, CHARACTER -> {
        call(kind == Annotation.Kind.STRING ? "string" : "character", "Ljava/lang/String;", place);
        return STRING;
      }
      case BYTE -> {
        object("octet", RuntimeNames.BYTE, place);
        return Type.Basic.BYTE;
      }
      case ATOM -> {
        object("atom", RuntimeNames.ATOM, place);
        return Type.Basic.ATOM;
      }
      case RANGE -> {
        object("range", RuntimeNames.RANGE, place);
        return RANGE;
      }
      case NUMBER -> call("anyNumber", "Ljava/lang/Object;", place);
      case OBJECT -> call("object", "Ljava/lang/Object;", place);
      case TUPLE -> object("tuple", RuntimeNames.TUPLE, place);
      case NIL -> call("nil", "Ljava/lang/Object;", place);
      case ERROR -> object("error", RuntimeNames.ERROR, place);
      case DATETIME, DURATION -> named("library", kind.text(), place);
    }
    return ANY;
  }

  private void call(String name, String result, String place) {
    code.constant(place);
    code.invokeStatic(RuntimeNames.CHECK, name, ARGUMENTS + result);
  }

  private Type object(String name, String className, String place) {
    call(name, "L" + className + ";", place);
    return ANY;
  }

  private Type named(String name, String type, String place) {
    code.constant(type);
    code.constant(place);
    code.invokeStatic(
        RuntimeNames.CHECK,
        name,
        "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;)Ljava/lang/Object;");
    return ANY;
  }

  /// Nil and variants pass; anything else must be of the type.
  private Type option(Annotation value, String place) {
    int slot = code.newLocal(Representation.OBJECT);
    var end = new org.objectweb.asm.Label();
    code.store(Representation.OBJECT, slot);
    code.load(Representation.OBJECT, slot);
    code.jumpIf(org.objectweb.asm.Opcodes.IFNULL, end);
    code.load(Representation.OBJECT, slot);
    code.isInstance(RuntimeNames.VARIANT);
    code.jumpIf(org.objectweb.asm.Opcodes.IFNE, end);
    code.load(Representation.OBJECT, slot);
    Type type = checked(value, place);
    body.coerce(type, ANY);
    code.store(Representation.OBJECT, slot);
    code.place(end);
    code.load(Representation.OBJECT, slot);
    return ANY;
  }
}
