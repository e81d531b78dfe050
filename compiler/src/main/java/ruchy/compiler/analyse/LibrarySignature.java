package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.infer.TypeExpression;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// The declared types of a library function, and what they say about where values go.
///
/// @param mentionsAny whether what comes out, or is passed to a call-back, is `any`, or what comes
///   in is kept as that: then everything that is `any` in it is one
record LibrarySignature(
    List<TypeExpression> parameters, TypeExpression result, boolean mentionsAny) {
  static LibrarySignature of(LibraryFunction function) {
    List<TypeExpression> parameters = new ArrayList<>();
    function.parameterTypes().forEach(text -> parameters.add(TypeExpression.parse(text)));
    TypeExpression result = TypeExpression.parse(function.resultType());
    boolean mentionsAny = isAnyIn(result);
    for (int i = 0; i < parameters.size(); i++) {
      for (TypeExpression.Callback callback : TypeExpression.callbacks(parameters.get(i))) {
        for (TypeExpression parameter : callback.parameters()) {
          mentionsAny |= isAnyIn(parameter);
        }
      }
      boolean isRead = function.readParameters().contains(i);
      mentionsAny |= !isRead && isStored(parameters.get(i)) && storesAny(function);
    }
    return new LibrarySignature(parameters, result, mentionsAny);
  }

  /// Whether the objects of its type hand on what any task has put in.
  static boolean handsOn(LibraryFunction function) {
    return function.flows().contains(Flow.HANDS_ON);
  }

  private static boolean storesAny(LibraryFunction function) {
    return function.mutates() || handsOn(function);
  }

  /// Whether a value of the type may be anything, or hold anything.
  static boolean isAnyIn(TypeExpression type) {
    return switch (type) {
      case TypeExpression.Named(String name, var arguments) ->
          name.equals("any")
              || name.equals("function")
              || isCollection(name) && arguments.isEmpty() && !name.equals("tuple")
              || arguments.stream().anyMatch(LibrarySignature::isAnyIn);
      case TypeExpression.OrNil(var inner) -> isAnyIn(inner);
      case TypeExpression.Either(var types) -> types.stream().anyMatch(LibrarySignature::isAnyIn);
      case TypeExpression.Callback _ -> false;
    };
  }

  private static boolean isStored(TypeExpression type) {
    return isAnyIn(type) || TypeExpression.callbacks(type).isEmpty() && isVariableIn(type);
  }

  /// Whether a type variable is in it.
  static boolean isVariableIn(TypeExpression type) {
    return switch (type) {
      case TypeExpression.Named(String name, var arguments) ->
          isVariable(name) || arguments.stream().anyMatch(LibrarySignature::isVariableIn);
      case TypeExpression.OrNil(var inner) -> isVariableIn(inner);
      case TypeExpression.Either(var types) ->
          types.stream().anyMatch(LibrarySignature::isVariableIn);
      case TypeExpression.Callback _ -> false;
    };
  }

  /// Whether the name is that of a type variable, `T`.
  static boolean isVariable(String name) {
    return name.length() == 1 && Character.isUpperCase(name.charAt(0));
  }

  private static boolean isCollection(String name) {
    return switch (name) {
      case "list", "set", "map", "object", "tuple", "option", "result", "variant" -> true;
      default -> false;
    };
  }

  /// Whether the result is a collection, or something else with values in it.
  boolean yieldsCollection() {
    return isCollectionIn(result);
  }

  private static boolean isCollectionIn(TypeExpression type) {
    return switch (type) {
      case TypeExpression.Named(String name, _) -> isCollection(name);
      case TypeExpression.OrNil(var inner) -> isCollectionIn(inner);
      case TypeExpression.Either(var types) ->
          types.stream().anyMatch(LibrarySignature::isCollectionIn);
      case TypeExpression.Callback _ -> false;
    };
  }
}
