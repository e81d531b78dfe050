package ruchy.runtime.scan;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

/// How a scan goes about it.
///
/// @param timeoutMillis how long an answer is waited for
/// @param concurrency how many ports are asked at once at most
/// @param retries how often a port that does not answer is asked again
/// @param bannerMillis how long open ports are listened to; 0 is not at all
/// @param isAll whether ports that are not open are told too
/// @param showsProgress whether a person at the terminal sees how far it is
record ScanOptions(
    long timeoutMillis,
    int concurrency,
    int retries,
    long bannerMillis,
    boolean isAll,
    boolean showsProgress) {
  private static final long BANNER_MILLIS = 500;

  static ScanOptions of(MapValue options) {
    long timeout = 1000;
    long concurrency = 1000;
    long retries = 1;
    long banner = 0;
    boolean isAll = false;
    boolean showsProgress = false;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      Object value = options.valueAt(i);
      if (key == null) {
        continue;
      }
      switch (Display.print(key)) {
        case "timeout" -> timeout = number("timeout", value, 1, 600_000);
        case "concurrency" -> concurrency = number("concurrency", value, 1, 100_000);
        case "retries" -> retries = number("retries", value, 0, 10);
        case "banner" ->
            banner =
                value instanceof Long
                    ? number("banner", value, 0, 60_000)
                    : Truth.truth(value) ? BANNER_MILLIS : 0;
        case "all" -> isAll = Truth.truth(value);
        case "progress" -> showsProgress = Truth.truth(value);
        default ->
            throw Failure.argumentError("Unknown option of scan: '" + Display.print(key) + "'");
      }
    }
    return new ScanOptions(timeout, (int) concurrency, (int) retries, banner, isAll, showsProgress);
  }

  private static long number(String name, @Nullable Object value, long least, long most) {
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw Failure.argumentError(
        "The " + name + " of scan is " + least + " to " + most + ", got " + Display.debug(value));
  }
}
