/// Text to tokens (L 1). Every character of the source belongs to exactly one token or to the
/// trivia before one, so that formatter and editor can put the text together again. Knows nothing
/// of grammar.
@NullMarked
package ruchy.compiler.lex;

import org.jspecify.annotations.NullMarked;
