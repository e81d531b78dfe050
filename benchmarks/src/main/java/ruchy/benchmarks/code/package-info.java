/// Computations in Ruchy, in typed Java and in JavaScript.
@NullMarked
package ruchy.benchmarks.code;

import org.jspecify.annotations.NullMarked;
