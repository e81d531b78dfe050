/// Regular expressions in the syntax of Java: the module `regex`, `Regex` objects, and the methods
/// of strings that take one (L 17.3, 18.3).
@NullMarked
package ruchy.runtime.regex;

import org.jspecify.annotations.NullMarked;
