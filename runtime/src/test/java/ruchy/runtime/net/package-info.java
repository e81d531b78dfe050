/// Tests of sockets. The other side is always a plain socket of the JDK.
@NullMarked
package ruchy.runtime.net;

import org.jspecify.annotations.NullMarked;
