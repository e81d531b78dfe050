/// How long a scan of all ports takes.
@NullMarked
package ruchy.benchmarks.scan;

import org.jspecify.annotations.NullMarked;
