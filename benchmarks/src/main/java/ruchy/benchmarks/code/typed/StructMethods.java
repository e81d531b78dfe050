package ruchy.benchmarks.code.typed;

/// Small objects with methods.
final class StructMethods {
  private StructMethods() {}

  private record Vector(double x, double y) {
    Vector plus(Vector other) {
      return new Vector(x + other.x, y + other.y);
    }

    Vector scaled(double factor) {
      return new Vector(x * factor, y * factor);
    }

    double lengthSquared() {
      return x * x + y * y;
    }
  }

  private static final class Counter {
    private long value;
    private final long step;

    Counter(long value, long step) {
      this.value = value;
      this.step = step;
    }

    void advance() {
      value += step;
    }

    boolean isEven() {
      return value % 2 == 0;
    }
  }

  static String run() {
    return walk(20_000_000);
  }

  private static String walk(int steps) {
    Vector position = new Vector(0, 0);
    Vector velocity = new Vector(1, 0.5);
    Counter counter = new Counter(0, 3);
    long far = 0;
    for (int i = 0; i < steps; i++) {
      counter.advance();
      if (counter.isEven()) {
        position = position.plus(velocity.scaled(0.001));
      } else {
        position = position.plus(velocity.scaled(-0.0005));
      }
      if (position.lengthSquared() > 1000) {
        far++;
      }
    }
    return far + " " + counter.value;
  }
}
