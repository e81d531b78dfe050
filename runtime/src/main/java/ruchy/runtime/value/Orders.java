package ruchy.runtime.value;

/// The predeclared enum `Ordering`: what comparing two values gives.
public final class Orders {
  public static final EnumType TYPE =
      new EnumType(
          "Ordering", new String[] {"Less", "Equal", "Greater"}, null, new long[] {-1, 0, 1});

  public static final VariantValue LESS = TYPE.unit(0);
  public static final VariantValue EQUAL = TYPE.unit(1);
  public static final VariantValue GREATER = TYPE.unit(2);

  private Orders() {}

  /// The variant for a number below, at or above zero.
  public static VariantValue of(int order) {
    return order < 0 ? LESS : order == 0 ? EQUAL : GREATER;
  }
}
