/// The layout of programs: what `ruchyc fmt` and the editor write (L 20.2).
///
/// The tokens of the source are laid out anew and never changed; comments stay where they belong.
/// The tree says what a token is for and where a line may break: [TreeMarks] notes that on the
/// tokens, [Draft] makes a [Document] of them, and [Rendering] chooses its line ends. What is laid
/// out is read again: a layout that would mean something else is refused.
///
/// It must not know what names mean, and reads and writes no files.
@NullMarked
package ruchy.compiler.format;

import org.jspecify.annotations.NullMarked;
