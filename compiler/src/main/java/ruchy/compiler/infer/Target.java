package ruchy.compiler.infer;

import java.util.List;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.UserType;
import ruchy.runtime.library.LibraryFunction;

/// What a call or member access certainly reaches. Nodes without target are looked up at run time.
public sealed interface Target {
  /// a version of a function of the program
  record OfVersion(Version version) implements Target {}

  /// the one closure that the called value can be, in that version
  record OfClosure(Code code, Version version) implements Target {}

  /// a library function, method or property
  record OfLibrary(LibraryFunction function) implements Target {}

  /// the callable in a field of an object or instance, rather than a method
  record OfField() implements Target {}

  /// a method of a user type
  record OfMethod(Function function, Version version) implements Target {}

  /// a method of each of a few user types, one of which the receiver has, or it is nil
  record OfMethods(List<Choice> choices) implements Target {}

  /// the version that receivers of exactly that type reach
  record Choice(UserType type, Version version) {}
}
