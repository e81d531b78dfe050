/// What the analysis finds out about whole programs.
@NullMarked
package ruchy.compiler.analyse;

import org.jspecify.annotations.NullMarked;
