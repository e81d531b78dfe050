/// Computations in Ruchy and in typed Java, in the same JVM.
@NullMarked
package ruchy.benchmarks.code;

import org.jspecify.annotations.NullMarked;
