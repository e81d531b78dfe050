/// How fast programs and servers of Ruchy are, next to hand-written Java and to other languages:
/// each question is one command of `benchmarks/run`, answered by ratios that were measured in one
/// run, in interleaved rounds.
///
/// Nothing knows these classes, and nothing here is part of what is shipped.
@NullMarked
package ruchy.benchmarks;

import org.jspecify.annotations.NullMarked;
