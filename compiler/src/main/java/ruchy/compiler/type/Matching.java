package ruchy.compiler.type;

import ruchy.compiler.program.Matcher;

/// What the type of a value says about the patterns that it may match.
public final class Matching {
  private Matching() {}

  /// Whether a value of the type may match: false only where that is certain and of use.
  public static boolean mayMatch(Matcher matcher, Type value) {
    return switch (matcher) {
      case Matcher.Text _ -> value.mayBe(type -> type == Type.Basic.STRING || isUnknown(type));
      case Matcher.Cell _ ->
          value.mayBe(type -> isUnknown(type) || type instanceof Type.LibraryType);
      case Matcher.Answering _ -> value.mayBe(Matching::mayBeGivenMethods);
      default -> true;
    };
  }

  /// Whether every value of the type matches: true only where it is of use, as methods of a type
  /// that only calls known to the compiler reach are not found by their names at run time.
  public static boolean surelyMatches(Matcher matcher, Type value) {
    return matcher instanceof Matcher.Answering answering
        && value instanceof Type.InstanceType(var type)
        && type.methods().containsKey(answering.name());
  }

  private static boolean isUnknown(Type type) {
    return type == Type.Basic.ANY;
  }

  /// Whether programs can give a value of the type a method, or a function to keep under a name.
  private static boolean mayBeGivenMethods(Type type) {
    return switch (type) {
      case Type.Basic basic -> basic == Type.Basic.ANY;
      case Type.ListType _, Type.SetType _, Type.TupleType _, Type.CallableType _ -> false;
      case Type.MapType _, Type.ObjectType _, Type.InstanceType _, Type.LibraryType _ -> true;
      case Type.Union(var members) -> members.stream().anyMatch(Matching::mayBeGivenMethods);
    };
  }
}
