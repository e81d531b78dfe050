package ruchy.runtime.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Small files of one directory in memory. Each request still asks the system whether the file is
/// the one that was read, which is one call where finding and reading it are many. Safe to use from
/// any thread.
final class FileCache {
  /// A larger file is not kept.
  static final int MOST_OF_FILE = 64 << 10;

  private static final long MOST_OF_ALL = 16L << 20;

  /// A file that was changed so lately may change once more without the system's clock having moved
  /// on.
  private static final long SETTLED_MILLIS = 2_000;

  /// After this a file is looked up from the beginning, with all directories and links on the way.
  private static final long LOOKUP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// A file as it was read.
  ///
  /// @param key what the system tells files apart by; null where it does not say
  record Kept(
      Path path,
      @Nullable Object key,
      FileTime modified,
      long lookedUp,
      FileHead head,
      Buffer bytes) {
    boolean isStill(BasicFileAttributes attributes) {
      return attributes.size() == head.size()
          && attributes.lastModifiedTime().equals(modified)
          && Objects.equals(attributes.fileKey(), key);
    }
  }

  private final Map<String, Kept> files = new ConcurrentHashMap<>();
  private final AtomicLong total = new AtomicLong();

  /// The file that was kept under that name, if it has not changed.
  @Nullable Kept get(String name) {
    Kept kept = files.get(name);
    if (kept == null) {
      return null;
    }
    if (System.nanoTime() - kept.lookedUp() < LOOKUP_NANOS) {
      try {
        if (kept.isStill(Files.readAttributes(kept.path(), BasicFileAttributes.class))) {
          return kept;
        }
      } catch (IOException gone) {
        // As if it had changed.
      }
    }
    if (files.remove(name, kept)) {
      total.addAndGet(-kept.head().size());
    }
    return null;
  }

  /// Reads a file that was found, and keeps it if it is small enough and not just being changed.
  /// Null when it is too large or cannot be read.
  @Nullable Kept read(String name, Path path, BasicFileAttributes attributes, FileHead head) {
    if (attributes.size() > MOST_OF_FILE) {
      return null;
    }
    byte[] content;
    try {
      content = Files.readAllBytes(path);
    } catch (IOException unreadable) {
      return null;
    }
    // Outside of the heap, so that the system takes it from there; freed with the object.
    Buffer bytes =
        BufferInternal.buffer(
            Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(content.length).put(content).flip()));
    Kept read =
        new Kept(
            path,
            attributes.fileKey(),
            attributes.lastModifiedTime(),
            System.nanoTime(),
            head,
            bytes);
    boolean isSettled =
        System.currentTimeMillis() - attributes.lastModifiedTime().toMillis() > SETTLED_MILLIS;
    if (isSettled && content.length == head.size() && attributes.fileKey() != null) {
      keep(name, read);
    }
    return read;
  }

  private void keep(String name, Kept read) {
    if (total.addAndGet(read.head().size()) > MOST_OF_ALL) {
      files.clear();
      total.set(read.head().size());
    }
    Kept before = files.put(name, read);
    if (before != null) {
      total.addAndGet(-before.head().size());
    }
  }
}
