/// What the programmer wrote: the syntax tree, data only. It keeps every form of the source apart
/// (nothing is desugared), so that `fmt`, `doc` and the editor can use it; comments stay in the
/// tokens. It must not know what names mean: that is `program`.
@NullMarked
package ruchy.compiler.tree;

import org.jspecify.annotations.NullMarked;
