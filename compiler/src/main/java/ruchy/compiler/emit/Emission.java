package ruchy.compiler.emit;

import java.util.Map;
import java.util.function.Function;
import org.objectweb.asm.ClassWriter;
import ruchy.compiler.analyse.Facts;
import ruchy.compiler.bounds.Bounds;
import ruchy.compiler.infer.Version;

/// What all who write code of one program share.
///
/// @param writers the writer of each class that holds methods of functions, by its internal name
/// @param namesParameters function values know the names of their parameters
/// @param bounds what is known of the integers of the versions that were looked at already
record Emission(
    Names names,
    Preparation preparation,
    Facts facts,
    Function<String, ClassWriter> writers,
    boolean namesParameters,
    Map<Version, Bounds> bounds) {
  Bounds boundsOf(Version version) {
    return bounds.computeIfAbsent(version, Bounds::of);
  }
}
