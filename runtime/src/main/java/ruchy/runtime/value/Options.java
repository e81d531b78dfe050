package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// The predeclared enums `Option` and `Result` (L 9.5).
public final class Options {
  public static final EnumType OPTION =
      new EnumType("Option", new String[] {"None", "Some"}, null, new long[] {0, 1});
  public static final EnumType RESULT =
      new EnumType("Result", new String[] {"Ok", "Err"}, null, new long[] {0, 1});

  /// The position of `Some` among the variants of `Option`; `None` comes before it.
  public static final int SOME_ORDINAL = 1;

  /// The position of `Err` among the variants of `Result`; `Ok` comes before it.
  public static final int ERR_ORDINAL = 1;

  public static final VariantValue NONE = OPTION.unit(0);

  /// `Ok(nil)`
  public static final VariantValue OK = ok(null);

  private Options() {}

  public static VariantValue some(@Nullable Object value) {
    return new VariantValue(OPTION, SOME_ORDINAL, new @Nullable Object[] {value});
  }

  public static VariantValue ok(@Nullable Object value) {
    return new VariantValue(RESULT, 0, new @Nullable Object[] {value});
  }

  public static VariantValue err(@Nullable Object error) {
    return new VariantValue(RESULT, ERR_ORDINAL, new @Nullable Object[] {error});
  }

  /// `None` for nil, else `Some(value)`.
  public static VariantValue of(@Nullable Object value) {
    return value == null ? NONE : some(value);
  }

  /// Whether the value is a `Some`.
  public static boolean isSome(@Nullable Object value) {
    return value instanceof VariantValue variant
        && variant.type() == OPTION
        && variant.ordinal() == SOME_ORDINAL;
  }

  /// Whether the value is an `Ok`.
  public static boolean isOk(@Nullable Object value) {
    return value instanceof VariantValue variant
        && variant.type() == RESULT
        && variant.ordinal() != ERR_ORDINAL;
  }

  /// Whether the value is an `Err`.
  public static boolean isErr(@Nullable Object value) {
    return value instanceof VariantValue variant
        && variant.type() == RESULT
        && variant.ordinal() == ERR_ORDINAL;
  }

  /// Whether the value is nil or `None`: what `??`, `?.` and `?` take as absent (L 5.8, 6.5, 9.5).
  public static boolean isAbsent(@Nullable Object value) {
    return value == null || value == NONE;
  }

  /// The payload of a `Some`, `Ok` or `Err`.
  public static @Nullable Object payload(@Nullable Object variant) {
    return variant instanceof VariantValue value && value.size() > 0 ? value.at(0) : null;
  }

  /// Whether the value counts as true (L 6.5): `false`, nil and `None` do not.
  public static boolean isTrue(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    return value != null && value != NONE;
  }
}
