/// What both sides of HTTP have in common.
@NullMarked
package ruchy.runtime.message;

import org.jspecify.annotations.NullMarked;
