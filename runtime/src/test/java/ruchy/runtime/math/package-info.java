/// Tests of the room `math`.
@NullMarked
package ruchy.runtime.math;

import org.jspecify.annotations.NullMarked;
