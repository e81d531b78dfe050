package ruchy.benchmarks.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the servers that take turns, and what was measured of it so far.
///
/// Two of them are the same when they are one object: what was measured changes.
///
/// @param command starts it, without the processors that it runs on
/// @param port where it listens then
record Entrant(String title, List<String> command, int port, Figures figures) {
  Entrant(String title, List<String> command, int port) {
    this(title, command, port, new Figures());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
