package ruchy.runtime.net;

import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The right of one process to bind a Unix domain socket at a path, and to replace what has been
/// left there: a lock of the system on a small file beside it. Two that find the same file of a
/// program that was killed would else both remove it, the second one the new socket of the first.
/// The system gives the lock back when the process ends in whatever way; the file is removed with
/// it.
///
/// The socket itself cannot be locked, since it cannot be opened, and a rename in its place would
/// take the place of a living one as well. One thread of the process at a time uses this.
final class UnixLock implements AutoCloseable {
  private static final int MOST_MARK = 1 << 30;

  private final Path path;

  /// Open as long as the lock is held; null where there is none.
  private final @Nullable FileChannel channel;

  private UnixLock(Path path, @Nullable FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// The lock for that socket; one that is not held where none can be had, as in a folder in which
  /// nothing can be written.
  ///
  /// @throws BindException if another process has it, and with it the path in a moment
  static UnixLock of(Path socket) throws BindException {
    Path path = socket.resolveSibling("." + socket.getFileName() + ".ruchy-bind");
    FileChannel channel = null;
    boolean isMine = false;
    try {
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ, // To write alone would wait for who reads from a FIFO.
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      isMine = channel.tryLock() != null && isStillAt(path, channel);
    } catch (IOException none) {
      close(channel);
      return new UnixLock(path, null);
    }
    if (!isMine) {
      close(channel);
      throw new BindException("address already in use");
    }
    return new UnixLock(path, channel);
  }

  /// Whether there is a lock, and this process has it.
  boolean isHeld() {
    return channel != null;
  }

  /// Whether the path leads to the file that is open: who had the lock before may have removed it
  /// since it was opened. Told by the length, which nobody else changes: to open the path once more
  /// would, when that is closed, give the lock away (`man 2 fcntl`).
  private static boolean isStillAt(Path path, FileChannel channel) throws IOException {
    int mark = ThreadLocalRandom.current().nextInt(1, MOST_MARK);
    channel.truncate(0);
    channel.write(ByteBuffer.allocate(1), mark - 1L);
    try {
      return Files.size(path) == mark;
    } catch (NoSuchFileException removed) {
      return false;
    }
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException stays) {
        // The next one that binds there takes it and removes it.
      }
      close(channel);
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException failure) {
      // The lock goes with the process at the latest.
    }
  }
}
