package ruchy.runtime.log;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;

/// The global functions that log (L 16).
@Globals
public final class LogGlobals {
  private LogGlobals() {}

  /// Writes `[ERROR] text` on standard error.
  ///
  /// ```ruchy
  /// log_error("disk full")
  /// ```
  @Export
  public static void logError(@Reads @Nullable Object... values) {
    LogModule.error(values);
  }

  /// Writes `[WARN] text` on standard error.
  ///
  /// ```ruchy
  /// log_warn("disk nearly full")
  /// ```
  @Export
  public static void logWarn(@Reads @Nullable Object... values) {
    LogModule.warn(values);
  }

  /// Writes `[INFO] text` on standard error.
  ///
  /// ```ruchy
  /// log_info("started")
  /// ```
  @Export
  public static void logInfo(@Reads @Nullable Object... values) {
    LogModule.info(values);
  }

  /// Writes `[DEBUG] text` on standard error.
  ///
  /// ```ruchy
  /// log_debug("{} users", 3)
  /// ```
  @Export
  public static void logDebug(@Reads @Nullable Object... values) {
    LogModule.debug(values);
  }

  /// Writes `[TRACE] text` on standard error.
  ///
  /// ```ruchy
  /// log_trace("here")
  /// ```
  @Export
  public static void logTrace(@Reads @Nullable Object... values) {
    LogModule.trace(values);
  }
}
