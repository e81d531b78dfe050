/// Tests of the room `manual`.
@NullMarked
package ruchy.runtime.manual;

import org.jspecify.annotations.NullMarked;
