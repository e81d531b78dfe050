package ruchy.runtime.failure;

import java.util.function.Supplier;

/// Memory that is kept free for telling that there is none left. Whoever catches a full heap often
/// still holds what filled it. May be used from any thread.
final class MemoryReserve {
  /// Enough for the text of a stack and for the report of it.
  private static final int BYTES = 512 << 10;

  @SuppressWarnings("UnusedVariable") // it is there to be held
  private static byte[] kept = new byte[BYTES];

  private MemoryReserve() {}

  /// Takes the memory when the first program starts, not when the first error comes.
  static void prepare() {}

  /// What the supplier makes while the reserve is free. It is taken again afterwards if that is
  /// possible, otherwise at the next call for which it is.
  static synchronized <T> T during(Supplier<T> work) {
    kept = new byte[0];
    try {
      return work.get();
    } finally {
      try {
        kept = new byte[BYTES];
      } catch (OutOfMemoryError stillFull) {
        // What was made is more useful than the reserve.
      }
    }
  }
}
