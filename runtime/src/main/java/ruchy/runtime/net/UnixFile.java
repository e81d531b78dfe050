package ruchy.runtime.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The file of a Unix domain socket to which this program listens. The system leaves it where it is
/// when the listener goes, so it is removed here: by `remove`, else at the end of the process
/// unless that is killed. Never removed is a file that has taken its place meanwhile. From any
/// thread.
final class UnixFile {
  /// Those that are there; their lock guards them.
  private static final Set<UnixFile> THERE = new HashSet<>();

  private static boolean hasHook;

  /// All of them that are bound, each on a line that ends with its name (`man 5 proc`).
  private static final Path SOCKETS = Path.of("/proc/net/unix");

  /// The flags of those that listen.
  private static final String LISTENS = " 00010000 ";

  private final Path path;

  /// Which file it is, whatever its name; null where the system does not tell.
  private final @Nullable Object key;

  private UnixFile(Path path, @Nullable Object key) {
    this.path = path;
    this.key = key;
  }

  /// The file of a socket that has just been bound.
  static UnixFile of(Path path) throws IOException {
    var file = new UnixFile(path, attributes(path).fileKey());
    synchronized (THERE) {
      THERE.add(file);
      if (!hasHook) {
        hasHook = true;
        Runtime.getRuntime().addShutdownHook(new Thread(UnixFile::removeAll, "sockets end"));
      }
    }
    return file;
  }

  /// Removes the file; does nothing if that is done.
  void remove() {
    synchronized (THERE) {
      if (!THERE.remove(this)) {
        return;
      }
    }
    delete();
  }

  private static void removeAll() {
    List<UnixFile> all;
    synchronized (THERE) {
      all = List.copyOf(THERE);
      THERE.clear();
    }
    all.forEach(UnixFile::delete);
  }

  private void delete() {
    try {
      if (key == null || key.equals(attributes(path).fileKey())) {
        Files.deleteIfExists(path);
      }
    } catch (IOException gone) {
      // Somebody else has removed it, or may do so alone.
    }
  }

  /// Removes what a program has left that was killed: the file of a socket at which nobody answers.
  /// False if somebody does, or may.
  ///
  /// @throws IOException if there is a file that is no socket
  static boolean removeStale(Path path) throws IOException {
    BasicFileAttributes found = attributes(path);
    if (!found.isOther()) {
      throw new IOException("there is a file that is no socket");
    }
    if (isListedAsListening(path) || !isRefused(path)) {
      return false;
    }
    new UnixFile(path, found.fileKey()).delete();
    return true;
  }

  /// Whether the system says so, where it does: a listener there then gets no connection from here.
  private static boolean isListedAsListening(Path path) {
    try {
      String end = " " + path;
      for (String line : Files.readAllLines(SOCKETS)) {
        if (line.endsWith(end) && line.contains(LISTENS)) {
          return true;
        }
      }
    } catch (IOException unknown) {
      // A system without /proc, or a name that is no UTF-8.
    }
    return false;
  }

  /// Without waiting: a listener that is busy does not refuse.
  private static boolean isRefused(Path path) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return false;
    } catch (ConnectException failure) {
      return Reasons.of(failure).equals("connection refused");
    } catch (IOException unknown) {
      return false;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
