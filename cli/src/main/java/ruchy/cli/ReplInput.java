package ruchy.cli;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Where the lines of a session come from.
sealed interface ReplInput permits TypedInput, PipedInput {
  /// What a reading of a line ends with.
  sealed interface Line {
    /// A line, without its end.
    record Text(String text) implements Line {}

    /// Ctrl-C: what has been typed of the entry is dropped.
    record Dropped() implements Line {}

    /// There is no more.
    record End() implements Line {}
  }

  /// Waits for a line. Servers, timers and tasks go on meanwhile.
  Line read(String prompt);

  /// Tells which names can be completed.
  void offer(Collection<String> names);

  /// Remembers an entry, null to forget all.
  void remember(@Nullable String entry);
}
