/// Tree to program: binds every name (L 7), takes sugar apart, finds captures, puts checks of
/// annotations and copies of structs in place. After it nobody needs the tree to know what a
/// program means.
///
/// A parser's area has its resolver of the same name: items, expressions, patterns, loops. They
/// share one `Resolution`; what differs from place to place is the `Scope`, which every method
/// takes. Bodies of functions are resolved when the top-level code first refers to them, so that
/// the order in which globals come to life is known.
///
/// This room must not know how text was read (`lex`, `parse` only turn the text of modules into
/// trees), which types values will have (`infer`), nor how code looks (`emit`).
@NullMarked
package ruchy.compiler.resolve;

import org.jspecify.annotations.NullMarked;
