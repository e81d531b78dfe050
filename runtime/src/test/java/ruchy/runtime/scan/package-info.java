/// Tests of scans, on loopback.
@NullMarked
package ruchy.runtime.scan;

import org.jspecify.annotations.NullMarked;
