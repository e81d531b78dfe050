package ruchy.compiler;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.analyse.Facts;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.infer.Types;
import ruchy.compiler.problem.Problem;

/// What a compilation yields: the problems in order and, if none of them is an error, classes, and
/// what was found out on the way.
public record Compilation(
    @Nullable Classes classes,
    List<Problem> problems,
    @Nullable Types types,
    @Nullable Facts facts) {
  /// One that ended with errors.
  static Compilation failed(List<Problem> problems) {
    return new Compilation(null, problems, null, null);
  }
}
