package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.operator.Conversion;

/// `text.parse()` where the place or a turbofish tells what is wanted (L 17.3).
public final class Parsing {
  private Parsing() {}

  /// The value of that kind that a text stands for; for an empty kind the number that the text
  /// says. As a Result if that is wanted, else ParseError. On other values it is the method of that
  /// name.
  public static @Nullable Object parse(
      @Nullable Object receiver, String kind, boolean wantsResult) {
    if (!(receiver instanceof String text)) {
      return Members.invoke(receiver, "parse");
    }
    if (kind.isEmpty()) {
      return wantsResult ? Conversion.parseResult(text) : Conversion.parseNumber(text);
    }
    return wantsResult ? Conversion.parseResult(text, kind) : Conversion.parse(text, kind);
  }
}
