/// Regular expressions in the syntax of Java: the module `regex`, `Regex` objects, and the methods
/// of strings that take one (L 17.3, 18.3). Java's matcher goes back and tries again where an
/// automaton would not have to; it is used because programs expect references to groups and
/// look-ahead, and so that it always ends, the steps of a search are counted.
@NullMarked
package ruchy.runtime.regex;

import org.jspecify.annotations.NullMarked;
