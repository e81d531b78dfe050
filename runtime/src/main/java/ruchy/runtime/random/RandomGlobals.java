package ruchy.runtime.random;

import java.util.UUID;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;

/// The global functions that give random numbers (L 16).
@Globals
public final class RandomGlobals {
  private RandomGlobals() {}

  /// A float from 0 to below 1.
  ///
  /// ```ruchy
  /// random() < 1   // => true
  /// ```
  @Export
  public static double random() {
    return RandomModule.random();
  }

  /// An integer from a to below b.
  ///
  /// ```ruchy
  /// random(3, 4)   // => 3
  /// ```
  @Export({"random", "random_int"})
  public static long random(long a, long b) {
    if (a >= b) {
      throw Failure.argumentError("There is no integer from " + a + " to below " + b);
    }
    return RandomSource.current().nextLong(a, b);
  }

  /// An integer from a to b, both included.
  ///
  /// ```ruchy
  /// rand_int(3, 3)   // => 3
  /// ```
  @Export
  public static long randInt(long a, long b) {
    return RandomModule.integer(a, b);
  }

  /// A text that no other call will ever give: a random UUID in lower case.
  ///
  /// ```ruchy
  /// uuid() == uuid()   // => false
  /// uuid().len()       // => 36
  /// ```
  @Export({"uuid", "generate_id"})
  public static String uuid() {
    return UUID.randomUUID().toString();
  }
}
