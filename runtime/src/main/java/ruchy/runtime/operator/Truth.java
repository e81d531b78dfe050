package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Options;

/// The test of `if`, `&&`, `!`, `??` and so on (L 6.5).
public final class Truth {
  private Truth() {}

  /// `false`, nil and `None` are false, everything else is true.
  public static boolean truth(@Nullable Object value) {
    return Options.isTrue(value);
  }

  /// What `value ?? other` gives for a value that is not absent: the payload of a `Some`, else the
  /// value.
  public static @Nullable Object present(@Nullable Object value) {
    return Options.isSome(value) ? Options.payload(value) : value;
  }
}
