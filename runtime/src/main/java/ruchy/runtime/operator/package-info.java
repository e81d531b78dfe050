/// The operators (L 6): for values of known kinds as small static methods that the JIT inlines, and
/// for values whose kind is not known when compiling (`Object`). What is rare or fails lies out of
/// line.
///
/// This room knows `value` and `failure`. It decides nothing about names, members or calls.
@NullMarked
package ruchy.runtime.operator;

import org.jspecify.annotations.NullMarked;
