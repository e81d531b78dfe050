package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// Text in a variable, a field or an element to which the program appends in place, `self.out += x`
/// or `rows[i] += x`: its builder, so that no append copies what is there already. The text is made
/// when it is read, and kept until the next append.
///
/// Such a place holds either a value of the language or an object of this class, which belongs to
/// that place alone and never leaves it: who reads the place takes `text` or `value` of what it
/// holds, an assignment puts a value of the language there. The builder only grows, so its length
/// before an append tells whether something else was appended meanwhile.
///
/// Several tasks that only read a place may make the text at the same time: each makes the same
/// one, and a string is safe to hand over without further ado.
public final class GrowingText {
  /// Up to this length in characters a longer text is simply made anew: most fields stay small, and
  /// need no builder.
  private static final int SHORT = 128;

  /// As much room for later appends is made at once at most; the builder grows by itself from then
  /// on, so that a long text to which little is appended takes no more than its length.
  private static final int MOST_ROOM = 1 << 16;

  /// The longest text that a builder may have room for, in UTF-16 units.
  private static final int MOST_UNITS = Integer.MAX_VALUE - 8;

  private final StringBuilder builder;
  private @Nullable String text;

  /// What is counted already, so that a loop which asks for the length at each append counts
  /// everything once. Tasks that count at the same time each store a count that is right.
  private Count count = new Count(0, 0);

  /// That the first UTF-16 units are so many bytes of UTF-8.
  private record Count(int units, long bytes) {}

  private GrowingText(String start, String more, int capacity) {
    builder = new StringBuilder(capacity).append(start).append(more);
  }

  /// The room of a new builder for a text of that length, in UTF-16 units: at least the length.
  static int capacity(int units) {
    return (int) Math.min(MOST_UNITS, (long) units + Math.min(units, MOST_ROOM));
  }

  private String text() {
    String known = text;
    if (known == null) {
      known = builder.toString();
      text = known;
    }
    return known;
  }

  /// The text of a place that holds text, or null where it holds nothing yet.
  public static @Nullable String text(@Nullable Object held) {
    return held instanceof GrowingText growing ? growing.text() : (String) held;
  }

  /// The value of a place that may hold any.
  public static @Nullable Object value(@Nullable Object held) {
    return held instanceof GrowingText growing ? growing.text() : held;
  }

  /// Whether a place holds text.
  public static boolean isText(@Nullable Object held) {
    return held instanceof String || held instanceof GrowingText;
  }

  /// The length in bytes of UTF-8 (L 17.3).
  public long byteLength() {
    Count known = count;
    long bytes = known.bytes();
    int end = builder.length();
    for (int i = known.units(); i < end; i++) {
      char unit = builder.charAt(i);
      // Both halves of a pair are two of its four bytes.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
    if (end != known.units()) {
      count = new Count(end, bytes);
    }
    return bytes;
  }

  /// Whether it is the empty text.
  public boolean isEmpty() {
    return builder.isEmpty();
  }

  /// How much text a place holds, in UTF-16 units, to be given to `append` or `add` afterwards; 0
  /// where that does not matter.
  public static int length(@Nullable Object held) {
    return held instanceof GrowingText growing ? growing.builder.length() : 0;
  }

  /// What the place holds after `more` is appended to the text that it holds.
  public static Object append(Object held, String more) {
    if (held instanceof GrowingText growing) {
      growing.text = null;
      growing.builder.append(more);
      return growing;
    }
    String start = (String) held;
    long units = (long) start.length() + more.length();
    // What is too long for any text is refused as every sum of texts is.
    return units <= SHORT || units > MOST_UNITS
        ? start.concat(more)
        : new GrowingText(start, more, capacity((int) units));
  }

  /// The same where the place held `before`, of that length, when the text was read, and the
  /// appended value was computed after that: it may have changed the place, which does not count.
  public static Object append(@Nullable Object held, Object before, int length, String more) {
    if (before instanceof GrowingText growing) {
      return held == before && growing.builder.length() == length
          ? append(before, more)
          : append(growing.builder.substring(0, length), more);
    }
    return append(before, more);
  }
}
