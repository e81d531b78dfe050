package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.GrowingText;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// `place += right` where the place may hold a `GrowingText`: what it holds afterwards. The places
/// of lists and maps are read and written here too, as what they hold.
public final class Appending {
  private Appending() {}

  /// What the place holds after `+ right` (L 6.4), whatever it held, if taking the text of the
  /// right side runs no code of the program.
  public static @Nullable Object add(@Nullable Object held, @Nullable Object right) {
    return held != null && GrowingText.isText(held)
        ? GrowingText.append(held, Display.text(right))
        : Arithmetic.add(held, right);
  }

  /// What `f"{place}"` adds to: the text that the place holds, or the F form of another value (L
  /// 15.1).
  public static Object formatted(@Nullable Object held) {
    return held != null && GrowingText.isText(held) ? held : Display.print(held);
  }

  // The same in two steps where code of the program may run, so that an addition which fails leaves
  // the place as it was: first everything is computed that is added, then it is appended at once.

  /// What is added to a place that held `before`: the text of the right side if that was text; else
  /// the sum.
  public static @Nullable Object sum(@Nullable Object before, @Nullable Object right) {
    return GrowingText.isText(before) ? Display.text(right) : Arithmetic.add(before, right);
  }

  /// The same with one more operand after those in `sum`.
  public static @Nullable Object sum(
      @Nullable Object before, @Nullable Object sum, @Nullable Object right) {
    return sum instanceof String text && GrowingText.isText(before)
        ? text.concat(Display.text(right))
        : Arithmetic.add(sum, right);
  }

  /// What the place holds after that: `held` is what it holds now, `before` what it held when it
  /// was read and `length` how long that was, as in `append`.
  public static @Nullable Object grown(
      @Nullable Object held, @Nullable Object before, int length, @Nullable Object sum) {
    return before != null && sum instanceof String more && GrowingText.isText(before)
        ? GrowingText.append(held, before, length, more)
        : sum;
  }

  /// The length of the text that a place holds, in bytes of UTF-8 (L 17.3).
  public static long byteLength(Object held) {
    return held instanceof GrowingText growing
        ? growing.byteLength()
        : Text.byteLength((String) held);
  }

  /// Whether the text that a place holds is empty.
  public static boolean isEmpty(Object held) {
    return held instanceof GrowingText growing ? growing.isEmpty() : ((String) held).isEmpty();
  }

  /// Whether what a place holds equals the empty text (L 6.6).
  public static boolean equalsEmpty(@Nullable Object held) {
    return held instanceof GrowingText growing ? growing.isEmpty() : Comparison.equal(held, "");
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

  /// What `map.get(key, absent)` gives, as what the map holds for the key if it has it. An entry
  /// named `get` is called as in any call (L 8.4).
  public static @Nullable Object heldOr(@Nullable Object map, @Nullable Object key, String absent) {
    if (!(map instanceof MapValue entries)) {
      return held(map, key);
    }
    if (entries.get("get") instanceof FunctionValue own) {
      return own.call(key, absent);
    }
    Object held = entries.held(key);
    return held != null || entries.has(key) ? held : absent;
  }

  /// As `held`, for who appends nothing to it.
  public static @Nullable Object seen(@Nullable Object target, @Nullable Object index) {
    if (target instanceof MapValue map) {
      Object seen = map.seen(index);
      return seen != null ? seen : map.index(index);
    }
    return held(target, index);
  }

  /// What `target[index]`, which held `before`, holds now, after code of the program ran: only
  /// asked where text grows, because reading may run an operator (L 9.2). Null where nothing is any
  /// more.
  public static @Nullable Object again(
      @Nullable Object target, @Nullable Object index, @Nullable Object before) {
    if (!(before instanceof GrowingText)) {
      return before;
    }
    if (target instanceof MapValue map) {
      return map.held(index);
    }
    if (target instanceof ListValue list && Numbers.isInteger(index)) {
      long position = Numbers.integer(index);
      boolean isWithin = position < list.size() && position >= -list.size();
      return isWithin ? list.held(position) : null;
    }
    return held(target, index);
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
