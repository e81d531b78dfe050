package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.value.FormatStrings;

/// The module `console` (L 16).
@Module("console")
public final class ConsoleModule {
  private ConsoleModule() {}

  /// As `println`.
  ///
  /// ```ruchy
  /// console.log("a", 1)   // prints a 1
  /// ```
  @Export({"log", "info", "debug"})
  public static void log(@Reads @Nullable Object... values) {
    Output.STANDARD.line(FormatStrings.all(values));
  }

  /// As `eprintln`.
  ///
  /// ```ruchy
  /// console.error("no such file")
  /// ```
  @Export({"error", "warn"})
  public static void error(@Reads @Nullable Object... values) {
    Output.STANDARD.flush();
    Output.ERROR.line(FormatStrings.all(values));
  }
}
