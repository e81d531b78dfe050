package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

/// The options of `server.static`.
///
/// @param index the file that answers for a directory, or null
/// @param hasDotfiles whether names that begin with a dot are served
/// @param maxAgeSeconds how long a client may use a file without asking again
record FileOptions(@Nullable String index, boolean hasDotfiles, long maxAgeSeconds) {
  static FileOptions of(MapValue options) {
    String index = "index.html";
    boolean hasDotfiles = false;
    long maxAgeSeconds = 0;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      Object value = options.valueAt(i);
      if (key == null) {
        continue;
      }
      switch (Display.print(key)) {
        case "index" -> index = Truth.truth(value) ? Display.print(value) : null;
        case "dotfiles" -> hasDotfiles = Truth.truth(value);
        case "max_age" -> maxAgeSeconds = seconds("static", value);
        default ->
            throw Failure.argumentError("Unknown option of static: '" + Display.print(key) + "'");
      }
    }
    return new FileOptions(index, hasDotfiles, maxAgeSeconds);
  }

  /// The seconds that the option `max_age` of a function names.
  static long seconds(String function, @Nullable Object value) {
    if (value instanceof Long seconds && seconds >= 0) {
      return seconds;
    }
    throw Failure.argumentError("The max_age of " + function + " is a number of seconds");
  }
}
