package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// The methods of `Option` and `Result` (L 17.9): a value is there in `Some` and `Ok`. They are
/// lenient (L 9.5): any other value counts as `Some(value)`, nil as `None`.
@Members("option")
@Computes
public final class OptionMembers {
  private OptionMembers() {}

  private static boolean isSome(VariantValue option) {
    return isResult(option)
        ? option.ordinal() != Options.ERR_ORDINAL
        : option.ordinal() == Options.SOME_ORDINAL;
  }

  private static boolean isResult(VariantValue option) {
    return option.type() == Options.RESULT;
  }

  /// The variant of the same enum with another value.
  private static VariantValue with(VariantValue option, @Nullable Object value) {
    return isResult(option) ? Options.ok(value) : Options.some(value);
  }

  /// Calls a function that is asked when there is no value; it gets the error of an `Err`.
  private static @Nullable Object ask(FunctionValue f, VariantValue option) {
    return isResult(option) ? f.offer(option.at(0)) : f.call();
  }

  /// Whether there is a value.
  ///
  /// ```ruchy
  /// Some(1).is_some()   // => true
  /// ```
  @LooksShallowly
  @Export({"is_some", "is_ok"})
  public static boolean hasValue(@Reads VariantValue option) {
    return isSome(option);
  }

  /// Whether there is no value.
  ///
  /// ```ruchy
  /// None.is_none()   // => true
  /// ```
  @LooksShallowly
  @Export({"is_none", "is_err"})
  public static boolean isNone(@Reads VariantValue option) {
    return !isSome(option);
  }

  /// The value; raises a Panic for `None` and, with the error, for an `Err`.
  ///
  /// ```ruchy
  /// Some(1).unwrap()   // => 1
  /// ```
  @LooksShallowly
  @Export
  @Type("T")
  public static @Nullable Object unwrap(VariantValue option) {
    if (isSome(option)) {
      return option.at(0);
    }
    throw Failure.panic(
        isResult(option)
            ? "called unwrap on Err: " + Display.print(option.at(0))
            : "called unwrap on None");
  }

  /// The value; raises a Panic with the message for `None`, with message and error for an `Err`.
  ///
  /// ```ruchy
  /// Some(1).expect("no number")   // => 1
  /// ```
  @Export
  @Type("T")
  public static @Nullable Object expect(VariantValue option, String message) {
    if (isSome(option)) {
      return option.at(0);
    }
    throw Failure.panic(isResult(option) ? message + ": " + Display.print(option.at(0)) : message);
  }

  /// The value, or the default.
  ///
  /// ```ruchy
  /// None.unwrap_or(5)   // => 5
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object unwrapOr(VariantValue option, @Nullable Object defaultValue) {
    return isSome(option) ? option.at(0) : defaultValue;
  }

  /// The value, or the function's result; the function gets the error of an `Err`.
  ///
  /// ```ruchy
  /// None.unwrap_or_else(|| 5)   // => 5
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object unwrapOrElse(
      VariantValue option, @Type("(any) -> any") FunctionValue f) {
    return isSome(option) ? option.at(0) : ask(f, option);
  }

  /// The value, or nil; where a type is written, its empty value: `0`, `0.0`, `""`, `[]`.
  ///
  /// ```ruchy
  /// None.unwrap_or_default()   // => nil
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object unwrapOrDefault(VariantValue option) {
    return isSome(option) ? option.at(0) : null;
  }

  /// The option or result itself.
  ///
  /// ```ruchy
  /// Some(1).as_ref().unwrap()   // => 1
  /// ```
  @Export({"as_ref", "as_mut", "as_deref", "as_deref_mut", "cloned", "copied"})
  @Type("option<T>")
  public static VariantValue asRef(VariantValue option) {
    return option;
  }

  /// Whether there is a value for which the function is true.
  ///
  /// ```ruchy
  /// Some(2).is_some_and(|x| x > 1)   // => true
  /// ```
  @CallsAtOnce
  @Export({"is_some_and", "is_ok_and"})
  public static boolean hasValueAnd(VariantValue option, @Type("(T) -> any") FunctionValue f) {
    return isSome(option) && Truth.truth(f.offer(option.at(0)));
  }

  /// The function's result for the value, or the default.
  ///
  /// ```ruchy
  /// Some(2).map_or(0, |x| x * 10)   // => 20
  /// None.map_or(0, |x| x * 10)      // => 0
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object mapOr(
      VariantValue option, @Nullable Object defaultValue, @Type("(T) -> any") FunctionValue f) {
    return isSome(option) ? f.offer(option.at(0)) : defaultValue;
  }

  /// The second function's result for the value, or that of the first one; it gets the error of an
  /// `Err`.
  ///
  /// ```ruchy
  /// None.map_or_else(|| 1, |x| x * 10)   // => 1
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object mapOrElse(
      VariantValue option,
      @Type("(any) -> any") FunctionValue otherwise,
      @Type("(T) -> any") FunctionValue f) {
    return isSome(option) ? f.offer(option.at(0)) : ask(otherwise, option);
  }

  /// `Some` or `Ok` of the function's result, or the `None` or `Err` itself.
  ///
  /// ```ruchy
  /// Some(2).map(|x| x + 1)   // => Some(3)
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("option<U>")
  public static VariantValue map(VariantValue option, @Type("(T) -> U") FunctionValue f) {
    return isSome(option) ? with(option, f.offer(option.at(0))) : option;
  }

