/// Tests of the room `index`.
@NullMarked
package ruchy.runtime.index;

import org.jspecify.annotations.NullMarked;
