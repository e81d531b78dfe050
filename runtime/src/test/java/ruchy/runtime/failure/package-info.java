/// Tests of the room `failure`.
@NullMarked
package ruchy.runtime.failure;

import org.jspecify.annotations.NullMarked;
