/// Tells people what the compiler has found out: which types it has inferred and where a value
/// stays dynamic; which code may wait, which touches shared state, and why. Beside the line: it
/// reads what `infer` and `analyse` yield, and decides nothing.
@NullMarked
package ruchy.compiler.explain;

import org.jspecify.annotations.NullMarked;
