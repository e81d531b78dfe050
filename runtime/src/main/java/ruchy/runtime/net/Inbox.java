package ruchy.runtime.net;

import java.nio.ByteBuffer;
import java.util.Arrays;
import ruchy.runtime.failure.Failure;

/// Bytes that have arrived and nobody has taken yet. Owned by one thread at a time.
final class Inbox {
  private static final byte[] NOTHING = {};
  private static final int FIRST = 2048;

  /// What an idle socket may keep.
  private static final int SMALL = 256;

  private static final int LARGEST_CHUNK = 64 << 10;

  private byte[] bytes = NOTHING;
  private int start;
  private int end;

  /// How much is read at once: as much as has come at once, so that idle sockets need little.
  private int chunk = FIRST;

  int size() {
    return end - start;
  }

  boolean isEmpty() {
    return start == end;
  }

  /// The byte at a place, counted from the first that nobody has taken.
  byte at(int index) {
    return bytes[start + index];
  }

  /// Where the byte is, at or after a place; -1 if it is not there.
  int indexOf(byte wanted, int from) {
    byte[] all = bytes;
    int last = end;
    for (int i = start + from; i < last; i++) {
      if (all[i] == wanted) {
        return i - start;
      }
    }
    return -1;
  }

  /// Room for bytes that arrive, to be followed by `added`. The buffer is the caller's until then.
  ByteBuffer room() {
    int wanted = chunk;
    if (bytes.length - end < wanted) {
      makeRoom(wanted);
    }
    return ByteBuffer.wrap(bytes, end, Math.min(wanted, bytes.length - end));
  }

  /// So many bytes were put into `room()`.
  void added(int count) {
    end += count;
    if (count == chunk && chunk < LARGEST_CHUNK) {
      chunk *= 2;
    } else if (count < chunk / 4 && chunk > FIRST) {
      chunk /= 2;
    }
  }

  /// Adds what is left in the buffer.
  void add(ByteBuffer more) {
    int count = more.remaining();
    if (bytes.length - end < count) {
      makeRoom(count);
    }
    more.get(bytes, end, count);
    end += count;
  }

  /// Room for so many bytes, to be followed by `grow`.
  ByteBuffer room(int count) {
    if (bytes.length - end < count) {
      makeRoom(count);
    }
    return ByteBuffer.wrap(bytes, end, count);
  }

  /// So many bytes were put into `room(count)`.
  void grow(int count) {
    end += count;
  }

  private void makeRoom(int wanted) {
    int size = end - start;
    if (bytes.length - size >= wanted && start >= size) {
      System.arraycopy(bytes, start, bytes, 0, size);
    } else {
      long length = Math.max((long) size + wanted, Math.min((long) size * 2, size + (8L << 20)));
      if (length > Integer.MAX_VALUE - 8) {
        throw Failure.ioError("Too many bytes wait to be read");
      }
      byte[] larger = new byte[(int) length];
      System.arraycopy(bytes, start, larger, 0, size);
      bytes = larger;
    }
    start = 0;
    end = size;
  }

  /// Takes so many bytes, which are there.
  byte[] take(int count) {
    byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
    drop(count);
    return taken;
  }

  /// The array, in which the bytes begin at `start()`, to be read only.
  byte[] array() {
    return bytes;
  }

  int start() {
    return start;
  }

  /// Forgets so many bytes, which are there.
  void drop(int count) {
    start += count;
    if (start == end) {
      start = 0;
      end = 0;
    }
  }

  /// Nothing is expected soon: gives back what is large.
  void rest() {
    if (start == end && bytes.length > SMALL) {
      bytes = NOTHING;
    }
  }
}
