/// Tests of messages over streams.
@NullMarked
package ruchy.runtime.frame;

import org.jspecify.annotations.NullMarked;
