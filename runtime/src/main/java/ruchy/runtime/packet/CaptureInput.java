package ruchy.runtime.packet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// The bytes of a capture file, in the byte order that the file says it has.
final class CaptureInput implements Closeable {
  private final InputStream in;
  private long place;
  private boolean isLittle;

  CaptureInput(InputStream in) {
    this.in = in;
  }

  void setLittle(boolean isLittle) {
    this.isLittle = isLittle;
  }

  boolean isLittle() {
    return isLittle;
  }

  /// How many bytes were read.
  long place() {
    return place;
  }

  /// So many bytes; no bytes at the end of the file. BrokenCapture when the file ends in between.
  byte[] read(int count, String what) throws IOException {
    // Grows with what is there, not with what the file says is there.
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count && bytes.length > 0) {
      throw new BrokenCapture(
          place + bytes.length,
          "the file ends in " + what + ", after " + bytes.length + " of " + count + " bytes");
    }
    place += bytes.length;
    return bytes;
  }

  /// So many bytes, which must be there.
  byte[] need(int count, String what) throws IOException {
    byte[] bytes = read(count, what);
    if (bytes.length < count) {
      throw new BrokenCapture(place, "the file ends before " + what);
    }
    return bytes;
  }

  int u16(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int second = bytes[at + 1] & 0xFF;
    return isLittle ? second << 8 | first : first << 8 | second;
  }

  int i32(byte[] bytes, int at) {
    int first = u16(bytes, at);
    int second = u16(bytes, at + 2);
    return isLittle ? second << 16 | first : first << 16 | second;
  }

  long u32(byte[] bytes, int at) {
    return i32(bytes, at) & 0xFFFF_FFFFL;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
