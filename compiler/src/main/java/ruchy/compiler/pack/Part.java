package ruchy.compiler.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// A part of a jar, prepared so that packing only copies it: the files of one room of the runtime
/// or of one library, as an ordinary zip archive in the order of their names. No file is in two
/// parts, except those that are merged ([#isMerged]); these stand last.
public final class Part {
  static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final ZipArchive archive;

  /// How many files are copied as they are, and where the record of the first other one is.
  private final int copied;

  private final int mergedAt;

  private Part(byte[] bytes) {
    archive = new ZipArchive(bytes);
    int at = archive.listStart();
    int count = 0;
    while (count < archive.count() && !isMerged(at)) {
      at = ZipArchive.next(bytes, at);
      count++;
    }
    copied = count;
    mergedAt = at;
  }

  /// A part that was prepared earlier, from the bytes that [#archive] gave then.
  public static Part of(byte[] archive) {
    return new Part(archive);
  }

  /// Prepares files, by their names in the jar.
  public static Part ofFiles(SortedMap<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    var zip = new ZipWriter(bytes);
    try {
      for (var file : mergedLast(files)) {
        zip.add(file.getKey(), file.getValue());
      }
      zip.finish();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Part(bytes.toByteArray());
  }

  /// Prepares a library: its files stay compressed as they are, without what has no meaning in a
  /// jar of many libraries; of files for several Java versions the one for `feature` is taken, and
  /// licences get a folder by the library's name.
  ///
  /// @param name the library's name and version, for example `netty-common-4.2.17.Final`
  /// @param feature the oldest Java that runs the jar
  /// @param about what to say of the library's origin and licence, beside the licences that it
  ///   carries itself
  public static Part ofLibrary(String name, byte[] jar, int feature, String about) {
    String folder = "META-INF/licenses/" + name + "/";
    var files = LibraryFiles.choose(jar, feature, folder);
    var bytes = new ByteArrayOutputStream(jar.length);
    var zip = new ZipWriter(bytes);
    try {
      zip.add(folder + "ABOUT", about.getBytes(UTF_8));
      for (var file : mergedLast(files)) {
        zip.copy(file.getKey(), file.getValue());
      }
      zip.finish();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Part(bytes.toByteArray());
  }

  /// Whether a file of this name may be in several parts; the jar has all their lines, each once. A
  /// part's manifest has the lines that the jar's manifest needs when the part is in it.
  public static boolean isMerged(String name) {
    return name.startsWith("META-INF/services/")
        || name.equals(MANIFEST)
        || name.equals("META-INF/io.netty.versions.properties");
  }

  /// The names of the files, in the order of the archive.
  public List<String> names() {
    return archive.entries().stream().map(ZipArchive.Entry::name).toList();
  }

  /// The prepared bytes: a zip archive.
  public byte[] archive() {
    return archive.bytes();
  }

  /// Copies the files that are no others' business.
  void copyTo(ZipWriter zip) throws IOException {
    boolean isAll = copied == archive.count();
    zip.copy(archive, copied, isAll ? archive.listStart() : archive.entry(mergedAt).localAt());
  }

  /// Adds the lines of the files that are merged to `merged`, under their names.
  void addMergedTo(Map<String, Set<String>> merged) {
    int at = mergedAt;
    for (int i = copied; i < archive.count(); i++) {
      var entry = archive.entry(at);
      var lines = merged.computeIfAbsent(entry.name(), _ -> new LinkedHashSet<>());
      for (String line : new String(entry.content(), UTF_8).lines().toList()) {
        if (!line.isBlank()) lines.add(line);
      }
      at = ZipArchive.next(archive.bytes(), at);
    }
  }

  /// As above, of a record of the archive's list; nearly all are classes, which the first letter
  /// tells.
  private boolean isMerged(int at) {
    return archive.bytes()[at + ZipFormat.CENTRAL_SIZE] == 'M' && isMerged(archive.name(at));
  }

  private static <T> List<Map.Entry<String, T>> mergedLast(SortedMap<String, T> files) {
    var sorted = new ArrayList<Map.Entry<String, T>>();
    var merged = new ArrayList<Map.Entry<String, T>>();
    for (var file : files.entrySet()) {
      (isMerged(file.getKey()) ? merged : sorted).add(file);
    }
    sorted.addAll(merged);
    return sorted;
  }
}
