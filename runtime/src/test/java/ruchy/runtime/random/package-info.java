/// Tests of the room `random`.
@NullMarked
package ruchy.runtime.random;

import org.jspecify.annotations.NullMarked;
