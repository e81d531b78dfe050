package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// `(a, b)`: a fixed number of values, immutable (L 6.1).
public final class TupleValue {
  private final @Nullable Object[] elements;

  private TupleValue(@Nullable Object[] elements) {
    this.elements = elements;
  }

  /// The tuple of these elements. The array becomes the tuple's own.
  public static TupleValue of(@Nullable Object... elements) {
    return new TupleValue(elements);
  }

  /// The pair `(first, second)`.
  public static TupleValue pair(@Nullable Object first, @Nullable Object second) {
    return new TupleValue(new @Nullable Object[] {first, second});
  }

  public int size() {
    return elements.length;
  }

  /// The element at a position known to be inside, 0 to `size() - 1`.
  public @Nullable Object at(int position) {
    return elements[position];
  }

  /// `t[i]`, `t.0`: negative indexes count from the end; IndexError (L 8.2).
  public @Nullable Object get(long index) {
    int size = elements.length;
    long position = index < 0 ? index + size : index;
    if (position < 0 || position >= size) {
      throw Failure.indexError(index, "tuple", size);
    }
    return elements[(int) position];
  }

  /// A new list of the elements.
  public ListValue toList() {
    return ListValue.of(elements.clone());
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
