/// Tests of the room `http`, over loopback sockets.
@NullMarked
package ruchy.runtime.http;

import org.jspecify.annotations.NullMarked;
