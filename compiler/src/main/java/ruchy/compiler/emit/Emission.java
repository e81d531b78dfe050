package ruchy.compiler.emit;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import ruchy.compiler.analyse.Facts;
import ruchy.compiler.bounds.Bounds;
import ruchy.compiler.bounds.ProgramBounds;
import ruchy.compiler.infer.Version;
import ruchy.runtime.library.Library;

/// What all who write code of one program share.
///
/// @param writers the writer of each class that holds methods of functions, by its internal name
/// @param namesParameters function values know the names of their parameters
/// @param detections what code tells the detector, by versions that were looked at already; null if
///   there is no detector
/// @param isSession user types get methods in later entries too (L 20.3)
/// @param canStop the code can be stopped wherever it would go on for ever
/// @param bounds what is known of the integers of the versions
record Emission(
    Names names,
    Preparation preparation,
    Facts facts,
    Function<String, ClassWriter> writers,
    boolean namesParameters,
    ProgramBounds bounds,
    @Nullable Map<Version, Detection> detections,
    boolean isSession,
    boolean canStop,
    Library library) {
  /// The code of a method that has something of what the program says; `firstLocal`: the first slot
  /// behind the parameters.
  MethodCode code(MethodVisitor method, int firstLocal) {
    return new MethodCode(canStop ? new StopChecks(method) : method, firstLocal);
  }

  Bounds boundsOf(Version version) {
    return bounds.of(version);
  }

  /// What code of the version tells the detector; null if there is none.
  @Nullable Detection detectionOf(Version version) {
    return detections == null
        ? null
        : detections.computeIfAbsent(version, v -> Detection.of(v, library));
  }
}
