/// Calls, member reads and member writes on values whose kind is not known when compiling (L 8.3,
/// 8.4).
///
/// The members of built-in kinds and of library objects are reached through dispatchers that the
/// build writes from the declarations (room `index`): a switch over the name for each kind, without
/// reflection. A dispatcher is loaded when its kind is first met, and so is the class that
/// implements a member.
@NullMarked
package ruchy.runtime.call;

import org.jspecify.annotations.NullMarked;
