package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Display;

/// Reading standard input (L 16).
@Globals
public final class InputGlobals {
  private InputGlobals() {}

  /// The next line of standard input without its line end; `""` at the end of the input.
  ///
  /// ```ruchy
  /// let name = input()
  /// ```
  @Export({"input", "readline", "read_line"})
  @Waits
  public static String input() {
    Output.STANDARD.flush();
    String line = StandardInput.INSTANCE.line();
    return line == null ? "" : line;
  }

  /// Prints the prompt without a line end and reads a line.
  ///
  /// ```ruchy
  /// let name = input("Your name: ")
  /// ```
  @Export
  @Waits
  public static String input(@Reads @Nullable Object prompt) {
    Output.STANDARD.text(Display.print(prompt));
    return input();
  }

  /// The lines of standard input up to an empty line or the end of the input.
  ///
  /// ```ruchy
  /// let text = input_multiline()
  /// ```
  @Export
  @Waits
  public static String inputMultiline() {
    Output.STANDARD.flush();
    StringBuilder text = new StringBuilder();
    while (true) {
      String line = StandardInput.INSTANCE.line();
      if (line == null || line.isEmpty()) {
        return text.toString();
      }
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
  }

  /// Prints the prompt without a line end and reads lines up to an empty one or the end of the
  /// input.
  ///
  /// ```ruchy
  /// let text = input_multiline("Your text, then an empty line:\n")
  /// ```
  @Export
  @Waits
  public static String inputMultiline(@Reads @Nullable Object prompt) {
    Output.STANDARD.text(Display.print(prompt));
    return inputMultiline();
  }
}
