/// What `ruchyc lint` says of the way a program is written: names, functions that do too much,
/// names that hide others, public names without a comment. Looks at the tree alone: it must not
/// know what names mean, and no other command asks it.
@NullMarked
package ruchy.compiler.style;

import org.jspecify.annotations.NullMarked;
