package ruchy.compiler.analyse;

import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// The results of call-backs for which the library waits (L 12.1): tasks, and requests that are not
/// sent yet. A program that makes none of them has none among values of which nothing is known.
final class AwaitedResults {
  private final Library library;
  private final boolean exist;

  private AwaitedResults(Library library, boolean exist) {
    this.library = library;
    this.exist = exist;
  }

  static AwaitedResults of(Types types, Library library) {
    boolean exist = false;
    for (Version version : types.versions()) {
      exist |= makesSome(version, library);
    }
    return new AwaitedResults(library, exist);
  }

  private static boolean makesSome(Version version, Library library) {
    for (Node node : version.nodes()) {
      boolean makes =
          switch (node) {
            case Node.Spawn _ -> true;
            case Node.CallLibrary call -> yieldsAwaited(library, call.owner(), call.name());
            case Node.LibraryValue value -> yieldsAwaited(library, value.owner(), value.name());
            default -> false;
          };
      if (makes) {
        return true;
      }
    }
    return false;
  }

  private static boolean yieldsAwaited(Library library, String owner, String name) {
    for (LibraryFunction function : library.functions(owner, name)) {
      if (isAwaited(library, function.resultType())) {
        return true;
      }
    }
    return false;
  }

  /// Whether a call of the version may yield something that the library awaits.
  boolean mayBeYieldedBy(Version version) {
    return exist
        && version
            .result()
            .type()
            .mayBe(
                type ->
                    type == Type.Basic.ANY
                        || type instanceof Type.LibraryType(String name)
                            && isAwaited(library, name));
  }

  private static boolean isAwaited(Library library, String type) {
    return library.flowsOfType(type).contains(Flow.AWAITED);
  }
}
