package ruchy.runtime.packet;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Reads the frames of a capture file, one after the other.
sealed interface FrameReader extends Closeable permits PcapReader, PcapngReader {
  int BUFFER = 64 << 10;

  /// No network has larger packets; a file that says so is damaged.
  int LARGEST = 16 << 20;

  /// The next frame, null at the end of the file. BrokenCapture for a damaged file.
  @Nullable Frame next() throws IOException;

  /// Reads the head of a file and finds out what it is; also when it is compressed with gzip.
  /// Closes the stream when it fails.
  static FrameReader of(InputStream file) throws IOException {
    try {
      return read(file);
    } catch (IOException failure) {
      file.close();
      throw failure;
    }
  }

  private static FrameReader read(InputStream file) throws IOException {
    var start = new BufferedInputStream(file, BUFFER);
    start.mark(2);
    boolean isZipped = start.read() == 0x1F && start.read() == 0x8B;
    start.reset();
    var in =
        new CaptureInput(
            isZipped ? new BufferedInputStream(new GZIPInputStream(start), BUFFER) : start);
    int magic = in.i32(in.need(4, "the head of a capture"), 0);
    return switch (magic) {
      case PcapngReader.SECTION -> new PcapngReader(in);
      case PcapReader.MICROS -> new PcapReader(in, false, 1000);
      case PcapReader.NANOS -> new PcapReader(in, false, 1);
      case PcapReader.MICROS_LITTLE -> new PcapReader(in, true, 1000);
      case PcapReader.NANOS_LITTLE -> new PcapReader(in, true, 1);
      default -> throw new BrokenCapture(0, "this is neither pcap nor pcapng");
    };
  }
}
