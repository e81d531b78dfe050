/// Trees as text: as source that parses to the same tree, and as an outline for people and
/// snapshots. Looks at nothing but the tree, so comments and the layout of the source are not kept;
/// the formatter of programs works on tokens.
@NullMarked
package ruchy.compiler.print;

import org.jspecify.annotations.NullMarked;
