package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.GrowingText;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// `place += right` where the place may hold a `GrowingText`: what it holds afterwards. The places
/// of lists and maps are read and written here too, as what they hold.
public final class Appending {
  private Appending() {}

  /// What the place holds after `+ right` (L 6.4), whatever it held.
  public static @Nullable Object add(@Nullable Object held, @Nullable Object right) {
    return add(held, held, GrowingText.length(held), right);
  }

  /// The same for a place that held `before` when it was read, as in `append`.
  public static @Nullable Object add(
      @Nullable Object held, @Nullable Object before, int length, @Nullable Object right) {
    if (before instanceof GrowingText || before instanceof String) {
      if (right instanceof String more) {
        return GrowingText.append(held, before, length, more);
      }
      if (right instanceof Long || right instanceof Double || right instanceof Boolean) {
        return GrowingText.append(held, before, length, Display.text(right));
      }
      if (before instanceof GrowingText growing) {
        return Arithmetic.add(GrowingText.beginning(growing, length), right);
      }
    }
    return Arithmetic.add(before, right);
  }

  /// The length of the text that a place holds, in bytes of UTF-8 (L 17.3).
  public static long byteLength(Object held) {
    return held instanceof GrowingText growing
        ? growing.byteLength()
        : Text.byteLength((String) held);
  }

  /// What `target[index]` holds; raises what reading it raises (L 8.2).
  public static @Nullable Object held(@Nullable Object target, @Nullable Object index) {
    if (target instanceof ListValue list && Numbers.isInteger(index)) {
      return list.held(Numbers.integer(index));
    }
    if (target instanceof MapValue map) {
      Object held = map.held(index);
      return held != null ? held : map.index(index);
    }
    if (target instanceof InstanceValue instance
        && instance.isPositional()
        && Numbers.isInteger(index)) {
      return instance.held(Long.toString(Numbers.integer(index)));
    }
    return Indexing.get(target, index);
  }

  /// Gives `target[index]` what it holds from now on: `held` belongs to that place alone.
  public static void hold(@Nullable Object target, @Nullable Object index, @Nullable Object held) {
    if (target instanceof ListValue list && Numbers.isInteger(index)) {
      list.hold(Numbers.integer(index), held);
    } else if (target instanceof MapValue map) {
      map.hold(index, held);
    } else if (target instanceof InstanceValue instance
        && instance.isPositional()
        && Numbers.isInteger(index)) {
      instance.hold(Long.toString(Numbers.integer(index)), held);
    } else {
      Indexing.set(target, index, GrowingText.value(held));
    }
  }
}
