package ruchy.runtime.client;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;
import ruchy.runtime.message.Chunks;

/// A file that is read piece by piece by who sends it. Each piece is read by a thread that may
/// block.
final class FilePieces implements Chunks {
  private static final int PIECE_BYTES = 64 << 10;

  private final String name;
  private final FileChannel channel;
  private final long size;
  private volatile boolean isEnded;
  private long read;

  private FilePieces(String name, FileChannel channel, long size) {
    this.name = name;
    this.channel = channel;
    this.size = size;
  }

  /// Opens the file. Waits; raises IoError `Cannot read PATH: REASON`.
  static FilePieces open(String name) {
    Path path = Surroundings.file(name).toPath();
    try {
      return Blocking.call(
          () -> {
            if (Files.isDirectory(path)) {
              throw new IOException("it is a directory");
            }
            FileChannel channel = FileChannel.open(path);
            return new FilePieces(name, channel, channel.size());
          });
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read " + name + ": " + FileReasons.of(failure));
    }
  }

  /// How many bytes the file had when it was opened.
  long size() {
    return size;
  }

  @Override
  public void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
    Engine.vertx().<@Nullable Buffer>executeBlocking(this::piece, false).onComplete(ready::accept);
  }

  private @Nullable Buffer piece() throws IOException {
    long left = size - read;
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, left));
    if (left > 0 && channel.read(bytes) <= 0) {
      close();
      throw new IOException(name + " has become shorter");
    }
    if (left == 0) {
      close();
      return null;
    }
    read += bytes.position();
    return Buffer.buffer(java.util.Arrays.copyOf(bytes.array(), bytes.position()));
  }

  private void close() throws IOException {
    isEnded = true;
    channel.close();
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void drop() {
    try {
      close();
    } catch (IOException failure) {
      // Nobody reads it any more.
    }
  }
}
