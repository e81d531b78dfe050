/// What values a place can hold, as far as the compiler knows: a lattice from `NEVER` to `ANY`
/// (data, and how two types join). It must not know how types are found (`infer`) or represented
/// (`emit`).
///
/// Element and field types are cells: every list, map and object that can be the same value shares
/// one cell, because joining two list types unifies their cells. So a list known under two names
/// cannot hold what one of them excludes.
@NullMarked
package ruchy.compiler.type;

import org.jspecify.annotations.NullMarked;
