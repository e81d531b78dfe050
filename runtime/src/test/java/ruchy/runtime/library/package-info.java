/// Tests of the room `library`.
@NullMarked
package ruchy.runtime.library;

import org.jspecify.annotations.NullMarked;
