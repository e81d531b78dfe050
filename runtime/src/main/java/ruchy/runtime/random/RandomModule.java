package ruchy.runtime.random;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.ListValue;

/// The module `random` (L 18.3). Its name is a global function as well.
@Module("random")
public final class RandomModule {
  private RandomModule() {}

  /// A float from 0 to below 1.
  ///
  /// ```ruchy
  /// random::random() < 1   // => true
  /// ```
  @Export
  public static double random() {
    return RandomSource.current().nextDouble();
  }

  /// An integer from a to b, both included.
  ///
  /// ```ruchy
  /// random::int(3, 3)   // => 3
  /// ```
  @Export("int")
  public static long integer(long a, long b) {
    if (a > b) {
      throw Failure.argumentError("There is no integer from " + a + " to " + b);
    }
    if (b == Long.MAX_VALUE) {
      return a == Long.MIN_VALUE
          ? RandomSource.current().nextLong()
          : RandomSource.current().nextLong(a - 1, b) + 1;
    }
    return RandomSource.current().nextLong(a, b + 1);
  }

  /// A float from a to below b.
  ///
  /// ```ruchy
  /// random::float(1, 2) >= 1   // => true
  /// ```
  @Export("float")
  public static double number(double a, double b) {
    if (!(a < b) || b - a == Double.POSITIVE_INFINITY) {
      throw Failure.argumentError("There is no float from " + a + " to below " + b);
    }
    return RandomSource.current().nextDouble(a, b);
  }

  /// One element of the list, or nil.
  ///
  /// ```ruchy
  /// random::choice([5])   // => 5
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object choice(ListValue list) {
    return list.isEmpty() ? null : list.at(RandomSource.current().nextInt(list.size()));
  }

  /// A new list of the same elements in another order.
  ///
  /// ```ruchy
  /// random::shuffle([1, 2, 3]).sort()   // => [1, 2, 3]
  /// ```
  @CallsAtOnce
  @Export
  @Type("list<any>")
  public static ListValue shuffle(ListValue list) {
    ListValue shuffled = list.copy();
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int other = RandomSource.current().nextInt(i + 1);
      Object kept = shuffled.at(i);
      shuffled.set(i, shuffled.at(other));
      shuffled.set(other, kept);
    }
    return shuffled;
  }

  /// Makes the numbers that follow the same in every run.
  ///
  /// ```ruchy
  /// random::seed(1); let a = random(); random::seed(1); a == random()   // => true
  /// ```
  @Export
  public static void seed(long n) {
    RandomSource.seed(n);
  }
}
