/// Runs the programs of this folder, by `ruchyc run` and as built jars, and looks at them from
/// outside: their output, and real connections.
@NullMarked
package ruchy.examples;

import org.jspecify.annotations.NullMarked;
