/// What the emitted code looks like where its speed depends on it.
@NullMarked
package ruchy.compiler.emit;

import org.jspecify.annotations.NullMarked;
