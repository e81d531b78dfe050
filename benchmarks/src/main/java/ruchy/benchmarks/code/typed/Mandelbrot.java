package ruchy.benchmarks.code.typed;

/// The points of the Mandelbrot set in a grid.
final class Mandelbrot {
  private Mandelbrot() {}

  static String run() {
    int size = 1000;
    long inside = 0;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        if (escapesAfter(2.0 * x / size - 1.5, 2.0 * y / size - 1.0, 50) == 50) {
          inside++;
        }
      }
    }
    return Long.toString(inside);
  }

  private static int escapesAfter(double cr, double ci, int limit) {
    double zr = 0;
    double zi = 0;
    int n = 0;
    while (n < limit && zr * zr + zi * zi < 4.0) {
      double next = zr * zr - zi * zi + cr;
      zi = 2.0 * zr * zi + ci;
      zr = next;
      n++;
    }
    return n;
  }
}
