package ruchy.compiler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A zip archive in memory, as its list of records sees it.
final class ZipArchive {
  private final byte[] bytes;
  private final int end;

  /// @throws IllegalArgumentException if the bytes are no zip archive
  ZipArchive(byte[] bytes) {
    this.bytes = bytes;
    this.end = endRecord(bytes);
  }

  /// One file of an archive; folders have a `/` at the end.
  ///
  /// @param method how its data is compressed
  /// @param localAt where the record before its data begins
  /// @param dataAt where its data begins
  record Entry(
      String name,
      int method,
      int crc,
      int compressedSize,
      int size,
      ZipArchive archive,
      int localAt,
      int dataAt) {
    /// The content, decompressed.
    byte[] content() {
      if (method == ZipFormat.STORED) {
        return Arrays.copyOfRange(archive.bytes, dataAt, dataAt + size);
      }
      var content = new byte[size];
      try (var inflater = new Inflater(true)) {
        inflater.setInput(archive.bytes, dataAt, compressedSize);
        int done = 0;
        while (done < size) {
          int count = inflater.inflate(content, done, size - done);
          if (count == 0) throw new IllegalArgumentException(name + " is cut short");
          done += count;
        }
        return content;
      } catch (DataFormatException damaged) {
        throw new IllegalArgumentException(name + " is damaged", damaged);
      }
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /// The entries in the order of the list.
  List<Entry> entries() {
    int count = count();
    int at = listStart();
    var entries = new ArrayList<Entry>(count);
    for (int i = 0; i < count; i++) {
      entries.add(entry(at));
      at = next(bytes, at);
    }
    return entries;
  }

  /// How many records the list has.
  int count() {
    return ZipFormat.read2(bytes, end + 10);
  }

  /// Where the first record of the list begins.
  int listStart() {
    return ZipFormat.read4(bytes, end + 16);
  }

  /// Where the record after this one of a list begins.
  static int next(byte[] list, int at) {
    return at
        + ZipFormat.CENTRAL_SIZE
        + ZipFormat.read2(list, at + 28)
        + ZipFormat.read2(list, at + 30)
        + ZipFormat.read2(list, at + 32);
  }

  /// The entry of the record at this place of the list.
  Entry entry(int at) {
    int localAt = ZipFormat.read4(bytes, at + 42);
    // The record before the data repeats the name, and has extra fields of its own.
    int localSize =
        ZipFormat.LOCAL_SIZE
            + ZipFormat.read2(bytes, localAt + 26)
            + ZipFormat.read2(bytes, localAt + 28);
    return new Entry(
        name(at),
        ZipFormat.read2(bytes, at + 10),
        ZipFormat.read4(bytes, at + 16),
        ZipFormat.read4(bytes, at + 20),
        ZipFormat.read4(bytes, at + 24),
        this,
        localAt,
        localAt + localSize);
  }

  /// The name in the record at this place of the list.
  String name(int at) {
    return new String(bytes, at + ZipFormat.CENTRAL_SIZE, ZipFormat.read2(bytes, at + 28), UTF_8);
  }

  /// The last record of an archive, before a comment.
  private static int endRecord(byte[] bytes) {
    for (int at = bytes.length - ZipFormat.END_SIZE; at >= 0; at--) {
      if (ZipFormat.read4(bytes, at) == ZipFormat.END_SIGNATURE) return at;
    }
    throw new IllegalArgumentException("Not a zip archive");
  }
}
