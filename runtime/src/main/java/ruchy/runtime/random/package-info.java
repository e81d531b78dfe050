/// Random numbers, as globals and as the module `random` (L 16, 18.3). Without seed every thread
/// draws from a source of its own; after `seed` all draw from one, which gives the same numbers in
/// every run of a program with one task.
@NullMarked
package ruchy.runtime.random;

import org.jspecify.annotations.NullMarked;
