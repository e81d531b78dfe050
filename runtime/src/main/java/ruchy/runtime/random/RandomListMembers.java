package ruchy.runtime.random;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.ListValue;

/// The methods of lists that leave something to chance (L 17.4).
@Members("list")
public final class RandomListMembers {
  private RandomListMembers() {}

  /// One element, or nil.
  ///
  /// ```ruchy
  /// [5].sample()   // => 5
  /// ```
  @Export
  @Type("T?")
  public static @Nullable Object sample(ListValue list) {
    return RandomModule.choice(list);
  }

  /// A new list of the same elements in another order.
  ///
  /// ```ruchy
  /// [1, 2, 3].shuffle().sort()   // => [1, 2, 3]
  /// ```
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue shuffle(ListValue list) {
    return RandomModule.shuffle(list);
  }
}
