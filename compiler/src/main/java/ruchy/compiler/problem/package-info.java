/// What the compiler has to say about a program.
///
/// Wording: one sentence that says what happened, in the words of L 11.4; the place is the span;
/// what to do about it is the hint. Similar problems have similar sentences. No blame, no
/// exclamation marks, no Java terms. Every problem has a stable code and an example program that a
/// test compiles.
///
/// This room knows nothing of tokens, trees or types: problems hold text and places.
@NullMarked
package ruchy.compiler.problem;

import org.jspecify.annotations.NullMarked;
