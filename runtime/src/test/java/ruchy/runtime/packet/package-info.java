/// Tests of captures, capture files and layers.
@NullMarked
package ruchy.runtime.packet;

import org.jspecify.annotations.NullMarked;
