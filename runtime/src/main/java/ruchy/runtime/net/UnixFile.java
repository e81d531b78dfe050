package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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

  /// Held by the one listener of this program that looks for a stale file and binds.
  static final Object BINDING = new Object();

  /// What `unix:mode` tells of the kind of a file, and what a socket is (`man 7 inode`).
  private static final int KIND = 0170000;

  private static final int SOCKET = 0140000;

  /// Where a line of `SOCKETS` has the state, and that of a socket that is bound and connected to
  /// nobody: it listens, or will in a moment.
  private static final int STATE = 5;

  private static final String UNCONNECTED = "01";

  private final Path path;

  /// Which file it is, whatever its name; null where the system does not tell.
  private final @Nullable Object key;

  private UnixFile(Path path, @Nullable Object key) {
    this.path = path;
    this.key = key;
  }

  /// The file of a socket that has just been bound. Where the program ends already it stays, unless
  /// `remove` is called.
  static UnixFile of(Path path) throws IOException {
    var file = new UnixFile(path, attributes(path).fileKey());
    synchronized (THERE) {
      THERE.add(file);
      if (!hasHook) {
        hasHook = true;
        try {
          Runtime.getRuntime().addShutdownHook(new Thread(UnixFile::removeAll, "sockets end"));
        } catch (IllegalStateException ends) {
          // The next listener there replaces the file.
        }
      }
    }
    return file;
  }

  /// Removes the file; does nothing if that is done. The socket has to be open still: until then no
  /// other file can get the same key.
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
  /// False if somebody does, or may. The caller has the `UnixLock`, so no other program in Ruchy
  /// does the same meanwhile; those of other kinds are looked for again in the moment before it.
  ///
  /// @throws IOException if there is a file that is no socket
  static boolean removeStale(Path path) throws IOException {
    try {
      Object key = attributes(path).fileKey();
      if (!isSocket(path)) {
        throw new IOException("there is a file that is no socket");
      }
      if (isTaken(path) || !isRefused(path)) {
        return false;
      }
      if (!Objects.equals(key, attributes(path).fileKey()) || isTaken(path)) {
        return false;
      }
      Files.delete(path);
      return true;
    } catch (NoSuchFileException gone) {
      return true;
    }
  }

  /// Whether the system says so: FIFOs and devices are none, and where it says nothing all files
  /// stay.
  private static boolean isSocket(Path path) throws IOException {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return mode instanceof Integer bits && (bits & KIND) == SOCKET;
    } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
      return false;
    }
  }

  /// Whether the system lists a socket there that is connected to nobody, where it has a list: a
  /// listener then gets no connection from here, and one that is about to listen is seen too. The
  /// connections that a listener has left behind have its name, but do not count.
  private static boolean isTaken(Path path) {
    try {
      // Names are any bytes; those of others must not spoil the list.
      String name = new String(path.toString().getBytes(UTF_8), ISO_8859_1);
      for (String line : Files.readAllLines(SOCKETS, ISO_8859_1)) {
        if (line.endsWith(" " + name) && line.split(" +", STATE + 2)[STATE].equals(UNCONNECTED)) {
          return true;
        }
      }
    } catch (IOException unknown) {
      // A system without /proc.
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
