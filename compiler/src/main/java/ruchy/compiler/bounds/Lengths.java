package ruchy.compiler.bounds;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.runtime.library.LibraryFunction;

/// Calls and properties that give how long something is.
final class Lengths {
  private static final Set<String> NAMES = Set.of("len", "length", "size", "count");
  private static final Set<String> SIZED = Set.of("list", "string", "map", "set", "tuple");

  private Lengths() {}

  /// What the value of the node lies between: that of a length, or anything.
  static Interval of(Node node, Version version) {
    boolean isLength =
        switch (node) {
          case Node.CallMethod call -> isLength(call.name(), version.targetOf(call));
          case Node.ReadMember read -> isLength(read.name(), version.targetOf(read));
          default -> false;
        };
    return isLength ? Interval.LENGTH : Interval.ALL;
  }

  private static boolean isLength(String name, @Nullable Target target) {
    return NAMES.contains(name)
        && target instanceof Target.OfLibrary(LibraryFunction function)
        && SIZED.contains(function.owner())
        && function.parameterCount() == 0;
  }
}
