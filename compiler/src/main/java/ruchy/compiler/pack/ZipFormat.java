package ruchy.compiler.pack;

/// The records of a zip archive (PKWARE APPNOTE 4.3): signatures, sizes and offsets of the fields
/// that are read or written here. All numbers are little-endian.
final class ZipFormat {
  static final int LOCAL_SIGNATURE = 0x04034b50;
  static final int CENTRAL_SIGNATURE = 0x02014b50;
  static final int END_SIGNATURE = 0x06054b50;

  static final int LOCAL_SIZE = 30;
  static final int CENTRAL_SIZE = 46;
  static final int END_SIZE = 22;

  static final int STORED = 0;
  static final int DEFLATED = 8;

  /// Names are UTF-8.
  static final int UTF8_FLAG = 1 << 11;

  /// Version 2.0: folders and deflate.
  static final int VERSION = 20;

  /// 1 January 1980, 00:00: one time for all entries, so that the same input gives the same bytes.
  static final int TIME = 0;

  static final int DATE = (1 << 5) | 1;

  /// The largest number of entries without the zip64 extension.
  static final int MAX_ENTRIES = 0xffff;

  private ZipFormat() {}

  static int read2(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  static int read4(byte[] bytes, int at) {
    return read2(bytes, at) | read2(bytes, at + 2) << 16;
  }

  static void write2(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }

  static void write4(byte[] bytes, int at, int value) {
    write2(bytes, at, value);
    write2(bytes, at + 2, value >>> 16);
  }
}
