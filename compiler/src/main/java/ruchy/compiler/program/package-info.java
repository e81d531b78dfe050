/// What the program means: names bound, sugar gone, captures known. Data only. It must not know how
/// things were written (`tree`), nor how they will run (`emit`).
///
/// Functions, variables and user types have identity; nodes are immutable, and a node stands in one
/// place only, so that later stages can keep tables beside them.
@NullMarked
package ruchy.compiler.program;

import org.jspecify.annotations.NullMarked;
