/// Tests of the room `env`.
@NullMarked
package ruchy.runtime.env;

import org.jspecify.annotations.NullMarked;
