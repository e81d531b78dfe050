package ruchy.benchmarks.code.typed;

/// Loops in loops over numbers, with a remainder.
final class NestedLoops {
  private NestedLoops() {}

  static String run() {
    return Long.toString(count(5000));
  }

  private static long count(int limit) {
    long total = 0;
    for (int i = 0; i < limit; i++) {
      for (int j = 0; j < limit; j++) {
        total += ((long) i * j) % 7;
      }
    }
    return total;
  }
}
