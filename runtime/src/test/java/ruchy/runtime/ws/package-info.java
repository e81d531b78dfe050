@NullMarked
package ruchy.runtime.ws;

import org.jspecify.annotations.NullMarked;
