@NullMarked
package ruchy.runtime.tls;

import org.jspecify.annotations.NullMarked;
