/// Waiting, turns, and the life of a program: the one Vert.x instance (`Engine`), the one place
/// that parks threads (`Bridge`), the turn of code that touches shared state (`Turn`), virtual
/// threads on event loops (`LoopThreads`), what keeps a program alive and how it ends (`Lifetime`),
/// and its start (`Launch`).
///
/// Only `Engine` and what it needs import Vert.x; a program without networking never loads them.
/// This room knows values and failures, and nothing of HTTP, sockets or tasks. Call-backs of the
/// program never run in this room's threads.
@NullMarked
package ruchy.runtime.engine;

import org.jspecify.annotations.NullMarked;
