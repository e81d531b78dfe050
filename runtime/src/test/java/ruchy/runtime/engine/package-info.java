/// Tests of the room `engine`.
@NullMarked
package ruchy.runtime.engine;

import org.jspecify.annotations.NullMarked;
