package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FormatStrings;

/// The global functions that print (L 15.2).
@Globals
public final class ConsoleGlobals {
  private ConsoleGlobals() {}

  /// Prints a newline.
  ///
  /// ```ruchy
  /// println()   // prints \n
  /// ```
  @Export
  public static void println() {
    Output.STANDARD.line("");
  }

  /// Prints the text and a newline.
  ///
  /// ```ruchy
  /// println("hello")   // prints hello
  /// ```
  @Export
  public static void println(String text) {
    Output.STANDARD.line(text);
  }

  /// Prints the value and a newline.
  ///
  /// ```ruchy
  /// println([1, "a"])   // prints [1, "a"]
  /// ```
  @Export
  public static void println(@Reads @Nullable Object value) {
    Output.STANDARD.line(Display.print(value));
  }

  /// Prints several values with spaces between, or puts them into the first one if that is a text
  /// with placeholders, and then a newline.
  ///
  /// ```ruchy
  /// println("a", 1)               // prints a 1
  /// println("{} is {:.1}", "x", 2)   // prints x is 2.0
  /// ```
  @Export
  public static void println(@Reads @Nullable Object... values) {
    Output.STANDARD.line(FormatStrings.all(values));
  }

  /// Prints the text without newline.
  ///
  /// ```ruchy
  /// print("hello")   // prints hello
  /// ```
  @Export
  public static void print(String text) {
    Output.STANDARD.text(text);
  }

  /// Prints the value without newline.
  ///
  /// ```ruchy
  /// print(1)   // prints 1
  /// ```
  @Export
  public static void print(@Reads @Nullable Object value) {
    Output.STANDARD.text(Display.print(value));
  }

  /// As `println` with several values, without newline.
  ///
  /// ```ruchy
  /// print("{}-{}", 1, 2)   // prints 1-2
  /// ```
  @Export
  public static void print(@Reads @Nullable Object... values) {
    Output.STANDARD.text(FormatStrings.all(values));
  }

  /// As `println`, on standard error.
  ///
  /// ```ruchy
  /// eprintln("no such file")
  /// ```
  @Export
  public static void eprintln(@Reads @Nullable Object... values) {
    Output.STANDARD.flush();
    Output.ERROR.line(FormatStrings.all(values));
  }

  /// As `print`, on standard error.
  ///
  /// ```ruchy
  /// eprint("...")
  /// ```
  @Export
  public static void eprint(@Reads @Nullable Object... values) {
    Output.STANDARD.flush();
    Output.ERROR.text(FormatStrings.all(values));
  }

  /// The text that `print` would print.
  ///
  /// ```ruchy
  /// format("{:>4}|", 7)   // => "   7|"
  /// ```
  @Export
  public static String format(@Reads @Nullable Object... values) {
    return FormatStrings.all(values);
  }

  /// Prints `[DEBUG] ` and the value as it stands inside other values, and gives the value.
  ///
  /// ```ruchy
  /// let text = dbg("a") + "b"   // prints [DEBUG] "a"
  /// text                        // => "ab"
  /// ```
  @Export
  @Type("T")
  public static @Nullable Object dbg(@Type("T") @Nullable Object value) {
    Output.STANDARD.line("[DEBUG] ".concat(Display.debug(value)));
    return value;
  }
}
