package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Display;

/// The text of several printed values.
final class Format {
  private Format() {}

  static String text(@Nullable Object[] values) {
    if (values.length == 1) {
      return Display.print(values[0]);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : " ").append(Display.print(values[i]));
    }
    return text.toString();
  }
}
