/// Tests of the layout of programs.
@NullMarked
package ruchy.compiler.format;

import org.jspecify.annotations.NullMarked;
