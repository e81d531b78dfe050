package ruchy.runtime.http;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of the bodies of requests a server holds, of all its connections: each body has
/// its limit, but there may be any number of clients. Used by all event loops.
final class BufferedBodies {
  /// So many bytes of each body are not counted. A connection takes more by itself, and requests
  /// with small bodies need not agree on a number.
  static final int UNCOUNTED_BYTES = 4 << 10;

  private static final long LEAST_BYTES = 8L << 20;

  private final long most;
  private final AtomicLong bytes = new AtomicLong();

  /// @param most how many bytes there may be
  BufferedBodies(long most) {
    this.most = most;
  }

  /// How many bytes there may be where the program does not say: of a body that is read as a text
  /// there are several copies for a moment.
  static long usualMost() {
    return Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 8);
  }

  /// Counts bytes that are held now, or not any longer if there are less than none.
  ///
  /// @return whether that is no more than there may be
  boolean add(long change) {
    return bytes.addAndGet(change) <= most;
  }
}
