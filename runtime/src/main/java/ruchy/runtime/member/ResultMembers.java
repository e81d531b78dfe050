package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// The methods of `Result` (L 17.9).
@Members("result")
public final class ResultMembers {
  private ResultMembers() {}

  private static boolean isOk(VariantValue result) {
    return result.ordinal() != Options.ERR_ORDINAL;
  }

  /// Whether it is an `Ok`.
  ///
  /// ```ruchy
  /// Ok(1).is_ok()   // => true
  /// ```
  @Export({"is_ok", "is_some"})
  public static boolean hasValue(@Reads VariantValue result) {
    return isOk(result);
  }

  /// Whether it is an `Err`.
  ///
  /// ```ruchy
  /// Err("x").is_err()   // => true
  /// ```
  @Export({"is_err", "is_none"})
  public static boolean isErr(@Reads VariantValue result) {
    return !isOk(result);
  }

  /// The value; raises a Panic with the error for an `Err`.
  ///
  /// ```ruchy
  /// Ok(1).unwrap()   // => 1
  /// ```
  @Export
  @Type("T")
  public static @Nullable Object unwrap(VariantValue result) {
    if (isOk(result)) {
      return result.at(0);
    }
    throw Failure.panic("called unwrap on Err: " + Display.print(result.at(0)));
  }

  /// The value; raises a Panic with the message and the error for an `Err`.
  ///
  /// ```ruchy
  /// Ok(1).expect("no number")   // => 1
  /// ```
  @Export
  @Type("T")
  public static @Nullable Object expect(VariantValue result, String message) {
    if (isOk(result)) {
      return result.at(0);
    }
    throw Failure.panic(message + ": " + Display.print(result.at(0)));
  }

  /// The value, or the default.
  ///
  /// ```ruchy
  /// Err("x").unwrap_or(5)   // => 5
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object unwrapOr(VariantValue result, @Nullable Object defaultValue) {
    return isOk(result) ? result.at(0) : defaultValue;
  }

  /// The value, or the function's result, which gets the error.
  ///
  /// ```ruchy
  /// Err("x").unwrap_or_else(|e| e.len())   // => 1
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object unwrapOrElse(
      VariantValue result, @Type("(any) -> any") FunctionValue f) {
    return isOk(result) ? result.at(0) : f.offer(result.at(0));
  }

  /// The value, or nil; where a type is written, its empty value: `0`, `0.0`, `""`, `[]`.
  ///
  /// ```ruchy
  /// Err("x").unwrap_or_default()   // => nil
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object unwrapOrDefault(VariantValue result) {
    return isOk(result) ? result.at(0) : null;
  }

  /// `Ok` of the function's result, or the `Err` itself.
  ///
  /// ```ruchy
  /// Ok(2).map(|x| x + 1)   // => Ok(3)
  /// ```
  @Export
  @Type("result<U, any>")
  public static VariantValue map(VariantValue result, @Type("(T) -> U") FunctionValue f) {
    return isOk(result) ? Options.ok(f.offer(result.at(0))) : result;
  }

  /// `Err` of the function's result, or the `Ok` itself.
  ///
  /// ```ruchy
  /// Err("x").map_err(|e| e + "!")   // => Err("x!")
  /// ```
  @Export
  @Type("result<T, U>")
  public static VariantValue mapErr(VariantValue result, @Type("(any) -> U") FunctionValue f) {
    return isOk(result) ? result : Options.err(f.offer(result.at(0)));
  }

  /// The function's result for the value, or the `Err` itself.
  ///
  /// ```ruchy
  /// Ok(2).and_then(|x| Err(x))   // => Err(2)
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object andThen(VariantValue result, @Type("(T) -> any") FunctionValue f) {
    return isOk(result) ? f.offer(result.at(0)) : result;
  }

  /// The result itself, or the other one for an `Err`.
  ///
  /// ```ruchy
  /// Err("x").or(Ok(1))   // => Ok(1)
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object or(VariantValue result, @Nullable Object other) {
    return isOk(result) ? result : other;
  }

  /// The result itself, or the function's result for an `Err`; the function gets the error.
  ///
  /// ```ruchy
  /// Err("x").or_else(|e| Ok(e))   // => Ok("x")
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object orElse(
      VariantValue result, @Type("(any) -> any") FunctionValue f) {
    return isOk(result) ? result : f.offer(result.at(0));
  }

  /// `Some(value)`, or `None` for an `Err`.
  ///
  /// ```ruchy
  /// Ok(1).ok()   // => Some(1)
  /// ```
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
}
