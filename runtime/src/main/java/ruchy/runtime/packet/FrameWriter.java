package ruchy.runtime.packet;

import java.io.IOException;

/// Frames as the bytes of a capture file.
sealed interface FrameWriter permits PcapWriter, PcapngWriter {
  /// What stands in the file for this frame, with what must stand before it. IOException when the
  /// format cannot hold it.
  byte[] bytes(Frame frame) throws IOException;

  /// What a file without frames holds.
  byte[] empty();

  /// By the end of the name of the file: pcapng for `.pcapng`, else pcap.
  static FrameWriter of(String path) {
    return path.endsWith(".pcapng") ? new PcapngWriter() : new PcapWriter();
  }
}
