/// Tests of packing: what is in a jar, and that it is the same each time.
@NullMarked
package ruchy.compiler.pack;

import org.jspecify.annotations.NullMarked;
