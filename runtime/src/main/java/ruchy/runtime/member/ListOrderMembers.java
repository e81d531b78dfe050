package ruchy.runtime.member;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Ordering;
import ruchy.runtime.value.Orders;
import ruchy.runtime.value.VariantValue;

/// The methods of lists that sort, compare and add up elements (L 17.4).
@Members("list")
@Computes
public final class ListOrderMembers {
  private static final MergeSort ASCENDING =
      new MergeSort() {
        @Override
        boolean isBefore(@Nullable Object left, @Nullable Object right) {
          return Ordering.compare(left, right) < 0;
        }
      };

  private ListOrderMembers() {}

  /// A new list in ascending order; equal elements keep their order. Raises TypeError for elements
  /// without common order.
  ///
  /// ```ruchy
  /// [3, 1, 2].sort()   // => [1, 2, 3]
  /// ```
  @YieldsNew
  @Export({"sort", "sorted", "sort_unstable"})
  @Type("list<T>")
  public static ListValue sort(ListValue list) {
    int size = list.size();
    long[] longs = list.storedLongs();
    if (longs != null) {
      long[] sorted = Arrays.copyOf(longs, size);
      Arrays.sort(sorted);
      return ListValue.ofLongs(sorted);
    }
    @Nullable Object[] sorted = list.toArray();
    ASCENDING.sort(sorted);
    return ListValue.of(sorted);
  }

  /// A new list in descending order; equal elements keep their order.
  ///
  /// ```ruchy
  /// [3, 1, 2].sort_desc()   // => [3, 2, 1]
  /// ```
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue sortDesc(ListValue list) {
    @Nullable Object[] sorted = list.toArray();
    new MergeSort() {
      @Override
      boolean isBefore(@Nullable Object left, @Nullable Object right) {
        return Ordering.compare(left, right) > 0;
      }
    }.sort(sorted);
    return ListValue.of(sorted);
  }

  /// A new list in the order of a function: of one parameter, it gives the key of an element; of
  /// two, it compares two elements by a number (negative: the first comes first), a boolean (true:
  /// the first comes first) or an `Ordering`.
  ///
  /// ```ruchy
  /// ["bb", "a"].sort_by(|s| s.len())     // => ["a", "bb"]
  /// [1, 3, 2].sort_by(|a, b| b - a)      // => [3, 2, 1]
  /// [1, 3, 2].sort_by(|a, b| b.cmp(a))   // => [3, 2, 1]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export({"sort_by", "sort_unstable_by"})
  @Type("list<T>")
  public static ListValue sortBy(ListValue list, @Type("(T, T) -> any") FunctionValue f) {
    return f.takes(2) ? byComparison(list, f, false) : byKey(list, f, false);
  }

  /// A new list in the order of the keys that the function gives.
  ///
  /// ```ruchy
  /// [{age: 30}, {age: 20}].sort_by_key(|p| p.age).first().age   // => 20
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export({"sort_by_key", "sort_unstable_by_key"})
  @Type("list<T>")
  public static ListValue sortByKey(ListValue list, @Type("(T) -> any") FunctionValue f) {
    return byKey(list, f, false);
  }

