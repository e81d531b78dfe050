package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Sets;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.SetValue;

/// The methods of sets (L 17.6).
@Members("set")
@Computes
public final class SetMembers {
  private SetMembers() {}

  /// The number of elements.
  ///
  /// ```ruchy
  /// {1, 2}.len()   // => 2
  /// ```
  @LooksShallowly
  @Export({"len", "length", "size", "count"})
  public static long len(@Reads SetValue set) {
    return set.size();
  }

  /// Whether there is no element.
  ///
  /// ```ruchy
  /// HashSet::new().is_empty()   // => true
  /// ```
  @LooksShallowly
  @Export
  public static boolean isEmpty(@Reads SetValue set) {
    return set.isEmpty();
  }

  /// Removes all elements.
  ///
  /// ```ruchy
  /// let s = {1, 2}; s.clear(); s.len()   // => 0
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  public static void clear(SetValue set) {
    set.clear();
  }

  /// Adds an element; tells whether it is new.
  ///
  /// ```ruchy
  /// {1, 2}.add(2)   // => false
  /// ```
  @Export({"add", "insert"})
  @Mutates
  public static boolean add(SetValue set, @Type("T") @Nullable Object element) {
    return set.add(element);
  }

  /// Removes an element; tells whether it was there.
  ///
  /// ```ruchy
  /// {1, 2}.remove(2)   // => true
  /// ```
  @Export({"remove", "delete"})
  @Mutates
  public static boolean remove(SetValue set, @Reads @Nullable Object element) {
    return set.remove(element);
  }

  /// Whether the element is in the set.
  ///
  /// ```ruchy
  /// {1, 2}.contains(2)   // => true
  /// ```
  @Export({"contains", "has", "includes"})
  public static boolean contains(@Reads SetValue set, @Reads @Nullable Object element) {
    return set.contains(element);
  }

  /// The elements of both sets.
  ///
  /// ```ruchy
  /// {1, 2}.union({2, 3})   // => {1, 2, 3}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("set<any>")
  public static SetValue union(SetValue set, SetValue other) {
    return Sets.union(set, other);
  }

  /// The elements that are in both sets.
  ///
  /// ```ruchy
  /// {1, 2}.intersection({2, 3})   // => {2}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("set<T>")
  public static SetValue intersection(SetValue set, SetValue other) {
    return Sets.intersection(set, other);
  }

  /// The elements that are not in the other set.
  ///
  /// ```ruchy
  /// {1, 2}.difference({2, 3})   // => {1}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("set<T>")
  public static SetValue difference(SetValue set, SetValue other) {
    return Sets.difference(set, other);
  }

  /// The elements that are in one of the sets only.
  ///
  /// ```ruchy
  /// {1, 2}.symmetric_difference({2, 3})   // => {1, 3}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("set<any>")
  public static SetValue symmetricDifference(SetValue set, SetValue other) {
    return Sets.symmetricDifference(set, other);
  }

