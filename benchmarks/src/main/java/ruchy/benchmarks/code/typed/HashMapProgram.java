package ruchy.benchmarks.code.typed;

import java.util.LinkedHashMap;
import java.util.Map;

/// A million entries are put into a map and looked up.
final class HashMapProgram {
  private HashMapProgram() {}

  static String run() {
    Map<Long, Long> squares = fill(1_000_000);
    return squares.size() + " " + lookUp(squares, 1_000_003);
  }

  private static Map<Long, Long> fill(long count) {
    Map<Long, Long> squares = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      squares.put(i * 7919 % 1000003, i);
    }
    return squares;
  }

  private static long lookUp(Map<Long, Long> squares, long count) {
    long total = 0;
    for (long i = 0; i < count; i++) {
      Long found = squares.get(i);
      if (found != null) {
        total += found % 1000;
      }
    }
    return total;
  }
}
