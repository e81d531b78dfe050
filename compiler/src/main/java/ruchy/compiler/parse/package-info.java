/// Tokens to tree (L 2 to L 5): recursive descent, one file for each area of the grammar, one
/// method for each production with its line of the grammar as comment. Every text gives a tree;
/// where something is wrong, a problem is reported and the tree has a hole (`Expression.Missing`).
/// It must not know what names mean: whether one is defined, or what kind of value it has, is never
/// asked here.
@NullMarked
package ruchy.compiler.parse;

import org.jspecify.annotations.NullMarked;
