package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.Display;

/// Printing (L 15.2).
@Globals
public final class ConsoleGlobals {
  private ConsoleGlobals() {}

  /// Prints a line end.
  @Export
  public static void println() {
    Output.STANDARD.line("");
  }

  /// Prints a value and a line end.
  ///
  /// ```ruchy
  /// println("Hello")
  /// ```
  @Export
  public static void println(@Reads @Nullable Object value) {
    Output.STANDARD.line(Display.print(value));
  }

  /// Prints several values and a line end: those after a format string in the places of its `{}`, else all of them with
  /// a space between.
  ///
  /// ```ruchy
  /// println("{} is {}", "Al", 30)
  /// ```
  @Export
  public static void println(@Reads @Nullable Object... values) {
    Output.STANDARD.line(Format.text(values));
  }

  /// As `println`, without the line end; what was printed so far leaves at once.
  @Export
  public static void print(@Reads @Nullable Object... values) {
    Output.STANDARD.text(Format.text(values));
  }

  /// As `println`, on standard error.
  @Export
  public static void eprintln(@Reads @Nullable Object... values) {
    Output.STANDARD.flush();
    Output.ERROR.line(Format.text(values));
  }

  /// As `print`, on standard error.
  @Export
  public static void eprint(@Reads @Nullable Object... values) {
    Output.STANDARD.flush();
    Output.ERROR.text(Format.text(values));
  }

  /// The text that `print` would print.
  ///
  /// ```ruchy
  /// format("{} is {}", "Al", 30)   // => "Al is 30"
  /// ```
  @Export
  public static String format(@Reads @Nullable Object... values) {
    return Format.text(values);
  }

  /// Prints `[DEBUG] ` and the value as source would write it, and gives the value back.
  @Export
  @Type("T")
  public static @Nullable Object dbg(@Type("T") @Nullable Object value) {
    Output.STANDARD.line("[DEBUG] " + Display.debug(value));
    return value;
  }
}
