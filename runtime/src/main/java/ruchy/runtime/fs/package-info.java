/// Files: the module `fs`, whose functions give Results, global functions that raise IoError, and
/// file objects (L 16, 18.2). Every access is a blocking point and goes through `engine.Blocking`.
/// Paths are relative to the working folder of `env`.
@NullMarked
package ruchy.runtime.fs;

import org.jspecify.annotations.NullMarked;
