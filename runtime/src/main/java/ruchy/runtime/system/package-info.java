/// What a program says to the outside and asks of it: the console, its arguments, its end, the
/// checks and conversions that every program has as global functions (L 16). Everything here runs
/// on the thread that calls. It knows nothing of files, processes and the network.
@NullMarked
package ruchy.runtime.system;

import org.jspecify.annotations.NullMarked;
