/// Tests of the room `fs`.
@NullMarked
package ruchy.runtime.fs;

import org.jspecify.annotations.NullMarked;
