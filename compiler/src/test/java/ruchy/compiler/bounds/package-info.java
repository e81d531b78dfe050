/// Whether what integers lie between is true of all of them.
@NullMarked
package ruchy.compiler.bounds;

import org.jspecify.annotations.NullMarked;
