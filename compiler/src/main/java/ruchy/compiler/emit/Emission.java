package ruchy.compiler.emit;

import java.util.function.Function;
import org.objectweb.asm.ClassWriter;
import ruchy.compiler.analyse.Facts;

/// What all who write code of one program share.
///
/// @param writers the writer of each class that holds methods of functions, by its internal name
record Emission(
    Names names, Preparation preparation, Facts facts, Function<String, ClassWriter> writers) {}
