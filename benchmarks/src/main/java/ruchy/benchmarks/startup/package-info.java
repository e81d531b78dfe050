/// How long it takes to start, and how large the jars are.
@NullMarked
package ruchy.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
