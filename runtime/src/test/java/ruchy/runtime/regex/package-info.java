/// Tests of the room `regex`.
@NullMarked
package ruchy.runtime.regex;

import org.jspecify.annotations.NullMarked;
