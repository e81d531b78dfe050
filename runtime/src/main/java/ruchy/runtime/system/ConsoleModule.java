package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;

/// `console`: printing under the names that JavaScript uses (L 16).
@Module("console")
public final class ConsoleModule {
  private ConsoleModule() {}

  /// As `println`.
  @Export({"log", "info", "debug"})
  public static void log(@Reads @Nullable Object... values) {
    ConsoleGlobals.println(values);
  }

  /// As `eprintln`.
  @Export({"error", "warn"})
  public static void error(@Reads @Nullable Object... values) {
    ConsoleGlobals.eprintln(values);
  }
}
