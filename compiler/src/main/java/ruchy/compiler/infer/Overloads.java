package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// Which library function a name and arguments mean.
final class Overloads {
  private Overloads() {}

  /// The overload for these arguments: the first of fitting length whose parameters certainly take
  /// them as they are, else the only one of that length, or that may take them if it takes them
  /// widened; null if that must be found out at run time, which also tells what is wrong then, or
  /// if there is none.
  static @Nullable LibraryFunction choose(List<LibraryFunction> overloads, List<Type> arguments) {
    LibraryFunction possible = null;
    int ofLength = 0;
    int ofKind = 0;
    boolean widens = false;
    for (LibraryFunction function : overloads) {
      int count = function.parameterTypes().size();
      boolean fits =
          function.takesRest() ? arguments.size() >= count - 1 : arguments.size() == count;
      if (!fits) {
        continue;
      }
      ofLength++;
      Fit fit = Fit.CERTAIN;
      for (int i = 0; i < arguments.size() && fit != Fit.IMPOSSIBLE; i++) {
        String parameter = function.parameterTypes().get(Math.min(i, count - 1));
        Fit one = fit(parameter, arguments.get(i));
        fit = one.compareTo(fit) > 0 ? one : fit;
      }
      if (fit == Fit.CERTAIN) {
        return function;
      }
      if (fit != Fit.IMPOSSIBLE) {
        ofKind++;
        possible = function;
        widens = fit == Fit.WIDENED;
      }
    }
    return ofKind == 1 && (ofLength == 1 || widens) ? possible : null;
  }

  /// The overload whose rest of arguments begins at that argument or before it, so that a list can
  /// be spread there.
  static @Nullable LibraryFunction takingRest(List<LibraryFunction> overloads, int spreadAt) {
    for (LibraryFunction function : overloads) {
      if (function.takesRest() && function.parameterTypes().size() - 1 <= spreadAt) {
        return function;
      }
    }
    return null;
  }

  /// Whether a parameter takes every value of a type, as it is or widened.
  static boolean takes(String parameter, Type argument) {
    return fit(parameter, argument).compareTo(Fit.WIDENED) <= 0;
  }

  /// How well a value of a type fits a parameter, best first; one that must be widened is not
  /// certain, because another overload may take it as it is.
  private enum Fit {
    CERTAIN,
    WIDENED,
    POSSIBLE,
    IMPOSSIBLE
  }

  private static Fit fit(String parameter, Type argument) {
    if (argument == ANY) {
      return parameter.equals("any") ? Fit.CERTAIN : Fit.POSSIBLE;
    }
    if (argument == Type.Basic.INTEGER && parameter.equals("float")) {
      return Fit.WIDENED;
    }
    boolean certain = true;
    boolean possible = false;
    for (Type type : argument.alternatives()) {
      boolean fits = fitsOne(parameter, type);
      certain &= fits;
      possible |= fits;
    }
    return certain ? Fit.CERTAIN : possible ? Fit.POSSIBLE : Fit.IMPOSSIBLE;
  }

  private static boolean fitsOne(String parameter, Type type) {
    if (parameter.equals("any") || parameter.length() == 1) {
      return true;
    }
    if (parameter.endsWith("?")) {
      return type == Type.Basic.NIL
          || fitsOne(parameter.substring(0, parameter.length() - 1), type);
    }
    if (parameter.contains("->") || parameter.equals("function")) {
      return type == Type.Basic.FUNCTION || type instanceof Type.CallableType;
    }
    int bar = topLevelBar(parameter);
    if (bar >= 0) {
      return fitsOne(parameter.substring(0, bar).trim(), type)
          || fitsOne(parameter.substring(bar + 1).trim(), type);
    }
    int generic = parameter.indexOf('<');
    String name = generic < 0 ? parameter : parameter.substring(0, generic);
    return switch (type) {
      case Type.Basic basic ->
          switch (basic) {
            case INTEGER, BYTE ->
                name.equals("integer")
                    || name.equals("float")
                    || name.equals("number")
                    || (basic == Type.Basic.BYTE && name.equals("byte"));
            case FLOAT -> name.equals("float") || name.equals("number");
            case OPTION -> name.equals("option") || name.equals("result") || name.equals("variant");
            default -> name.equals(basic.toString());
          };
      case Type.ListType ignored -> name.equals("list") || name.equals("bytes");
      case Type.SetType ignored -> name.equals("set");
      case Type.MapType ignored -> name.equals("map") || name.equals("object");
      case Type.ObjectType ignored -> name.equals("map") || name.equals("object");
      case Type.TupleType ignored -> name.equals("tuple");
      case Type.CallableType ignored -> false;
      case Type.InstanceType ignored -> false;
      case Type.LibraryType library -> name.equals(library.name());
      case Type.Union ignored -> throw new IllegalStateException("a union within a union");
    };
  }

  private static int topLevelBar(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '<', '(' -> depth++;
        case '>', ')' -> depth--;
        case '|' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /// Where the methods of values of a type are declared, first the most special.
  static List<String> owners(Type receiver) {
    return switch (receiver) {
      case Type.Basic basic ->
          switch (basic) {
            case INTEGER -> List.of("integer", "number", "any");
            case FLOAT -> List.of("float", "number", "any");
            case BYTE -> List.of("byte", "integer", "number", "any");
            case ERROR -> List.of("error", "string", "any");
            case NEVER, ANY -> List.of();
            case NIL -> List.of("nil", "option", "any");
            case RANGE -> List.of("range", "list", "any");
            default -> List.of(basic.toString(), "any");
          };
      case Type.ListType ignored -> List.of("list", "any");
      case Type.SetType ignored -> List.of("set", "any");
      case Type.MapType ignored -> List.of("map", "any");
      case Type.ObjectType ignored -> List.of("map", "any");
      case Type.TupleType ignored -> List.of("tuple", "any");
      case Type.CallableType ignored -> List.of("function", "any");
      case Type.InstanceType ignored -> List.of("any");
      case Type.LibraryType library -> List.of(library.name(), "any");
      case Type.Union ignored -> List.of();
    };
  }
}
