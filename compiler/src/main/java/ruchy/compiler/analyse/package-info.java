/// Two facts about every function (L 12.3, L 12.4): whether a call may wait, and whether it may
/// touch state that other tasks can reach. They decide how the library runs a handler.
/// Conservative: without a proof the answer is yes. It must not know how handlers are run.
///
/// Sharing in reading order: `Region` (values that may be the same value), `Flow`, `PatternFlow`,
/// `CallFlow`, `MemberFlow`, `LibraryFlow` (where values go, noting `Events`), `CallGraph` (what
/// runs what), `Beginning` (what runs before any second task), `Reach` (what several tasks reach),
/// `Sharing` (the verdict).
@NullMarked
package ruchy.compiler.analyse;

import org.jspecify.annotations.NullMarked;
