/// What integers lie between, as far as the code of one version tells: counters, lengths, what a
/// condition leaves. The emitter writes cheaper code where a sum cannot leave 64 bits or an index
/// fits into 32. Conservative: without a proof an integer may be anything. It must not know how
/// code is written.
@NullMarked
package ruchy.compiler.bounds;

import org.jspecify.annotations.NullMarked;
