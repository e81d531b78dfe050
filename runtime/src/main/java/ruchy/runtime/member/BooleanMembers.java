package ruchy.runtime.member;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;

/// The methods of `boolean` beyond those that every value has.
@Members("boolean")
public final class BooleanMembers {
  private BooleanMembers() {}

  /// 1 for true, 0 for false.
  ///
  /// ```ruchy
  /// true.to_int()   // => 1
  /// ```
  @Export({"to_int", "to_integer", "to_i"})
  public static long toInt(boolean value) {
    return value ? 1 : 0;
  }
}
