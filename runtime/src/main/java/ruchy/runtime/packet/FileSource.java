package ruchy.runtime.packet;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.env.Surroundings;

/// The frames of a capture file.
final class FileSource implements FrameSource {
  private final String path;
  private final FrameReader reader;
  private @Nullable FrameFilter filter;

  /// What was wrong behind the frames that were given.
  private @Nullable IOException fault;

  private FileSource(String path, FrameReader reader) {
    this.path = path;
    this.reader = reader;
  }

  /// Opens a file and reads its head. IOException with the name of the file in its message.
  static FileSource open(String path) throws IOException {
    try {
      return new FileSource(path, FrameReader.of(new FileInputStream(Surroundings.file(path))));
    } catch (IOException failure) {
      throw named(path, failure);
    }
  }

  void setFilter(FrameFilter filter) {
    this.filter = filter;
  }

  @Override
  public @Nullable List<Frame> batch() throws IOException {
    if (fault != null) {
      throw fault;
    }
    List<Frame> frames = new ArrayList<>();
    try {
      for (int i = 0; i < BATCH; i++) {
        Frame frame = reader.next();
        if (frame == null) {
          return frames.isEmpty() && i == 0 ? null : frames;
        }
        if (filter == null || filter.takes(frame)) {
          frames.add(frame);
        }
      }
    } catch (IOException failure) {
      // What stands before the damage is given first.
      fault = named(path, failure);
    }
    return frames;
  }

  @Override
  public long dropped() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    if (filter != null) {
      filter.close();
    }
    reader.close();
  }

  /// The same with the name of the file in its message.
  static IOException named(String path, IOException failure) {
    if (failure instanceof BrokenCapture) {
      return new BrokenFile("Broken capture file " + path + " " + failure.getMessage());
    }
    String reason =
        failure instanceof FileNotFoundException && !Surroundings.file(path).exists()
            ? "no such file or directory"
            : failure.getMessage();
    return new IOException("Cannot read " + path + ": " + reason, failure);
  }

  /// The program gets ParseError for this.
  static final class BrokenFile extends IOException {
    private static final long serialVersionUID = 1;

    BrokenFile(String message) {
      super(message);
    }
  }
}
