/// Other programs: `process::execute` and `Command` (L 16, 18.3). Waiting for them is a blocking
/// point.
@NullMarked
package ruchy.runtime.process;

import org.jspecify.annotations.NullMarked;
