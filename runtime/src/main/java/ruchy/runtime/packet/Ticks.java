package ruchy.runtime.packet;

/// How times are counted in a file.
///
/// @param perSecond how many make a second
record Ticks(long perSecond) {
  static final Ticks MICROS = new Ticks(1_000_000);
  private static final long NANOS = 1_000_000_000;

  /// From the byte of `if_tsresol`: a power of ten or, with the highest bit, of two. What does not
  /// fit is counted as well as it can be.
  static Ticks of(int resolution) {
    int exponent = resolution & 0x7F;
    if ((resolution & 0x80) != 0) {
      return new Ticks(1L << Math.min(exponent, 62));
    }
    long perSecond = 1;
    for (int i = 0; i < Math.min(exponent, 18); i++) {
      perSecond *= 10;
    }
    return new Ticks(perSecond);
  }

  /// Nanoseconds since 1970; the largest number instead of a larger one.
  ///
  /// @param count without sign
  long nanos(long count, long offsetSeconds) {
    long seconds = Long.divideUnsigned(count, perSecond);
    long rest = Long.remainderUnsigned(count, perSecond);
    // Without an intermediate result beyond 64 bits.
    long part =
        perSecond <= NANOS ? rest * NANOS / perSecond : (long) ((double) rest / perSecond * NANOS);
    try {
      return Math.addExact(Math.multiplyExact(Math.addExact(seconds, offsetSeconds), NANOS), part);
    } catch (ArithmeticException tooLate) {
      return Long.MAX_VALUE;
    }
  }
}
