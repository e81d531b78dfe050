/// Tests of the room `json`.
@NullMarked
package ruchy.runtime.json;

import org.jspecify.annotations.NullMarked;
