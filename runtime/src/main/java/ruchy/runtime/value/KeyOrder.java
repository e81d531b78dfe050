package ruchy.runtime.value;

import java.util.Comparator;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The order in which the keys of a map are printed (L 15.1): booleans, integers, atoms, strings,
/// others; and that of the entries of a `BTreeMap` and the elements of a `BTreeSet`. It orders any
/// values, and calls no function of the program: tuples and lists by their elements, variants as
/// their type lists them, then by what they hold, instances by their text.
final class KeyOrder implements Comparator<@Nullable Object> {
  static final KeyOrder ASCENDING = new KeyOrder();

  private static final int NUMBER = 1;

  private KeyOrder() {}

  @Override
  public int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof String a && right instanceof String b) {
      return Ordering.compareText(a, b);
    }
    int byKind = Integer.compare(rank(left), rank(right));
    if (byKind != 0 || left == SetValue.NIL) {
      return byKind;
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return Boolean.compare(a, b);
    }
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (left instanceof Atom a && right instanceof Atom b) {
      return Ordering.compareText(a.name(), b.name());
    }
    if (left instanceof TupleValue a && right instanceof TupleValue b) {
      return compareParts(a.size(), a::at, b.size(), b::at);
    }
    if (left instanceof ListValue a && right instanceof ListValue b) {
      return compareParts(a.size(), a::at, b.size(), b::at);
    }
    if (left instanceof VariantValue a && right instanceof VariantValue b && a.type() == b.type()) {
      int byOrdinal = Integer.compare(a.ordinal(), b.ordinal());
      return byOrdinal != 0 ? byOrdinal : compareParts(a.size(), a::at, b.size(), b::at);
    }
    if (rank(left) == NUMBER
        || left instanceof Moment
            && right instanceof Moment
            && left.getClass() == right.getClass()) {
      return Ordering.compare(left, right);
    }
    return Ordering.compareText(Display.debug(left), Display.debug(right));
  }

  private int compareParts(
      int leftSize,
      IntFunction<@Nullable Object> left,
      int rightSize,
      IntFunction<@Nullable Object> right) {
    for (int i = 0; i < Math.min(leftSize, rightSize); i++) {
      int byPart = compare(left.apply(i), right.apply(i));
      if (byPart != 0) {
        return byPart;
      }
    }
    return Integer.compare(leftSize, rightSize);
  }

  private static int rank(@Nullable Object key) {
    if (key == SetValue.NIL) {
      return -1;
    }
    return switch (key) {
      case Boolean _ -> 0;
      case Long _, Double _, ByteValue _ -> NUMBER;
      case Atom _ -> 2;
      case String _ -> 3;
      case TupleValue _ -> 4;
      case ListValue _ -> 5;
      case VariantValue _ -> 6;
      case null, default -> 7;
    };
  }
}
