package ruchy.compiler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a zip archive without anything that depends on the moment: fixed times, sizes in front of
/// the data, no extra fields. The order of the entries is that of the calls. Not safe for several
/// threads.
final class ZipWriter {
  private final OutputStream out;
  private final ByteArrayOutputStream list = new ByteArrayOutputStream(64 * 1024);
  private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
  private int position;
  private int count;

  ZipWriter(OutputStream out) {
    this.out = out;
  }

  /// Adds a file, compressed if that makes it smaller.
  void add(String name, byte[] content) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var compressed = new byte[content.length];
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    int size = deflater.deflate(compressed);
    if (deflater.finished() && size < content.length) {
      write(name, ZipFormat.DEFLATED, (int) crc.getValue(), compressed, 0, size, content.length);
    } else {
      write(
          name, ZipFormat.STORED, (int) crc.getValue(), content, 0, content.length, content.length);
    }
  }

  /// Adds a file of another archive under a name of its own, in the form that it has there.
  void copy(String name, ZipArchive.Entry entry) throws IOException {
    write(
        name,
        entry.method(),
        entry.crc(),
        entry.archive().bytes(),
        entry.dataAt(),
        entry.compressedSize(),
        entry.size());
  }

  /// Adds the first `records` entries of an archive that this class has written, as they are: one
  /// copy of their bytes, and their records of the list moved to the new place.
  ///
  /// @param dataEnd where the data of those entries ends; it begins at 0
  void copy(ZipArchive archive, int records, int dataEnd) throws IOException {
    int first = archive.listStart();
    int end = first;
    for (int i = 0; i < records; i++) {
      end = ZipArchive.next(archive.bytes(), end);
    }
    byte[] moved = Arrays.copyOfRange(archive.bytes(), first, end);
    for (int at = 0; at < moved.length; at = ZipArchive.next(moved, at)) {
      ZipFormat.write4(moved, at + 42, ZipFormat.read4(moved, at + 42) + position);
    }
    out.write(archive.bytes(), 0, dataEnd);
    list.write(moved);
    advance(dataEnd, records);
  }

  /// Writes the list and ends the archive. The stream stays open.
  void finish() throws IOException {
    var end = new byte[ZipFormat.END_SIZE];
    ZipFormat.write4(end, 0, ZipFormat.END_SIGNATURE);
    ZipFormat.write2(end, 8, count);
    ZipFormat.write2(end, 10, count);
    ZipFormat.write4(end, 12, list.size());
    ZipFormat.write4(end, 16, position);
    list.writeTo(out);
    out.write(end);
    deflater.end();
  }

  private void write(
      String name, int method, int crc, byte[] data, int from, int compressedSize, int size)
      throws IOException {
    byte[] nameBytes = name.getBytes(UTF_8);
    var local = new byte[ZipFormat.LOCAL_SIZE];
    ZipFormat.write4(local, 0, ZipFormat.LOCAL_SIGNATURE);
    writeCommon(local, 4, method, crc, compressedSize, size, nameBytes.length);
    var record = new byte[ZipFormat.CENTRAL_SIZE];
    ZipFormat.write4(record, 0, ZipFormat.CENTRAL_SIGNATURE);
    ZipFormat.write2(record, 4, ZipFormat.VERSION);
    writeCommon(record, 6, method, crc, compressedSize, size, nameBytes.length);
    ZipFormat.write4(record, 42, position);
    out.write(local);
    out.write(nameBytes);
    out.write(data, from, compressedSize);
    list.write(record);
    list.write(nameBytes);
    advance(local.length + nameBytes.length + compressedSize, 1);
  }

  /// The fields that the record before the data and the record in the list share, in the same
  /// order.
  private static void writeCommon(
      byte[] record, int at, int method, int crc, int compressedSize, int size, int nameSize) {
    ZipFormat.write2(record, at, ZipFormat.VERSION);
    ZipFormat.write2(record, at + 2, ZipFormat.UTF8_FLAG);
    ZipFormat.write2(record, at + 4, method);
    ZipFormat.write2(record, at + 6, ZipFormat.TIME);
    ZipFormat.write2(record, at + 8, ZipFormat.DATE);
    ZipFormat.write4(record, at + 10, crc);
    ZipFormat.write4(record, at + 14, compressedSize);
    ZipFormat.write4(record, at + 18, size);
    ZipFormat.write2(record, at + 22, nameSize);
  }

  private void advance(int bytes, int entries) {
    position = Math.addExact(position, bytes);
    count += entries;
    if (count > ZipFormat.MAX_ENTRIES) {
      throw new IllegalArgumentException("A jar holds at most " + ZipFormat.MAX_ENTRIES + " files");
    }
  }
}
