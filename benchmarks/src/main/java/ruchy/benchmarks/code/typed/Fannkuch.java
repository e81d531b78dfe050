package ruchy.benchmarks.code.typed;

/// All permutations of ten numbers, each flipped until its first is zero.
final class Fannkuch {
  private Fannkuch() {}

  static String run() {
    return fannkuch(10);
  }

  private static String fannkuch(int n) {
    long[] first = new long[n];
    for (int i = 0; i < n; i++) {
      first[i] = i;
    }
    long[] count = new long[n];
    long most = 0;
    long checksum = 0;
    long permutations = 0;
    int r = n;
    while (true) {
      while (r != 1) {
        count[r - 1] = r;
        r--;
      }
      long[] flipped = first.clone();
      long flips = 0;
      long k = flipped[0];
      while (k != 0) {
        int low = 0;
        int high = (int) k;
        while (low < high) {
          long swapped = flipped[low];
          flipped[low] = flipped[high];
          flipped[high] = swapped;
          low++;
          high--;
        }
        flips++;
        k = flipped[0];
      }
      most = Math.max(most, flips);
      if (permutations % 2 == 0) {
        checksum += flips;
      } else {
        checksum -= flips;
      }
      while (true) {
        if (r == n) {
          return checksum + " " + most;
        }
        long front = first[0];
        for (int i = 0; i < r; i++) {
          first[i] = first[i + 1];
        }
        first[r] = front;
        count[r]--;
        if (count[r] > 0) {
          break;
        }
        r++;
      }
      permutations++;
    }
  }
}
