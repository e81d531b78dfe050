/// Tests of the room `call`.
@NullMarked
package ruchy.runtime.call;

import org.jspecify.annotations.NullMarked;
