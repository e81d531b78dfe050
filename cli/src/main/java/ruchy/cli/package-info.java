/// The command `ruchyc`: reads files, calls the compiler, prints, and exits. It is the only place
/// that does these. Nothing depends on it.
@NullMarked
package ruchy.cli;

import org.jspecify.annotations.NullMarked;
