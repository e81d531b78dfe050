package ruchy.runtime.log;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.value.FormatStrings;

/// The modules `log` and `logging` (L 18.3). `log` is a global function as well, the logarithm.
@Module({"log", "logging"})
public final class LogModule {
  private LogModule() {}

  /// Shows from now on only lines of that level and of more important ones: `error`, `warn`,
  /// `info`, `debug`, `trace`. Before, everything is shown.
  ///
  /// ```ruchy
  /// logging::init_logger("warn"); logging::get_level()   // => "warn"
  /// ```
  @Export
  public static void initLogger(String level) {
    Level.show(Level.of(level));
  }

  /// The least important level that is shown.
  ///
  /// ```ruchy
  /// logging::init_logger("info"); logging::get_level()   // => "info"
  /// ```
  @Export
  public static String getLevel() {
    return Level.name(Level.shown());
  }

  /// Whether lines of that level are shown.
  ///
  /// ```ruchy
  /// logging::init_logger("warn"); logging::is_level_enabled("info")   // => false
  /// ```
  @Export
  public static boolean isLevelEnabled(String level) {
    return Level.of(level) <= Level.shown();
  }

  /// Writes `[ERROR] text` on standard error.
  ///
  /// ```ruchy
  /// log::error("disk full")
  /// ```
  @Export
  public static void error(@Reads @Nullable Object... values) {
    Level.line(Level.ERROR, FormatStrings.all(values));
  }

  /// Writes `[WARN] text` on standard error.
  ///
  /// ```ruchy
  /// log::warn("disk nearly full")
  /// ```
  @Export
  public static void warn(@Reads @Nullable Object... values) {
    Level.line(Level.WARN, FormatStrings.all(values));
  }

  /// Writes `[INFO] text` on standard error.
  ///
  /// ```ruchy
  /// log::info("started")
  /// ```
  @Export
  public static void info(@Reads @Nullable Object... values) {
    Level.line(Level.INFO, FormatStrings.all(values));
  }

  /// Writes `[DEBUG] text` on standard error.
  ///
  /// ```ruchy
  /// log::debug("{} users", 3)
  /// ```
  @Export
  public static void debug(@Reads @Nullable Object... values) {
    Level.line(Level.DEBUG, FormatStrings.all(values));
  }

  /// Writes `[TRACE] text` on standard error.
  ///
  /// ```ruchy
  /// log::trace("here")
  /// ```
  @Export
  public static void trace(@Reads @Nullable Object... values) {
    Level.line(Level.TRACE, FormatStrings.all(values));
  }
}
