/// Tests of the room `system`.
@NullMarked
package ruchy.runtime.system;

import org.jspecify.annotations.NullMarked;
