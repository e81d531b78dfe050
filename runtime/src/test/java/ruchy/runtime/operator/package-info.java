/// Tests of the room `operator`.
@NullMarked
package ruchy.runtime.operator;

import org.jspecify.annotations.NullMarked;
