package ruchy.runtime.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;

/// A file that is being written under another name in the folder of its target, so that it can take
/// the target's place in one step. A symbolic link stays one: what it leads to is replaced. What is
/// no file of a disk (a device such as `/dev/null`, a pipe) is never replaced, but written to as it
/// is. Belongs to one task.
public final class PartFile {
  /// As Linux follows at most.
  private static final int MOST_LINKS = 40;

  private final String name;
  private final Path target;

  /// The target itself where that is no file of a disk.
  private final Path part;

  private final FileChannel channel;
  private long size;
  private boolean isEnded;

  private PartFile(String name, Path target, Path part, FileChannel channel) {
    this.name = name;
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  /// Creates the folder and the file.
  ///
  /// @param name what errors call the target
  public static PartFile create(String name, Path target) {
    return access(
        name,
        () ->
            isSpecial(target)
                ? new PartFile(
                    name, target, target, FileChannel.open(target, StandardOpenOption.WRITE))
                : beside(name, end(target.toAbsolutePath())));
  }

  private static boolean isSpecial(Path target) throws IOException {
    return Files.exists(target)
        && Files.readAttributes(target, BasicFileAttributes.class).isOther();
  }

  /// Where links lead, also to a file that is not there.
  private static Path end(Path target) throws IOException {
    Path end = target;
    for (int links = 0; Files.isSymbolicLink(end); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(target.toString());
      }
      end = end.resolveSibling(Files.readSymbolicLink(end));
    }
    return end;
  }

  private static PartFile beside(String name, Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException("it is a directory");
    }
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "." + target.getFileName() + ".", ".part");
    // Made for its owner alone; the target is to be a file like any other.
    Files.delete(part);
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      keepPermissions(target, part);
    } catch (IOException refused) {
      channel.close();
      Files.delete(part);
      throw refused;
    }
    return new PartFile(name, target, part, channel);
  }

  /// Those who may not read what was there may not read what comes either.
  private static void keepPermissions(Path target, Path part) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(part, PosixFileAttributeView.class);
    if (view != null && Files.exists(target)) {
      view.setPermissions(Files.getPosixFilePermissions(target));
    }
  }

  /// How many bytes there are.
  public long size() {
    return size;
  }

  /// Adds the bytes.
  public void write(byte[] bytes) {
    access(
        name,
        () -> {
          ByteBuffer left = ByteBuffer.wrap(bytes);
          while (left.hasRemaining()) {
            size += channel.write(left);
          }
          return true;
        });
  }

  /// Forgets what was written.
  public void restart() {
    if (size > 0) {
      access(
          name,
          () -> {
            if (part.equals(target)) {
              throw new IOException("what was written there cannot be taken back");
            }
            channel.truncate(0);
            size = 0;
            return true;
          });
    }
  }

  /// Puts the file in the place of the target.
  public void complete() {
    access(
        name,
        () -> {
          channel.close();
          if (part.equals(target)) {
            isEnded = true;
            return true;
          }
          try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
          } catch (AtomicMoveNotSupportedException refused) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
          }
          isEnded = true;
          return true;
        });
  }

  /// Removes the file unless it is complete. Also in a task that was cancelled, so it does not wait
  /// like other accesses.
  public void discard() {
    if (!isEnded) {
      isEnded = true;
      try {
        channel.close();
        if (!part.equals(target)) {
          Files.deleteIfExists(part);
        }
      } catch (IOException failure) {
        // The error that led here is what the program gets.
      }
    }
  }

  private static <T> T access(String name, Blocking.Work<T> work) {
    try {
      return Blocking.callFully(work);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot write " + name + ": " + reason(failure));
    }
  }

  private static String reason(IOException failure) {
    return failure instanceof FileAlreadyExistsException
        ? "its folder is a file"
        : FileReasons.of(failure);
  }
}
