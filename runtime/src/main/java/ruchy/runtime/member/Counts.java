package ruchy.runtime.member;

import ruchy.runtime.failure.Failure;

/// Numbers that tell methods how many: what they may be where the language clamps nothing.
final class Counts {
  private Counts() {}

  /// Raises ArgumentError for 0 and for negative numbers.
  static void positive(long n, String function) {
    if (n <= 0) {
      throw Failure.argumentError(function + " expects a number above 0, got " + n);
    }
  }

  /// Raises ArgumentError for negative numbers.
  static void notNegative(long n, String function) {
    if (n < 0) {
      throw Failure.argumentError(function + " expects a number from 0 on, got " + n);
    }
  }
}
