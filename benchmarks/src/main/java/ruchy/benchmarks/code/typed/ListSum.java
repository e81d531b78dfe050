package ruchy.benchmarks.code.typed;

/// A million integers in an array, filled, changed and summed.
final class ListSum {
  private ListSum() {}

  static String run() {
    long[] numbers = fill(1_000_000);
    long total = 0;
    for (int round = 0; round < 50; round++) {
      numbers[round] = round;
      total += sumOf(numbers);
    }
    return Long.toString(total);
  }

  private static long[] fill(int count) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i % 1000;
    }
    return numbers;
  }

  private static long sumOf(long[] numbers) {
    long sum = 0;
    for (long n : numbers) {
      sum += n;
    }
    return sum;
  }
}
