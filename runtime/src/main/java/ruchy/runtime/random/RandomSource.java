package ruchy.runtime.random;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where random numbers come from. May be used from any thread.
final class RandomSource {
  /// Safe for threads by itself; null until the program gives a seed.
  private static volatile @Nullable Random seeded;

  private RandomSource() {}

  static RandomGenerator current() {
    RandomGenerator known = seeded;
    return known != null ? known : ThreadLocalRandom.current();
  }

  static void seed(long seed) {
    seeded = new Random(seed);
  }
}
