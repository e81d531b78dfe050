package ruchy.compiler;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.problem.Problem;

/// What a compilation yields: the problems in order, and classes if none of them is an error.
public record Compilation(@Nullable Classes classes, List<Problem> problems) {}
