/// The programs of `benchmarks/programs/code` as one writes them in Java: with primitive types and
/// arrays, and without checks for overflow, which Ruchy has. Each prints what the Ruchy program
/// prints.
@NullMarked
package ruchy.benchmarks.code.typed;

import org.jspecify.annotations.NullMarked;
