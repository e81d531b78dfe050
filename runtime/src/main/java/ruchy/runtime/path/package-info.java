/// Paths of files as texts, as the module `path` and as globals `path_...` (L 18.3). Touches no
/// file, except for `canonicalize`.
@NullMarked
package ruchy.runtime.path;

import org.jspecify.annotations.NullMarked;
