package ruchy.benchmarks.code.typed;

/// Calls and integer arithmetic.
final class Fib {
  private Fib() {}

  static String run() {
    return Long.toString(fib(35));
  }

  private static long fib(long n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }
}
