package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.ATOM;
import static ruchy.compiler.type.Type.Basic.BOOLEAN;
import static ruchy.compiler.type.Type.Basic.BYTE;
import static ruchy.compiler.type.Type.Basic.ERROR;
import static ruchy.compiler.type.Type.Basic.FLOAT;
import static ruchy.compiler.type.Type.Basic.FUNCTION;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.NIL;
import static ruchy.compiler.type.Type.Basic.OPTION;
import static ruchy.compiler.type.Type.Basic.RANGE;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.Collections;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Type;

/// What annotations accept, and what comes out of a check (L 4.2, L 4.3).
final class Annotations {
  private Annotations() {}

  /// The type of a value that has passed the check; `NEVER` if none passes.
  static Type checked(Annotation annotation, Type value, Lattice lattice) {
    Type result = NEVER;
    for (Type type : value.alternatives()) {
      if (type == ANY) {
        return fromAnything(annotation, lattice);
      }
      result = lattice.join(result, passed(annotation, type));
    }
    return result;
  }

  /// What one type, which is no union and not `ANY`, becomes.
  private static Type passed(Annotation annotation, Type type) {
    if (!accepts(annotation, type)) {
      return NEVER;
    }
    return switch (annotation) {
      case Annotation.OfKind(Annotation.Kind kind) ->
          switch (kind) {
            case INTEGER -> INTEGER;
            case FLOAT -> FLOAT;
            default -> type;
          };
      case Annotation.OptionOf(Annotation value) when type != NIL && type != OPTION ->
          passed(value, type);
      default -> type;
    };
  }

  /// The type of what has passed the check if nothing was known of it before.
  static Type fromAnything(Annotation annotation, Lattice lattice) {
    return switch (annotation) {
      case Annotation.OfKind(Annotation.Kind kind) ->
          switch (kind) {
            case INTEGER -> INTEGER;
            case FLOAT -> FLOAT;
            case NUMBER -> lattice.join(INTEGER, FLOAT);
            case BOOLEAN -> BOOLEAN;
            case BYTE -> BYTE;
            case ATOM -> ATOM;
            case STRING, CHARACTER -> STRING;
            case RANGE -> RANGE;
            case NIL -> NIL;
            case ERROR -> ERROR;
            case OBJECT, TUPLE, DATETIME, DURATION -> ANY;
          };
      case Annotation.Callable ignored -> FUNCTION;
      case Annotation.ResultOf ignored -> OPTION;
      case Annotation.OfLibraryType(String name) -> new Type.LibraryType(name);
      case Annotation.ListOf ignored -> new Type.ListType(anything(lattice));
      case Annotation.SetOf ignored -> new Type.SetType(anything(lattice));
      case Annotation.TupleOf(var elements) ->
          new Type.TupleType(Collections.nCopies(elements.size(), ANY));
      case Annotation.OfUserType(UserType type) when !type.isExtended() -> {
        Type instance = new Type.InstanceType(type);
        lattice.giveUp(instance);
        yield instance;
      }
      default -> ANY;
    };
  }

  private static Cell anything(Lattice lattice) {
    var cell = new Cell();
    lattice.flow(ANY, cell);
    return cell;
  }

