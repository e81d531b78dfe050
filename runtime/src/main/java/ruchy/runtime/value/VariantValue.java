package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// A value of an enum: `Red`, `Move(10, "a")`, `Size {h: 1}`, and of the predeclared `Option` and
/// `Result` (L 9.3, 9.5). Immutable.
public final class VariantValue {
  private static final @Nullable Object[] NOTHING = {};

  private final EnumType type;
  private final int ordinal;
  private final @Nullable Object[] payload;

  /// A variant without payload; `EnumType.unit` gives the one that is shared.
  VariantValue(EnumType type, int ordinal) {
    this(type, ordinal, NOTHING);
  }

  /// A variant with that payload, in the order of the declaration. The array becomes the variant's
  /// own.
  public VariantValue(EnumType type, int ordinal, @Nullable Object[] payload) {
    this.type = type;
    this.ordinal = ordinal;
    this.payload = payload;
  }

  public EnumType type() {
    return type;
  }

  /// The name of the enum.
  public String enumName() {
    return type.name();
  }

  /// The name of the variant.
  public String name() {
    return type.variantName(ordinal);
  }

  /// The position in the declaration, from 0.
  public int ordinal() {
    return ordinal;
  }

  /// The field names of a record variant, or null.
  public String @Nullable [] fieldNames() {
    return type.fieldNames(ordinal);
  }

  /// The number of values in the payload.
  public int size() {
    return payload.length - type.hidden();
  }

  /// The payload value at a position known to be inside.
  public @Nullable Object at(int position) {
    return payload[position];
  }

  /// Whether this is a record variant with that field.
  public boolean has(String field) {
    return position(field) >= 0;
  }

  /// The field of a record variant, or `.0`, `.1` of a tuple variant; raises KeyError (L 8.3).
  public @Nullable Object field(String field) {
    int position = position(field);
    if (position < 0) {
      throw Failure.noField(field);
    }
    return payload[position];
  }

  private int position(String field) {
    if (type.hidden() > 0 && field.startsWith("$")) {
      return payload.length - 1;
    }
    String[] names = fieldNames();
    if (names != null) {
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(field)) {
          return i;
        }
      }
    } else if (field.length() == 1 && field.charAt(0) - '0' < size()) {
      return field.charAt(0) - '0';
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return Equality.equal(this, other);
  }

  @Override
  public int hashCode() {
    return Equality.hash(this);
  }

  @Override
  public String toString() {
    return Display.debug(this);
  }
}
