/// Where program text lives and how places in it are named. Knows nothing of what the text means.
@NullMarked
package ruchy.compiler.source;

import org.jspecify.annotations.NullMarked;
