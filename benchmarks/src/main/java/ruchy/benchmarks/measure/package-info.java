/// Clocks of the processor, medians, and tables. Knows nothing of what is measured.
@NullMarked
package ruchy.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
