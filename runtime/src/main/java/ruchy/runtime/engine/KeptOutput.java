package ruchy.runtime.engine;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What a trial has printed: all of it up to 128 KiB, of more the beginning and the end, so that a
/// program which never stops printing does not fill the memory.
final class KeptOutput extends OutputStream {
  private static final int PART = 1 << 16;

  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

  /// What comes behind the beginning, in a ring.
  private byte[] end = new byte[0];

  /// How many bytes came behind the beginning.
  private long behind;

  @Override
  public synchronized void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int first = Math.min(length, PART - beginning.size());
    beginning.write(bytes, offset, first);
    if (first < length && end.length == 0) {
      end = new byte[PART];
    }
    // Of what is longer than the ring only the last bytes would remain in it.
    int skipped = Math.max(0, length - first - PART);
    behind += skipped;
    for (int i = first + skipped; i < length; i++) {
      end[(int) (behind++ % PART)] = bytes[offset + i];
    }
  }

  /// The text. Where something is left out, in whole lines as far as there are any, a line says how
  /// much.
  synchronized String text() {
    if (behind <= PART) {
      var all = new ByteArrayOutputStream();
      all.writeBytes(beginning.toByteArray());
      all.write(end, 0, (int) behind);
      return all.toString(StandardCharsets.UTF_8);
    }
    byte[] last = new byte[PART];
    for (int i = 0; i < PART; i++) {
      last[i] = end[(int) ((behind + i) % PART)];
    }
    byte[] first = beginning.toByteArray();
    int to = first.length;
    while (to > 0 && first[to - 1] != '\n') {
      to--;
    }
    to = to == 0 ? first.length : to;
    int from = 0;
    while (from < PART && (from == 0 || last[from - 1] != '\n')) {
      from++;
    }
    from = from == PART ? 0 : from;
    long left = behind - PART + (first.length - to) + from;
    return new String(first, 0, to, StandardCharsets.UTF_8)
        + (first[to - 1] == '\n' ? "" : "\n")
        + "... "
        + left
        + " bytes are left out ...\n"
        + new String(last, from, PART - from, StandardCharsets.UTF_8);
  }
}
