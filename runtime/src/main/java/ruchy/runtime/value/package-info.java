/// What a program can hold: one class for each kind of value (L 6.1), their text forms and their
/// kind names.
///
/// Kinds are told apart by `instanceof` chains, the likely kinds first, and not by pattern
/// switches: those are custom call sites, which cost time at every start.
///
/// Integers, floats, booleans, strings and nil are Java's `Long`, `Double`, `Boolean`, `String` and
/// `null`; everything else has its class here. Code that the compiler writes extends `LayoutValue`,
/// `InstanceValue`, `EnumType` and `FunctionValue`. Collections are not safe for threads by
/// themselves: the turn (L 12.3) lets one task at a time touch a shared one. This room knows
/// `failure`, and nothing of calls, modules, files or the network.
@NullMarked
package ruchy.runtime.value;

import org.jspecify.annotations.NullMarked;
