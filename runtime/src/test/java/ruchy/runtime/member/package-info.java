/// Tests of the room `member`.
@NullMarked
package ruchy.runtime.member;

import org.jspecify.annotations.NullMarked;
