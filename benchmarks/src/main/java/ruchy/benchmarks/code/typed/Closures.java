package ruchy.benchmarks.code.typed;

import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/// Closures that are made, passed on, composed and called.
final class Closures {
  private Closures() {}

  static String run() {
    long total = 0;
    for (long round = 0; round < 10; round++) {
      LongUnaryOperator change = compose(adder(round), x -> x * 3);
      total += apply(change, round, 2_000_000);
      LongSupplier next = counter();
      for (int i = 0; i < 1_000_000; i++) {
        total += next.getAsLong() % 2;
      }
    }
    return Long.toString(total);
  }

  private static LongUnaryOperator adder(long n) {
    return x -> x + n;
  }

  private static LongUnaryOperator compose(LongUnaryOperator f, LongUnaryOperator g) {
    return x -> g.applyAsLong(f.applyAsLong(x));
  }

  private static long apply(LongUnaryOperator f, long value, int times) {
    long result = value;
    for (int i = 0; i < times; i++) {
      result = f.applyAsLong(result) % 1000003;
    }
    return result;
  }

  private static LongSupplier counter() {
    long[] count = new long[1];
    return () -> ++count[0];
  }
}
