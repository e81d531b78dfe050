/// The manual of the library, as the build writes it from the comments of the declarations. For
/// `ruchyc doc` and the test that runs the examples; no program needs it, so nothing of the rooms
/// that programs use may refer to it.
@NullMarked
package ruchy.runtime.manual;

import org.jspecify.annotations.NullMarked;
