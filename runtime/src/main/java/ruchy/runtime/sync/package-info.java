/// Wrappers that programs written for other languages know: `Arc`, `Mutex`, `RefCell`, atomics (L
/// 12.9). Ruchy needs none of them (L 12.3); here they are cells. The program's call-backs run on
/// the thread that calls `with_lock`. The room knows neither networking nor the compiler.
@NullMarked
package ruchy.runtime.sync;

import org.jspecify.annotations.NullMarked;
