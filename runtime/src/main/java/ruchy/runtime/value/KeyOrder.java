package ruchy.runtime.value;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// The order in which the keys of a map are printed (L 15.1): booleans, integers, atoms, strings,
/// others.
final class KeyOrder implements Comparator<@Nullable Object> {
  static final KeyOrder ASCENDING = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof String a && right instanceof String b) {
      return Ordering.compareText(a, b);
    }
    int byKind = Integer.compare(rank(left), rank(right));
    if (byKind != 0) {
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
    return Ordering.compareText(Display.debug(left), Display.debug(right));
  }

  private static int rank(@Nullable Object key) {
    if (key instanceof Boolean) {
      return 0;
    }
    if (key instanceof Long) {
      return 1;
    }
    if (key instanceof Atom) {
      return 2;
    }
    return key instanceof String ? 3 : 4;
  }
}
