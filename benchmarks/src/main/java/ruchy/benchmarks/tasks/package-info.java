/// What waiting tasks cost in memory.
@NullMarked
package ruchy.benchmarks.tasks;

import org.jspecify.annotations.NullMarked;
