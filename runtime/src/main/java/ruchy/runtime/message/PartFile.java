package ruchy.runtime.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.failure.Failure;

/// A file that is being written under another name in the folder of its target, so that it can take
/// the target's place in one step. Belongs to one task.
public final class PartFile {
  private final String name;
  private final Path target;
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
        () -> {
          Path folder = target.toAbsolutePath().getParent();
          if (folder == null || Files.isDirectory(target)) {
            throw new IOException("it is a directory");
          }
          Files.createDirectories(folder);
          Path part = Files.createTempFile(folder, "." + target.getFileName() + ".", ".part");
          // Made for its owner alone; the target is to be a file like any other.
          Files.delete(part);
          FileChannel channel =
              FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          return new PartFile(name, target, part, channel);
        });
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
        Files.deleteIfExists(part);
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

  private static @Nullable String reason(IOException failure) {
    return switch (failure) {
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      case java.nio.file.NotDirectoryException none -> "not a directory";
      case java.nio.file.FileAlreadyExistsException exists -> "its folder is a file";
      case java.nio.file.FileSystemException known when known.getReason() != null ->
          known.getReason();
      default -> failure.getMessage();
    };
  }
}
