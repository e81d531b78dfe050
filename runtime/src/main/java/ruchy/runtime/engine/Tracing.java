package ruchy.runtime.engine;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Kind;

/// `--trace` (L 20.1): tells the calls of a program's functions on standard error, with values in D
/// form, which calls no function of the program. May be called from any thread.
public final class Tracing {
  private Tracing() {}

  /// `TRACE: → f(1: integer, "a": string)`; an argument that the call left out is passed over: its
  /// default is not computed yet.
  public static void enter(String function, @Nullable Object[] arguments) {
    var text = new StringBuilder("→ ").append(function).append('(');
    String separator = "";
    for (Object argument : arguments) {
      if (argument != FunctionValue.LEFT_OUT) {
        text.append(separator).append(withKind(argument));
        separator = ", ";
      }
    }
    tell(text.append(')').toString());
  }

  /// `TRACE: ← f = 3: integer`
  public static void leave(@Nullable Object value, String function) {
    tell("← " + function + " = " + withKind(value));
  }

  /// What the program has printed so far comes first.
  private static void tell(String text) {
    Output.STANDARD.flush();
    Output.ERROR.line("TRACE: " + text);
  }

  private static String withKind(@Nullable Object value) {
    return Display.debug(value) + ": " + Kind.name(value);
  }
}
