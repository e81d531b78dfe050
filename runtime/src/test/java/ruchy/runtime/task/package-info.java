/// Tests of the room `task`.
@NullMarked
package ruchy.runtime.task;

import org.jspecify.annotations.NullMarked;
