package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

/// What is kept of connections.
///
/// @param mostBytes of each side of a connection
/// @param mostInAll bytes of all connections that have not ended
/// @param mostStreams how many connections that have not ended
/// @param idleNanos after how long without a packet a connection counts as ended
record StreamOptions(long mostBytes, long mostInAll, long mostStreams, long idleNanos) {
  static final StreamOptions DEFAULT =
      new StreamOptions(1 << 20, 64 << 20, 10_000, 300_000L * 1_000_000);

  static StreamOptions of(MapValue options) {
    long max = DEFAULT.mostBytes;
    long memory = DEFAULT.mostInAll;
    long streams = DEFAULT.mostStreams;
    long idle = DEFAULT.idleNanos / 1_000_000;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      Object value = options.valueAt(i);
      if (key == null) {
        continue;
      }
      switch (Display.print(key)) {
        case "max" -> max = number("max", value, 0, 1 << 30);
        case "memory" -> memory = number("memory", value, 1, Long.MAX_VALUE);
        case "streams" -> streams = number("streams", value, 1, 10_000_000);
        case "idle" -> idle = number("idle", value, 1, 1_000_000_000);
        default ->
            throw Failure.argumentError("Unknown option of streams: '" + Display.print(key) + "'");
      }
    }
    return new StreamOptions(max, memory, streams, idle * 1_000_000);
  }

  private static long number(String name, @Nullable Object value, long least, long most) {
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw Failure.argumentError(
        "The "
            + name
            + " of streams is "
            + least
            + " to "
            + most
            + ", got "
            + Display.debug(value));
  }
}