  /// Whether some value of a type, which is no union and not `ANY`, fits.
  static boolean accepts(Annotation annotation, Type type) {
    if (type == ANY || type == NEVER) {
      return true;
    }
    return switch (annotation) {
      case Annotation.Anything ignored -> true;
      case Annotation.OfKind(Annotation.Kind kind) ->
          switch (kind) {
            case INTEGER -> type == INTEGER || type == BYTE;
            case FLOAT, NUMBER -> type == INTEGER || type == FLOAT || type == BYTE;
            case BOOLEAN -> type == BOOLEAN;
            case BYTE -> type == BYTE;
            case ATOM -> type == ATOM;
            case STRING, CHARACTER -> type == STRING;
            case OBJECT ->
                type instanceof Type.MapType
                    || type instanceof Type.ObjectType
                    || type instanceof Type.LibraryType;
            case TUPLE -> type instanceof Type.TupleType;
            case RANGE -> type == RANGE;
            case NIL -> type == NIL;
            case ERROR -> type == ERROR;
            case DATETIME ->
                type instanceof Type.LibraryType(String name) && name.equals("datetime");
            case DURATION ->
                type instanceof Type.LibraryType(String name) && name.equals("duration");
          };
      case Annotation.ListOf ignored -> type instanceof Type.ListType;
      case Annotation.SetOf ignored -> type instanceof Type.SetType;
      case Annotation.MapOf ignored ->
          type instanceof Type.MapType || type instanceof Type.ObjectType;
      case Annotation.TupleOf(var elements) ->
          type instanceof Type.TupleType tuple && tuple.elements().size() == elements.size();
      case Annotation.Callable ignored -> type == FUNCTION || type instanceof Type.CallableType;
      case Annotation.OptionOf(Annotation value) ->
          type == NIL || type == OPTION || accepts(value, type);
      case Annotation.ResultOf ignored -> type == OPTION;
      case Annotation.OfUserType(UserType expected) ->
          type instanceof Type.InstanceType(UserType actual) && isSubtype(actual, expected);
      case Annotation.OfTrait(String name, var implementors) ->
          type instanceof Type.InstanceType(UserType actual)
              && implementors.stream().anyMatch(implementor -> isSubtype(actual, implementor));
      case Annotation.OfLibraryType(String name) ->
          type instanceof Type.LibraryType(String actual) && actual.equals(name);
      case Annotation.Cell ignored -> true;
    };
  }

  /// Whether instances of `actual` are instances of `expected` too.
  static boolean isSubtype(UserType actual, UserType expected) {
    for (UserType type = actual; type != null; type = type.parent()) {
      if (type == expected) {
        return true;
      }
    }
    return false;
  }

  /// The type of `e as T` (L 6.7).
  static Type cast(Annotation annotation, Type operand) {
    if (annotation instanceof Annotation.OfKind(Annotation.Kind kind)) {
      return switch (kind) {
        case INTEGER -> INTEGER;
        case FLOAT -> FLOAT;
        case STRING, CHARACTER -> STRING;
        case BOOLEAN -> BOOLEAN;
        case BYTE -> BYTE;
        default -> operand;
      };
    }
    return operand;
  }

  /// The name of an annotation in messages: kinds as in L 6.1, user types by name.
  static String name(Annotation annotation) {
    return switch (annotation) {
      case Annotation.Anything ignored -> "any";
      case Annotation.OfKind(Annotation.Kind kind) -> kind.text();
      case Annotation.ListOf ignored -> "array";
      case Annotation.SetOf ignored -> "set";
      case Annotation.MapOf ignored -> "object";
      case Annotation.TupleOf ignored -> "tuple";
      case Annotation.Callable ignored -> "function";
      case Annotation.OptionOf(Annotation value) -> name(value);
      case Annotation.ResultOf ignored -> "Result";
      case Annotation.OfUserType(UserType type) -> type.name();
      case Annotation.OfTrait(String name, var implementors) -> name;
      case Annotation.OfLibraryType(String name) -> name;
      case Annotation.Cell ignored -> "cell";
    };
  }

  /// The name of a type in messages.
  static String name(Type type) {
    return switch (type) {
      case Type.Basic basic -> basic == OPTION ? "enum_variant" : basic.toString();
      case Type.ListType ignored -> "array";
      case Type.SetType ignored -> "set";
      case Type.MapType ignored -> "object";
      case Type.ObjectType ignored -> "object";
      case Type.TupleType ignored -> "tuple";
      case Type.CallableType ignored -> "function";
      case Type.InstanceType instance -> instance.type().name();
      case Type.LibraryType library ->
          switch (library.name()) {
            case "datetime", "duration", "task" -> library.name();
            default -> "native";
          };
      case Type.Union union -> name(union.members().getFirst());
    };
  }
}
