package ruchy.runtime.value;

/// How loops over a range of integers are cut into segments that 32 bits can count. In the segment
/// of the integers that can be positions of elements the counter is the integer itself; in others
/// it is negative, and so is the counter with up to a million added.
public final class Segments {
  private static final long REACH = 2_000_000_000;
  private static final long LONGEST = 1_000_000_000;
  private static final int NO_POSITION = -1_500_000_000;

  private Segments() {}

  /// The last integer of the segment that begins with `first`, in a range up to and with `last`,
  /// which is not less.
  public static long last(long first, long last) {
    if (first >= 0 && first < REACH) {
      return Math.min(last, REACH - 1);
    }
    if (first < 0) {
      return Math.min(last, Math.min(-1, first + LONGEST));
    }
    return last - first <= LONGEST ? last : first + LONGEST;
  }

  /// Where the counter of the segment begins.
  public static int first(long first) {
    return first >= 0 && first < REACH ? (int) first : NO_POSITION;
  }
}
