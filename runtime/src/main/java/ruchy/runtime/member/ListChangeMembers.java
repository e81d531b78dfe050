package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.operator.Membership;
import ruchy.runtime.value.ListValue;

/// The methods of lists that change them (L 17.4).
@Members("list")
@Computes
public final class ListChangeMembers {
  private ListChangeMembers() {}

  /// Adds an element at the end. Gives the list, or nil on a variable, a member and an element.
  ///
  /// ```ruchy
  /// let xs = [1]; xs.push(2); xs   // => [1, 2]
  /// [1].push(2)                    // => [1, 2]
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  @Type("list<T>")
  public static ListValue push(ListValue list, @Type("T") @Nullable Object element) {
    list.add(element);
    return list;
  }

  /// Adds the elements at the end, one after the other. Gives the list, or nil on a variable, a
  /// member and an element.
  ///
  /// ```ruchy
  /// let xs = [1]; xs.push(2, 3); xs   // => [1, 2, 3]
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  @Type("list<T>")
  public static ListValue push(ListValue list, @Type("T") @Nullable Object... elements) {
    for (Object element : elements) {
      list.add(element);
    }
    return list;
  }

  /// Adds an element at the end, as of a queue.
  ///
  /// ```ruchy
  /// let queue = VecDeque::new(); queue.push_back(1); queue   // => [1]
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  public static void pushBack(ListValue list, @Type("T") @Nullable Object element) {
    list.add(element);
  }

  /// Adds the elements of another list at the end, and gives the list; any other value is added
  /// itself, which gives nil on a variable, a member and an element, else the list.
  ///
  /// ```ruchy
  /// let xs = [1]; xs.append([2, 3]); xs   // => [1, 2, 3]
  /// [1].append(2)                         // => [1, 2]
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  @Type("list<T>?")
  public static @Nullable ListValue append(
      ListValue list, @Type("T | list<T>") @Nullable Object element) {
    if (element instanceof ListValue other) {
      list.addAll(other);
      return list;
    }
    list.add(element);
    return null;
  }

  /// Adds the elements of another list at the end.
  ///
  /// ```ruchy
  /// let xs = [1]; xs.extend([2]); xs   // => [1, 2]
  /// ```
  @LooksShallowly
  @Export({"extend", "extend_from_slice"})
  @Mutates
  public static void extend(ListValue list, @Type("list<T>") ListValue elements) {
    list.addAll(elements);
  }

  /// Removes the last element and gives it, or nil.
  ///
  /// ```ruchy
  /// [1, 2].pop()   // => 2
  /// ```
  @LooksShallowly
  @Export({"pop", "pop_back", "remove_last"})
  @Mutates
  @Type("T?")
  public static @Nullable Object pop(ListValue list) {
    if (list.isEmpty()) {
      return null;
    }
    Object last = list.at(list.size() - 1);
    list.truncate(list.size() - 1);
    return last;
  }

  /// Removes the first element and gives it, or nil.
  ///
  /// ```ruchy
  /// [1, 2].shift()   // => 1
  /// ```
  @LooksShallowly
  @Export({"shift", "pop_front", "remove_first", "next"})
  @Mutates
  @Type("T?")
  public static @Nullable Object shift(ListValue list) {
    return list.isEmpty() ? null : list.removeAt(0);
  }

  /// Adds an element at the front.
  ///
  /// ```ruchy
  /// let xs = [2]; xs.unshift(1); xs   // => [1, 2]
  /// ```
  @LooksShallowly
  @Export({"unshift", "prepend", "push_front"})
  @Mutates
  public static void unshift(ListValue list, @Type("T") @Nullable Object element) {
    list.insert(0, element);
  }

  /// Inserts an element before the one at the index; at the index `len` it comes last. Raises
  /// IndexError.
  ///
  /// ```ruchy
  /// let xs = [1, 3]; xs.insert(1, 2); xs   // => [1, 2, 3]
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  public static void insert(ListValue list, long index, @Type("T") @Nullable Object element) {
    long position = index < 0 ? index + list.size() : index;
    if (position < 0 || position > list.size()) {
      throw Failure.indexError(index, "array", list.size());
    }
    list.insert((int) position, element);
  }

  /// Removes the element at an index (negative from the end) and gives it. Raises IndexError.
  ///
  /// ```ruchy
  /// ["a", "b"].remove(0)   // => "a"
  /// ```
  @Export({"remove", "remove_at"})
  @Mutates
  @Type("T")
  public static @Nullable Object remove(ListValue list, long index) {
    return list.removeAt(position(list, index));
  }

  /// Removes the first element equal to the given one; tells whether there was one.
  ///
  /// ```ruchy
  /// ["a", "b"].remove_item("b")   // => true
  /// ```
  @Export
  @Mutates
  public static boolean removeItem(ListValue list, @Reads @Nullable Object element) {
    int at = Membership.indexOf(list, element);
    if (at >= 0) {
      list.removeAt(at);
    }
    return at >= 0;
  }

  private static int position(ListValue list, long index) {
    long position = index < 0 ? index + list.size() : index;
    if (position < 0 || position >= list.size()) {
      throw Failure.indexError(index, "array", list.size());
    }
    return (int) position;
  }

  /// Removes all elements.
  ///
  /// ```ruchy
  /// let xs = [1]; xs.clear(); xs   // => []
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  public static void clear(ListValue list) {
    list.clear();
  }

  /// Exchanges two elements. Raises IndexError.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; xs.swap(0, 2); xs   // => [3, 2, 1]
  /// ```
  @Export
  @Mutates
  public static void swap(ListValue list, long first, long second) {
    Object kept = list.get(first);
    list.set(first, list.get(second));
    list.set(second, kept);
  }

  /// Keeps the first `length` elements.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; xs.truncate(1); xs   // => [1]
  /// ```
  @Export
  @Mutates
  public static void truncate(ListValue list, long length) {
    Counts.notNegative(length, "truncate");
    list.truncate((int) Math.min(length, list.size()));
  }

  /// Makes the list `length` long: removes elements from the end, or adds the given one.
  ///
  /// ```ruchy
  /// let xs = [1]; xs.resize(3, 0); xs   // => [1, 0, 0]
  /// ```
  @Export
  @Mutates
  public static void resize(ListValue list, long length, @Type("T") @Nullable Object element) {
    Counts.notNegative(length, "resize");
    truncate(list, length);
    if (length > list.size()) {
      list.addAll(ListValue.filled(element, length - list.size()));
    }
  }

  /// Replaces every element by the given one.
  ///
  /// ```ruchy
  /// let xs = [1, 2]; xs.fill(0); xs   // => [0, 0]
  /// ```
  @Export
  @Mutates
  public static void fill(ListValue list, @Type("T") @Nullable Object element) {
    for (int i = 0; i < list.size(); i++) {
      list.set(i, element);
    }
  }
}
