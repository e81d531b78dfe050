/// What tests of several rooms use to speak with a server or a client byte by byte. Knows nothing
/// of the rooms.
@NullMarked
package ruchy.runtime.wire;

import org.jspecify.annotations.NullMarked;
