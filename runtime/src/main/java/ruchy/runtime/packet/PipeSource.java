package ruchy.runtime.packet;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Waiters;
import ruchy.runtime.env.Surroundings;

/// The frames of a pipe, as they come: of a named one, of standard input, of `<(tcpdump -w -)`.
///
/// A read of a pipe lasts until the other side writes, so a thread of its own reads, and hands over
/// the frames that are whole before each read. It reads no further than one piece ahead of who
/// takes the frames; then the other side waits.
final class PipeSource implements FrameSource, Runnable {
  private final String path;
  private final Thread reader;
  private final Waiters untilHead = new Waiters(this::isHeadRead);
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(1);

  /// The frames that are not handed over. Touched by the reader alone.
  private List<Frame> whole = new ArrayList<>();

  private volatile boolean isHeadRead;

  /// What was wrong with the head. Written before `isHeadRead`.
  private volatile @Nullable IOException headFault;

  /// These belong to who takes the frames.
  private @Nullable FrameFilter filter;

  private @Nullable Piece last;

  /// What the reader hands over: frames, or why none will come. One of the two is set, or none at
  /// the end.
  private record Piece(@Nullable List<Frame> frames, @Nullable IOException fault) {}

  private PipeSource(String path) {
    this.path = path;
    reader = Thread.ofPlatform().daemon().name("pipe").unstarted(this);
  }

  /// Begins to read; everything that is wrong is told later.
  static PipeSource begin(String path) {
    var source = new PipeSource(path);
    source.reader.start();
    return source;
  }

  /// Whether there is something at the path that gives its bytes once, and perhaps some time.
  static boolean isPipe(String path) {
    File file = Surroundings.file(path);
    return file.exists() && !file.isFile() && !file.isDirectory();
  }

  void setFilter(FrameFilter filter) {
    this.filter = filter;
  }

  /// Waits for the other side, and for the head that it writes. Closes the source when it fails, or
  /// the task is cancelled.
  ///
  /// @throws IOException if it is no capture
  void awaitHead() throws IOException {
    try {
      untilHead.await();
    } catch (RuntimeException | Error cancelled) {
      close();
      throw cancelled;
    }
    IOException fault = headFault;
    if (fault != null) {
      throw fault;
    }
  }

  @Override
  public void run() {
    Piece end = new Piece(null, null);
    try (var file = new FileInputStream(Surroundings.file(path));
        FrameReader frames = FrameReader.of(new Live(file))) {
      headRead(null);
      Frame frame;
      while ((frame = frames.next()) != null) {
        whole.add(frame);
        if (whole.size() == BATCH) {
          handOver();
        }
      }
    } catch (IOException fault) {
      end = new Piece(null, FileSource.named(path, fault));
    } catch (RuntimeException | Error fault) {
      end = new Piece(null, new IOException("Cannot read " + path + ": " + fault, fault));
    }
    headRead(end.fault());
    try {
      handOver();
      pieces.put(end);
    } catch (IOException | InterruptedException closed) {
      // Nobody takes them.
    }
  }

  private boolean isHeadRead() {
    return isHeadRead;
  }

  /// Does nothing the second time.
  private void headRead(@Nullable IOException fault) {
    if (!isHeadRead) {
      headFault = fault;
      isHeadRead = true;
      untilHead.wake();
    }
  }

  private void handOver() throws IOException {
    if (!whole.isEmpty()) {
      try {
        pieces.put(new Piece(whole, null));
      } catch (InterruptedException closed) {
        reader.interrupt(); // whatever it does next ends too
        throw new IOException("it is closed", closed);
      }
      whole = new ArrayList<>();
    }
  }

  /// The bytes of the pipe. Reads can be ended by an interrupt, as those of the stream itself can
  /// not.
  private final class Live extends InputStream {
    private final FileInputStream file;
    private final FileChannel channel;

    Live(FileInputStream file) {
      this.file = file;
      channel = file.getChannel();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      handOver();
      return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public int available() throws IOException {
      return file.available();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Override
  public @Nullable List<Frame> batch() throws IOException {
    Piece piece = last != null ? last : nextPiece();
    if (piece == null) {
      return List.of();
    }
    if (piece.fault() != null) {
      throw piece.fault();
    }
    if (piece.frames() == null || filter == null) {
      return piece.frames();
    }
    List<Frame> taken = new ArrayList<>();
    for (Frame frame : piece.frames()) {
      if (filter.takes(frame)) {
        taken.add(frame);
      }
    }
    return taken;
  }

  /// Null when nothing has come.
  private @Nullable Piece nextPiece() throws IOException {
    try {
      Piece piece = pieces.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      if (piece != null && piece.frames() == null) {
        last = piece;
      }
      return piece;
    } catch (InterruptedException nobodyDoes) {
      throw new IOException(nobodyDoes);
    }
  }

  @Override
  public long dropped() {
    return 0;
  }

  /// Ends the reader, also where it waits for the other side to write. Where it waits for somebody
  /// to open the other side, it ends when that happens.
  @Override
  public void close() {
    reader.interrupt();
    if (filter != null) {
      filter.close();
      filter = null;
    }
  }
}
