/// Tests of the room `path`.
@NullMarked
package ruchy.runtime.path;

import org.jspecify.annotations.NullMarked;
