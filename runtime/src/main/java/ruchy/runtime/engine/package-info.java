/// Waiting, turns, and the life of a program: the one Vert.x instance (`Engine`), the one place
/// that parks threads (`Bridge`), the turn of code that touches shared state (`Turn`), virtual
/// threads on event loops (`LoopThreads`), what keeps a program alive and how it ends (`Lifetime`),
/// and its start (`Launch`).
///
/// Locks, here and in all rooms: monitors alone, none of `java.util.concurrent`, and none is held
/// while a task waits or code of the program runs. Who waits for a monitor keeps the turn, and an
/// event loop that does keeps everything that is to happen on it; who has the monitor may need
/// either to go on. A virtual thread that was queued for a monitor goes on elsewhere
/// (`LoopThreads`); for another lock it would be woken on its own loop, which may be queued behind
/// it. A test reads all of that off the class files (`LocksTest`). What the JDK and Netty lock
/// inside is left to one side: pooled buffers to the event loops, the queues of thread pools and
/// the channels of sockets to those who have their own turn at them first.
///
/// Only `Engine` and what it needs import Vert.x; a program without networking never loads them.
/// This room knows values and failures, and nothing of HTTP, sockets or tasks. Call-backs of the
/// program never run in this room's threads.
@NullMarked
package ruchy.runtime.engine;

import org.jspecify.annotations.NullMarked;
