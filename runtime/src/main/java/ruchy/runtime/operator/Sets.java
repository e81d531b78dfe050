package ruchy.runtime.operator;

import ruchy.runtime.value.SetValue;

/// The operators of sets (L 17.6). Results are new sets; the order is that of the left set, then of
/// the right; where the left one is a `BTreeSet`, so is the result.
public final class Sets {
  private Sets() {}

  public static SetValue union(SetValue left, SetValue right) {
    SetValue result = left.copy();
    for (int i = 0; i < right.positions(); i++) {
      if (right.isAt(i)) {
        result.add(right.at(i));
      }
    }
    return result;
  }

  public static SetValue intersection(SetValue left, SetValue right) {
    SetValue result = left.emptied();
    for (int i = 0; i < left.positions(); i++) {
      if (left.isAt(i) && right.contains(left.at(i))) {
        result.add(left.at(i));
      }
    }
    return result;
  }

  public static SetValue difference(SetValue left, SetValue right) {
    SetValue result = left.emptied();
    for (int i = 0; i < left.positions(); i++) {
      if (left.isAt(i) && !right.contains(left.at(i))) {
        result.add(left.at(i));
      }
    }
    return result;
  }

  public static SetValue symmetricDifference(SetValue left, SetValue right) {
    return union(difference(left, right), difference(right, left));
  }
}
