package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// The methods of `boolean` beyond those that every value has.
@Members("boolean")
@Computes
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

  /// `Some` of the function's result for true, `None` for false.
  ///
  /// ```ruchy
  /// true.then(|| 5)   // => Some(5)
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("option<U>")
  public static VariantValue then(boolean value, @Type("() -> U") FunctionValue f) {
    return value ? Options.some(f.call()) : Options.NONE;
  }

  /// `Some` of the other value for true, `None` for false.
  ///
  /// ```ruchy
  /// false.then_some(5)   // => None
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("option<any>")
  public static VariantValue thenSome(boolean value, @Nullable Object other) {
    return value ? Options.some(other) : Options.NONE;
  }
}
