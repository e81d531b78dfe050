/// Lines for people who watch a program: the modules `log` and `logging`, and the globals `log_...`
/// (L 16, 18.3).
@NullMarked
package ruchy.runtime.log;

import org.jspecify.annotations.NullMarked;
