/// Tests of passing requests on, over real sockets.
@NullMarked
package ruchy.runtime.proxy;

import org.jspecify.annotations.NullMarked;
