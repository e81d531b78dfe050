package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// An enum: its name, and name, fields and discriminant of each variant (L 9.3). The compiler
/// writes a subclass for an enum with methods. One object for each enum of a program: two enums of
/// one name are different.
public class EnumType {
  /// What `invoke` answers when there is no such method.
  public static final Object NO_METHOD = new Object();

  private final String name;
  private final String[] variants;
  private final String @Nullable [] @Nullable [] fields;
  private final long[] discriminants;
  private final boolean carrying;
  private final @Nullable VariantValue[] units;

  /// An enum of the given variants in order of declaration. `fields[i]` are the field names of a
  /// record variant, or null; `fields` itself is null when no variant is a record.
  public EnumType(
      String name,
      String[] variants,
      String @Nullable [] @Nullable [] fields,
      long[] discriminants) {
    this(name, variants, fields, discriminants, false);
  }

  /// As above; `carrying`: each variant has one value more in its payload than is declared, which
  /// carries the closures of the enum's methods. It is not shown, compared or counted.
  public EnumType(
      String name,
      String[] variants,
      String @Nullable [] @Nullable [] fields,
      long[] discriminants,
      boolean carrying) {
    this.name = name;
    this.carrying = carrying;
    this.variants = variants;
    this.fields = fields;
    this.discriminants = discriminants;
    this.units = new @Nullable VariantValue[variants.length];
  }

  /// The name as declared.
  public final String name() {
    return name;
  }

  public final String variantName(int ordinal) {
    return variants[ordinal];
  }

  /// The number of values in a payload that the program knows nothing of.
  final int hidden() {
    return carrying ? 1 : 0;
  }

  /// The field names of a record variant, or null.
  public final String @Nullable [] fieldNames(int ordinal) {
    return fields == null ? null : fields[ordinal];
  }

  /// The discriminant: as written, else one more than the one before, from 0 (L 9.3).
  public final long discriminant(int ordinal) {
    return discriminants[ordinal];
  }

  /// The variant without payload. Always the same object; made at its first use, from any thread.
  public final VariantValue unit(int ordinal) {
    VariantValue known = units[ordinal];
    if (known == null) {
      known = new VariantValue(this, ordinal);
      units[ordinal] = known;
    }
    return known;
  }

  /// Calls a user method of the enum (L 8.4), or answers `NO_METHOD`.
  public @Nullable Object invoke(VariantValue self, String method, @Nullable Object[] args) {
    return NO_METHOD;
  }

  /// The fewest and most arguments of a user method without `self`, as `fewest << 8 | most & 0xff`
  /// (most is 0xff when a parameter takes the rest), or -1 when there is no such method.
  public int methodArity(String method) {
    return -1;
  }

  /// The names of the parameters of a user method as `FunctionValue.parameterNames` has them,
  /// without `self`; null if there is no such method or no program names arguments of values.
  public @Nullable String methodParameters(String method) {
    return null;
  }

  /// The default of a parameter of a user method, as `FunctionValue.defaultOf` has it.
  public @Nullable Object methodDefault(String method, int index) {
    return FunctionValue.REQUIRED;
  }

  /// Calls a user method as `FunctionValue.callLeavingOut` calls a function.
  public @Nullable Object invokeLeavingOut(
      VariantValue self, String method, @Nullable Object[] args) {
    return invoke(self, method, args);
  }

  /// The result of the user's `to_string` or `to_s` (L 9.4), or null without such a method.
  public @Nullable String text(VariantValue self) {
    return null;
  }

  /// Whether the enum implements the trait of that name (L 4.2).
  public boolean implementsTrait(String trait) {
    return false;
  }
}
