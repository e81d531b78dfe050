/// Tests of the room `log`.
@NullMarked
package ruchy.runtime.log;

import org.jspecify.annotations.NullMarked;
