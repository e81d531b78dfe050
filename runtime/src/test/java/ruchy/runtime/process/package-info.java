/// Tests of the room `process`.
@NullMarked
package ruchy.runtime.process;

import org.jspecify.annotations.NullMarked;
