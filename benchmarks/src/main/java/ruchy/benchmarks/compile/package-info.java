/// What it costs to compile programs of many lines.
@NullMarked
package ruchy.benchmarks.compile;

import org.jspecify.annotations.NullMarked;
