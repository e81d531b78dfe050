package ruchy.runtime.log;

import java.util.Locale;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;

/// How important a line is, and which lines are shown. May be used from any thread.
final class Level {
  static final int ERROR = 0;
  static final int WARN = 1;
  static final int INFO = 2;
  static final int DEBUG = 3;
  static final int TRACE = 4;

  private static final String[] NAMES = {"error", "warn", "info", "debug", "trace"};

  /// The least important level that is shown: at first everything.
  private static volatile int shown = TRACE;

  private Level() {}

  static String name(int level) {
    return NAMES[level];
  }

  static int shown() {
    return shown;
  }

  static void show(int level) {
    shown = level;
  }

  /// The level of a name in any case; raises ArgumentError.
  static int of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].equals(lower) || (i == WARN && lower.equals("warning"))) {
        return i;
      }
    }
    throw Failure.argumentError(
        "The log levels are error, warn, info, debug and trace, not " + name);
  }

  /// Writes `[LEVEL] text` on standard error if the level is shown.
  static void line(int level, String text) {
    if (level <= shown) {
      Output.STANDARD.flush();
      Output.ERROR.line("[" + NAMES[level].toUpperCase(Locale.ROOT) + "] " + text);
    }
  }
}
