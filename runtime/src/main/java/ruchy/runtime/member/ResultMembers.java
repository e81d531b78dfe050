package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// The methods that only `Result` has (L 17.9); it has those of `Option` too.
@Members("result")
@Computes
public final class ResultMembers {
  private ResultMembers() {}

  private static boolean isOk(VariantValue result) {
    return result.ordinal() != Options.ERR_ORDINAL;
  }

  /// `Err` of the function's result, or the `Ok` itself.
  ///
  /// ```ruchy
  /// Err("x").map_err(|e| e + "!")   // => Err("x!")
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("result<T, U>")
  public static VariantValue mapErr(VariantValue result, @Type("(any) -> U") FunctionValue f) {
    return isOk(result) ? result : Options.err(f.offer(result.at(0)));
  }

  /// `Some(value)`, or `None` for an `Err`.
  ///
  /// ```ruchy
  /// Ok(1).ok()   // => Some(1)
  /// ```
  @YieldsNew
  @Export
  @Type("option<T>")
  public static VariantValue ok(VariantValue result) {
    return isOk(result) ? Options.some(result.at(0)) : Options.NONE;
  }

  /// `Some(error)`, or `None` for an `Ok`.
  ///
  /// ```ruchy
  /// Err("x").err()   // => Some("x")
  /// ```
  @YieldsNew
  @Export
  @Type("option<any>")
  public static VariantValue err(VariantValue result) {
    return isOk(result) ? Options.NONE : Options.some(result.at(0));
  }

  /// The error; raises a Panic for an `Ok`.
  ///
  /// ```ruchy
  /// Err("x").unwrap_err()   // => "x"
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object unwrapErr(VariantValue result) {
    if (isOk(result)) {
      throw Failure.panic("called unwrap_err on Ok: " + Display.print(result.at(0)));
    }
    return result.at(0);
  }

  /// The error; raises a Panic with the message and the value for an `Ok`.
  ///
  /// ```ruchy
  /// Err("x").expect_err("no error")   // => "x"
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object expectErr(VariantValue result, String message) {
    if (isOk(result)) {
      throw Failure.panic(message + ": " + Display.print(result.at(0)));
    }
    return result.at(0);
  }
}
