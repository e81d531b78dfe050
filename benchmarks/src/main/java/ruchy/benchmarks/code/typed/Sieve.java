package ruchy.benchmarks.code.typed;

/// The primes below five million: an array of booleans.
final class Sieve {
  private Sieve() {}

  static String run() {
    return Long.toString(primesBelow(5_000_000));
  }

  private static long primesBelow(int limit) {
    boolean[] composite = new boolean[limit];
    long count = 0;
    for (int n = 2; n < limit; n++) {
      if (!composite[n]) {
        count++;
        for (long multiple = (long) n * n; multiple < limit; multiple += n) {
          composite[(int) multiple] = true;
        }
      }
    }
    return count;
  }
}
