/// Which types every variable, field and node has: whole-program inference over a closed world (all
/// files and the library index). A function has one version for each tuple of argument types it is
/// called with, within a budget, and one open version for callers that are not known. `ANY` is
/// legal everywhere, so inference cannot fail; it can only lead to slower code. It must not know
/// how types are represented: that is `emit`.
@NullMarked
package ruchy.compiler.infer;

import org.jspecify.annotations.NullMarked;
