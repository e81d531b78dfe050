/// Tests of the room `value`.
@NullMarked
package ruchy.runtime.value;

import org.jspecify.annotations.NullMarked;