  /// Whether all elements are in the other set.
  ///
  /// ```ruchy
  /// {1, 2}.is_subset({1, 2, 3})   // => true
  /// ```
  @Export
  public static boolean isSubset(@Reads SetValue set, @Reads SetValue other) {
    for (int i = 0; i < set.positions(); i++) {
      if (set.isAt(i) && !other.contains(set.at(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether all elements of the other set are in this one.
  ///
  /// ```ruchy
  /// {1, 2}.is_superset({2, 1})   // => true
  /// ```
  @Export
  public static boolean isSuperset(@Reads SetValue set, @Reads SetValue other) {
    return isSubset(/* set= */ other, /* other= */ set);
  }

  /// Whether the sets have no common element.
  ///
  /// ```ruchy
  /// {1, 2}.is_disjoint({3, 4})   // => true
  /// ```
  @Export
  public static boolean isDisjoint(@Reads SetValue set, @Reads SetValue other) {
    return intersection(set, other).size() == 0;
  }

  /// Keeps the elements for which the function is true.
  ///
  /// ```ruchy
  /// let s = {1, 2, 3}; s.retain(|x| x > 1); s   // => {2, 3}
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Mutates
  public static void retain(SetValue set, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = set.toList();
    for (int i = 0; i < elements.size(); i++) {
      if (!Truth.truth(f.offer(elements.at(i)))) {
        set.remove(elements.at(i));
      }
    }
  }

  /// Whether the function is true for an element.
  ///
  /// ```ruchy
  /// {1, 2}.any(|x| x > 1)   // => true
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static boolean any(SetValue set, @Type("(T) -> any") FunctionValue f) {
    return ListCallMembers.any(set.toList(), f);
  }

  /// Whether the function is true for all elements.
  ///
  /// ```ruchy
  /// {1, 2}.all(|x| x > 1)   // => false
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static boolean all(SetValue set, @Type("(T) -> any") FunctionValue f) {
    return ListCallMembers.all(set.toList(), f);
  }

  /// The first element in the order of the set, or nil.
  ///
  /// ```ruchy
  /// BTreeSet::from([2, 1]).first()   // => 1
  /// ```
  @LooksShallowly
  @Export
  @Type("T?")
  public static @Nullable Object first(SetValue set) {
    return set.end(false);
  }

  /// The last element in the order of the set, or nil.
  ///
  /// ```ruchy
  /// BTreeSet::from([2, 1]).last()   // => 2
  /// ```
  @LooksShallowly
  @Export
  @Type("T?")
  public static @Nullable Object last(SetValue set) {
    return set.end(true);
  }

  /// Removes the first element in the order of the set and gives it, or nil.
  ///
  /// ```ruchy
  /// let s = BTreeSet::from([2, 1]); s.pop_first(); s   // => {2}
  /// ```
  @Export
  @Mutates
  @Type("T?")
  public static @Nullable Object popFirst(SetValue set) {
    Object first = first(set);
    set.remove(first);
    return first;
  }

  /// Removes the last element in the order of the set and gives it, or nil.
  ///
  /// ```ruchy
  /// let s = BTreeSet::from([2, 1]); s.pop_last(); s   // => {1}
  /// ```
  @Export
  @Mutates
  @Type("T?")
  public static @Nullable Object popLast(SetValue set) {
    Object last = last(set);
    set.remove(last);
    return last;
  }

  /// The elements as a list, in the order of the set.
  ///
  /// ```ruchy
  /// {2, 1}.to_array()   // => [2, 1]
  /// ```
  @LooksShallowly
  @Export({"to_array", "to_vec", "to_list", "iter", "into_iter", "collect"})
  @Type("list<T>")
  public static ListValue toArray(SetValue set) {
    return set.toList();
  }

  /// The list of the function's results.
  ///
  /// ```ruchy
  /// {1, 2}.map(|x| x * 2)   // => [2, 4]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<U>")
  public static ListValue map(SetValue set, @Type("(T) -> U") FunctionValue f) {
    ListValue results = ListValue.empty();
    ListValue elements = set.toList();
    for (int i = 0; i < elements.size(); i++) {
      results.add(f.offer(elements.at(i)));
    }
    return results;
  }

  /// A new set of the elements for which the function is true.
  ///
  /// ```ruchy
  /// {1, 2, 3}.filter(|x| x > 1)   // => {2, 3}
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("set<T>")
  public static SetValue filter(SetValue set, @Type("(T) -> any") FunctionValue f) {
    SetValue chosen = set.emptied();
    ListValue elements = set.toList();
    for (int i = 0; i < elements.size(); i++) {
      if (Truth.truth(f.offer(elements.at(i)))) {
        chosen.add(elements.at(i));
      }
    }
    return chosen;
  }

  /// Calls the function for each element.
  ///
  /// ```ruchy
  /// {1, 2}.each(|x| println(x))   // prints 1\n2
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"each", "for_each"})
  public static void each(SetValue set, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = set.toList();
    for (int i = 0; i < elements.size(); i++) {
      f.offer(elements.at(i));
    }
  }

  /// The set itself.
  ///
  /// ```ruchy
  /// {1, 2}.to_set()   // => {1, 2}
  /// ```
  @Export({"to_set", "cloned", "copied"})
  @Type("set<T>")
  public static SetValue toSet(SetValue set) {
    return set;
  }
}
