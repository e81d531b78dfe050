/// Tests of the room `time`.
@NullMarked
package ruchy.runtime.time;

import org.jspecify.annotations.NullMarked;
