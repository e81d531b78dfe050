/// Computations in Ruchy, in typed Java, and in other languages.
@NullMarked
package ruchy.benchmarks.code;

import org.jspecify.annotations.NullMarked;
