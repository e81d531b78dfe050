package ruchy.benchmarks.code.typed;

import java.util.ArrayList;
import java.util.List;

/// Objects in a list: made, changed and read.
final class Properties {
  private Properties() {}

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

  static String run() {
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
