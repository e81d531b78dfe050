package ruchy.benchmarks.code.typed;

/// A million numbers are sorted in place.
final class Quicksort {
  private Quicksort() {}

  static String run() {
    long[] numbers = makeNumbers(1_000_000);
    quicksort(numbers, 0, numbers.length - 1);
    return numbers[0] + " " + numbers[500_000] + " " + numbers[999_999];
  }

  private static long[] makeNumbers(int count) {
    long[] numbers = new long[count];
    long state = 42;
    for (int i = 0; i < count; i++) {
      state = (state * 1103515245 + 12345) % 2147483648L;
      numbers[i] = state;
    }
    return numbers;
  }

  private static void quicksort(long[] numbers, int low, int high) {
    int i = low;
    int j = high;
    long pivot = numbers[(low + high) / 2];
    while (i <= j) {
      while (numbers[i] < pivot) {
        i++;
      }
      while (numbers[j] > pivot) {
        j--;
      }
      if (i <= j) {
        long swapped = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = swapped;
        i++;
        j--;
      }
    }
    if (low < j) {
      quicksort(numbers, low, j);
    }
    if (i < high) {
      quicksort(numbers, i, high);
    }
  }
}
