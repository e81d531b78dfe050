/// Tasks, channels and timers (L 12): `spawn`, `async`, `await`, the module `async`.
///
/// A task is a virtual thread of the JVM's own scheduler, so tasks use all processors; the
/// call-backs of timers run in tasks too. A task whose code touches shared state holds the turn
/// while it runs. All waiting goes through the bridge of room `engine`. This room knows values,
/// failures and `engine`, and nothing of networking.
@NullMarked
package ruchy.runtime.task;

import org.jspecify.annotations.NullMarked;
