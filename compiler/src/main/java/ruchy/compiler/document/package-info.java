/// Reference pages from `///` comments (L 1.2, L 20.2): of the items of a file, and of the library.
/// A page is made from the tree alone, so a file whose imports are missing has one too; it is
/// printed as Markdown, HTML or JSON. Knows no files and no names beyond the page's own.
@NullMarked
package ruchy.compiler.document;

import org.jspecify.annotations.NullMarked;
