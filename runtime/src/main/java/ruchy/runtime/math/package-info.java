/// Mathematical functions, as globals and as the module `math` (L 16, 18.3). Pure functions of
/// numbers; this room knows values and operators only.
@NullMarked
package ruchy.runtime.math;

import org.jspecify.annotations.NullMarked;