  /// The function's result for the value, or the `None` or `Err` itself.
  ///
  /// ```ruchy
  /// Some(2).and_then(|x| Some(x + 1))   // => Some(3)
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object andThen(VariantValue option, @Type("(T) -> any") FunctionValue f) {
    return isSome(option) ? f.offer(option.at(0)) : option;
  }

  /// The other option or result, or the `None` or `Err` itself.
  ///
  /// ```ruchy
  /// Some(1).and(Some(2))   // => Some(2)
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object and(VariantValue option, @Nullable Object other) {
    return isSome(option) ? other : option;
  }

  /// The one of both that has a value, or `None` if both or none have.
  ///
  /// ```ruchy
  /// Some(1).xor(None)   // => Some(1)
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object xor(VariantValue option, @Nullable Object other) {
    boolean isOther = !Options.isAbsent(other);
    return isSome(option) == isOther ? Options.NONE : isOther ? other : option;
  }

  /// The option inside of the option: `Some(x)` of `Some(Some(x))`; any other one itself.
  ///
  /// ```ruchy
  /// Some(Some(1)).flatten()   // => Some(1)
  /// ```
  @Export
  @Type("any")
  public static @Nullable Object flatten(VariantValue option) {
    return isSome(option)
            && option.at(0) instanceof VariantValue inner
            && inner.type() == option.type()
        ? inner
        : option;
  }

  /// An Option of a Result as a Result of an Option, and the other way round: `Ok(Some(x))` for
  /// `Some(Ok(x))`.
  ///
  /// ```ruchy
  /// Some(Ok(1)).transpose()    // => Ok(Some(1))
  /// Ok(None).transpose()       // => None
  /// ```
  @Export
  @Type("any")
  public static VariantValue transpose(VariantValue option) {
    if (option.type() == Options.OPTION) {
      if (!isSome(option)) {
        return Options.ok(Options.NONE);
      }
      return option.at(0) instanceof VariantValue inner && Options.isErr(inner)
          ? inner
          : Options.ok(
              Options.some(
                  Options.isOk(option.at(0)) ? Options.payload(option.at(0)) : option.at(0)));
    }
    if (Options.isErr(option)) {
      return Options.some(option);
    }
    Object payload = option.at(0);
    return Options.isAbsent(payload)
        ? Options.NONE
        : Options.some(Options.ok(Options.isSome(payload) ? Options.payload(payload) : payload));
  }

  /// `Some` of the pair of both values, or `None` if one is absent.
  ///
  /// ```ruchy
  /// Some(1).zip(Some("a"))   // => Some((1, "a"))
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("option<any>")
  public static VariantValue zip(VariantValue option, @Nullable Object other) {
    return isSome(option) && !Options.isAbsent(other)
        ? Options.some(TupleValue.pair(option.at(0), Truth.present(other)))
        : Options.NONE;
  }

  /// The option or result itself, or the other one where it has no value.
  ///
  /// ```ruchy
  /// None.or(Some(1))   // => Some(1)
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object or(VariantValue option, @Nullable Object other) {
    return isSome(option) ? option : other;
  }

  /// The option or result itself, or the function's result; the function gets the error of an
  /// `Err`.
  ///
  /// ```ruchy
  /// None.or_else(|| Some(1))   // => Some(1)
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object orElse(VariantValue option, @Type("() -> any") FunctionValue f) {
    return isSome(option) ? option : ask(f, option);
  }

  /// The option itself if the function is true for its value, else `None`.
  ///
  /// ```ruchy
  /// Some(2).filter(|x| x > 5)   // => None
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("option<T>")
  public static VariantValue filter(VariantValue option, @Type("(T) -> any") FunctionValue f) {
    return isSome(option) && Truth.truth(f.offer(option.at(0))) ? option : Options.NONE;
  }

  /// `Ok(value)`, or `Err` of the given error.
  ///
  /// ```ruchy
  /// None.ok_or("missing")   // => Err("missing")
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("result<T, any>")
  public static VariantValue okOr(VariantValue option, @Nullable Object error) {
    return isSome(option) ? Options.ok(option.at(0)) : Options.err(error);
  }

  /// `Ok(value)`, or `Err` of the function's result.
  ///
  /// ```ruchy
  /// None.ok_or_else(|| "missing")   // => Err("missing")
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("result<T, any>")
  public static VariantValue okOrElse(VariantValue option, @Type("() -> any") FunctionValue f) {
    return isSome(option) ? Options.ok(option.at(0)) : Options.err(f.call());
  }

  /// The option; a variable that holds it is `None` afterwards.
  ///
  /// ```ruchy
  /// let x = Some(1)
  /// x.take()   // => Some(1)
  /// x          // => None
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("option<T>")
  public static VariantValue take(VariantValue option) {
    return option;
  }

  /// The option; a variable that holds it is `Some` of the given value afterwards.
  ///
  /// ```ruchy
  /// let x = Some(1)
  /// x.replace(2)   // => Some(1)
  /// x              // => Some(2)
  /// ```
  @YieldsNew
  @Export
  @Type("option<T>")
  public static VariantValue replace(VariantValue option, @Reads @Nullable Object value) {
    return option;
  }
}
