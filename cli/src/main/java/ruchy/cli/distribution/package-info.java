/// Lays out, while the project is built, what the script `ruchyc` starts: the jars and the
/// ahead-of-time cache. It is no part of the command: the jar of this module leaves it out, and
/// nothing else may know it.
@NullMarked
package ruchy.cli.distribution;

import org.jspecify.annotations.NullMarked;
