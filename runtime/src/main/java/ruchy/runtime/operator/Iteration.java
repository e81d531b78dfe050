package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Cursors;
import ruchy.runtime.value.Kind;

/// What `for` walks over (L 10.2).
public final class Iteration {
  private Iteration() {}

  /// The walk over lists, tuples, sets, ranges, strings, maps, and library objects such as
  /// receivers and files. Lists, sets and maps are walked over as they are now. TypeError `For loop
  /// requires an iterable, got X`.
  public static Cursor iterate(@Nullable Object iterable) {
    Cursor cursor = Cursors.of(iterable);
    if (cursor == null) {
      throw Failure.typeError("For loop requires an iterable, got " + Kind.described(iterable));
    }
    return cursor;
  }
}
