package ruchy.benchmarks.code;

import java.util.ArrayList;
import java.util.List;

/// The programs as one writes them in Java: with primitive types, and without checks for overflow,
/// which Ruchy has.
final class JavaPrograms {
  private JavaPrograms() {}

  static String fib() {
    return Long.toString(fib(35));
  }

  private static long fib(long n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  static String loopSum() {
    return Long.toString(sumTo(200_000_000));
  }

  private static long sumTo(int limit) {
    long sum = 0;
    for (int i = 0; i < limit; i++) {
      if (i % 3 == 0) {
        sum += i * 2L;
      } else {
        sum -= i;
      }
    }
    return sum;
  }

  private static final class Point {
    long x;
    final long y;
    final double weight;

    Point(long x, long y, double weight) {
      this.x = x;
      this.y = y;
      this.weight = weight;
    }
  }

  static String objects() {
    return Long.toString((long) total(500_000));
  }

  private static double total(int count) {
    List<Point> points = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      points.add(new Point(i, i * 2, 0.5));
    }
    double sum = 0;
    for (long step = 0; step < 20; step++) {
      for (Point point : points) {
        point.x += step;
        if (point.x % 2 == 0) {
          sum += point.y * point.weight;
        }
      }
    }
    return sum;
  }
}
