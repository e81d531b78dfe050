/// Tests of reference pages.
@NullMarked
package ruchy.compiler.document;

import org.jspecify.annotations.NullMarked;
