package ruchy.runtime.ws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;

/// Names that a program gives, one by one or in lists.
final class Texts {
  private Texts() {}

  static List<String> of(@Nullable Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof ListValue list) {
        for (int i = 0; i < list.size(); i++) {
          texts.add(Display.print(list.at(i)));
        }
      } else {
        texts.add(Display.print(value));
      }
    }
    return List.copyOf(texts);
  }

  /// Names of sub-protocols; raises ArgumentError for what cannot be one.
  static List<String> tokens(@Nullable Object... values) {
    List<String> texts = of(values);
    for (String text : texts) {
      if (!Handshake.isToken(text)) {
        throw Failure.argumentError("Not the name of a sub-protocol: '" + text + "'");
      }
    }
    return texts;
  }
}
