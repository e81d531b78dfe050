/// What inference finds out about whole programs.
@NullMarked
package ruchy.compiler.infer;

import org.jspecify.annotations.NullMarked;