  /// As `sort_by`, in descending order.
  ///
  /// ```ruchy
  /// ["a", "bb"].sort_by_desc(|s| s.len())   // => ["bb", "a"]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue sortByDesc(ListValue list, @Type("(T, T) -> any") FunctionValue f) {
    return f.takes(2) ? byComparison(list, f, true) : byKey(list, f, true);
  }

  /// An element with the key it is sorted by.
  private static final class Keyed {
    final @Nullable Object key;
    final @Nullable Object element;

    Keyed(@Nullable Object key, @Nullable Object element) {
      this.key = key;
      this.element = element;
    }
  }

  private static ListValue byKey(ListValue list, FunctionValue f, boolean isDescending) {
    @Nullable Object[] elements = list.toArray();
    @Nullable Object[] keyed = new @Nullable Object[elements.length];
    for (int i = 0; i < elements.length; i++) {
      keyed[i] = new Keyed(f.offer(elements[i]), elements[i]);
    }
    new MergeSort() {
      @Override
      boolean isBefore(@Nullable Object left, @Nullable Object right) {
        int order = Ordering.compare(key(left), key(right));
        return isDescending ? order > 0 : order < 0;
      }
    }.sort(keyed);
    for (int i = 0; i < elements.length; i++) {
      elements[i] = ((Keyed) Objects.requireNonNull(keyed[i])).element;
    }
    return ListValue.of(elements);
  }

  private static @Nullable Object key(@Nullable Object keyed) {
    return ((Keyed) Objects.requireNonNull(keyed)).key;
  }

  private static ListValue byComparison(ListValue list, FunctionValue f, boolean isDescending) {
    @Nullable Object[] elements = list.toArray();
    new MergeSort() {
      @Override
      boolean isBefore(@Nullable Object left, @Nullable Object right) {
        return isDescending ? saysBefore(f, right, left) : saysBefore(f, left, right);
      }
    }.sort(elements);
    return ListValue.of(elements);
  }

  private static boolean saysBefore(
      FunctionValue f, @Nullable Object left, @Nullable Object right) {
    Object answer = f.call(left, right);
    if (answer instanceof Boolean flag) {
      return flag;
    }
    if (answer instanceof Long order) {
      return order < 0;
    }
    if (answer instanceof Double order) {
      return order < 0;
    }
    if (answer instanceof VariantValue order && order.type() == Orders.TYPE) {
      return order == Orders.LESS;
    }
    throw Failure.typeError(
        "a comparing function must give a number, a boolean or an Ordering, got "
            + Kind.described(answer));
  }

  /// The smallest element, or nil.
  ///
  /// ```ruchy
  /// [3, 1, 2].min()   // => 1
  /// ```
  @Export
  @Type("T?")
  public static @Nullable Object min(ListValue list) {
    Object least = list.isEmpty() ? null : list.at(0);
    for (int i = 1; i < list.size(); i++) {
      Object element = list.at(i);
      if (Ordering.compare(element, least) < 0) {
        least = element;
      }
    }
    return least;
  }

  /// The greatest element, or nil.
  ///
  /// ```ruchy
  /// [3, 1, 2].max()   // => 3
  /// ```
  @Export
  @Type("T?")
  public static @Nullable Object max(ListValue list) {
    Object greatest = list.isEmpty() ? null : list.at(0);
    for (int i = 1; i < list.size(); i++) {
      Object element = list.at(i);
      if (Ordering.compare(element, greatest) > 0) {
        greatest = element;
      }
    }
    return greatest;
  }

  /// The first element whose key is the smallest, or nil; a function of two parameters compares two
  /// elements, as that of `sort_by`.
  ///
  /// ```ruchy
  /// ["bb", "a"].min_by(|s| s.len())         // => "a"
  /// ["bb", "a"].min_by(|s, t| s.cmp(t))     // => "a"
  /// ```
  @CallsAtOnce
  @Export({"min_by", "min_by_key"})
  @Type("T?")
  public static @Nullable Object minBy(ListValue list, @Type("(T, T) -> any") FunctionValue f) {
    return extreme(list, f, -1);
  }

  /// The first element whose key is the greatest, or nil; a function of two parameters compares two
  /// elements, as that of `sort_by`.
  ///
  /// ```ruchy
  /// ["bb", "a"].max_by(|s| s.len())         // => "bb"
  /// ["bb", "a"].max_by(|s, t| s.cmp(t))     // => "bb"
  /// ```
  @CallsAtOnce
  @Export({"max_by", "max_by_key"})
  @Type("T?")
  public static @Nullable Object maxBy(ListValue list, @Type("(T, T) -> any") FunctionValue f) {
    return extreme(list, f, 1);
  }

  private static @Nullable Object extreme(ListValue list, FunctionValue f, int sign) {
    ListValue elements = list.snapshot();
    boolean compares = f.takes(2);
    Object best = null;
    Object bestKey = null;
    for (int i = 0; i < elements.size(); i++) {
      Object element = elements.at(i);
      Object key = compares ? null : f.offer(element);
      boolean isBetter =
          i == 0
              || (compares
                  ? sign < 0 ? saysBefore(f, element, best) : saysBefore(f, best, element)
                  : Integer.signum(Ordering.compare(key, bestKey)) == sign);
      if (isBetter) {
        best = element;
        bestKey = key;
      }
    }
    list.release(elements);
    return best;
  }

  /// The sum of the numbers, 0 when there is none.
  ///
  /// ```ruchy
  /// [1, 2.5].sum()   // => 3.5
  /// ```
  @Export
  @Type("number<T>")
  public static Object sum(@Reads ListValue list) {
    long[] longs = list.storedLongs();
    if (longs != null) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum = Arithmetic.add(sum, longs[i]);
      }
      return sum;
    }
    Object sum = 0L;
    for (int i = 0; i < list.size(); i++) {
      sum = number(Arithmetic.add(sum, checked(list.at(i), "sum")));
    }
    return sum;
  }

  /// The product of the numbers, 1 when there is none.
  ///
  /// ```ruchy
  /// [2, 3].product()   // => 6
  /// ```
  @Export
  @Type("number<T>")
  public static Object product(@Reads ListValue list) {
    Object product = 1L;
    for (int i = 0; i < list.size(); i++) {
      product = number(Arithmetic.multiply(product, checked(list.at(i), "product")));
    }
    return product;
  }

  private static Object number(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }

  private static Object checked(@Nullable Object value, String function) {
    if (value instanceof Long || value instanceof Double || value instanceof ByteValue) {
      return value;
    }
    throw Failure.typeError(function + " expects numbers, got " + Kind.described(value));
  }

  /// The mean of the numbers as a float, nil when there is none.
  ///
  /// ```ruchy
  /// [1, 2].mean()   // => 1.5
  /// ```
  @Export({"mean", "average"})
  public static @Nullable Double mean(@Reads ListValue list) {
    return list.isEmpty() ? null : (Double) (floats(list, "mean", true)[0] / list.size());
  }

  /// The number in the middle of the sorted numbers, or the mean of the two, as a float; nil when
  /// there is none.
  ///
  /// ```ruchy
  /// [5, 1, 2].median()   // => 2.0
  /// ```
  @Export
  public static @Nullable Double median(@Reads ListValue list) {
    if (list.isEmpty()) {
      return null;
    }
    double[] numbers = floats(list, "median", false);
    Arrays.sort(numbers);
    int middle = numbers.length / 2;
    return numbers.length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
  }

  /// The numbers as floats, or only their sum.
  private static double[] floats(ListValue list, String function, boolean isSum) {
    double[] numbers = new double[isSum ? 1 : list.size()];
    for (int i = 0; i < list.size(); i++) {
      Object number = checked(list.at(i), function);
      double value =
          number instanceof ByteValue octet ? octet.value() : ((Number) number).doubleValue();
      if (isSum) {
        numbers[0] += value;
      } else {
        numbers[i] = value;
      }
    }
    return numbers;
  }

  /// Whether the elements are in ascending order.
  ///
  /// ```ruchy
  /// [1, 2, 2].is_sorted()   // => true
  /// ```
  @Export
  public static boolean isSorted(@Reads ListValue list) {
    for (int i = 1; i < list.size(); i++) {
      if (Ordering.compare(list.at(i), list.at(i - 1)) < 0) {
        return false;
      }
    }
    return true;
  }
}
