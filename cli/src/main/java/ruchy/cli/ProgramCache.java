package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.source.Source;

/// Keeps the programs that were run as they were compiled, one file for each, so that a program
/// whose text has not changed starts without the compiler.
///
/// A file tells all that went into the compilation: which build of `ruchyc` it was, how the
/// program's files were named and in which folder, their texts, and for each name under which a
/// module was looked for what was found. It holds for a run of which all of that is true; another
/// compilation of the program takes its place. What is damaged, cannot be read or cannot be written
/// counts as not being there.
final class ProgramCache {
  /// The folder; the script `ruchyc` sets it where programs are to be kept.
  private static final String FOLDER = "ruchy.cache";

  /// What tells this build of `ruchyc` from any other.
  private static final String BUILD = "ruchy.build";

  private static final int FORMAT = 1;
  private static final long DAY_MILLIS = 86_400_000;

  /// So many programs are kept at most; then half of them go, those first that were not run for the
  /// longest time.
  static final int MOST = 256;

  private final File folder;
  private final String build;

  /// @param build programs that another build has compiled do not count
  ProgramCache(File folder, String build) {
    this.folder = folder;
    this.build = build;
  }

  /// Null where none is wanted, as under the detector of shared state.
  static @Nullable ProgramCache ofThisCommand() {
    var folder = System.getProperty(FOLDER);
    var build = System.getProperty(BUILD);
    return folder == null || build == null || DetectorSwitch.isOn()
        ? null
        : new ProgramCache(new File(folder), build);
  }

  /// The classes of the program as they were compiled for a run; null if they are not kept, or if
  /// anything has changed since.
  @Nullable Classes find(ProgramFiles files) {
    var key = key(files);
    var file = file(key);
    try (var stream = new FileInputStream(file)) {
      var classes = read(stream.readAllBytes(), key, files);
      long now = System.currentTimeMillis();
      if (classes != null && now - file.lastModified() > DAY_MILLIS) file.setLastModified(now);
      return classes;
    } catch (IOException absent) {
      return null;
    }
  }

  /// Keeps the classes that a run of the program has been compiled to.
  void keep(ProgramFiles files, Classes classes) {
    var key = key(files);
    var file = file(key);
    var unfinished = new File(file.getPath() + "." + Long.toHexString(System.nanoTime()));
    try {
      if (!folder.isDirectory()) makeFolder();
      byte[] content = write(key, files, classes);
      try (var stream = new FileOutputStream(unfinished)) {
        stream.write(content);
      }
      // Whoever reads at this time gets the one or the other, whole.
      if (!unfinished.renameTo(file)) unfinished.delete();
      dropOldest();
    } catch (IOException notKept) {
      unfinished.delete();
    }
  }

  /// Nobody else is to read programs, and least of all to put some there.
  private void makeFolder() throws IOException {
    var path = folder.toPath();
    var parent = path.toAbsolutePath().getParent();
    if (parent != null) Files.createDirectories(parent);
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private void dropOldest() {
    var kept = folder.listFiles(File::isFile);
    if (kept == null || kept.length <= MOST) return;
    // The times are asked once: a sort must not see them change.
    Map<File, Long> times = new LinkedHashMap<>();
    for (var each : kept) times.put(each, each.lastModified());
    Arrays.sort(kept, Comparator.comparing(times::get));
    for (var each : Arrays.asList(kept).subList(0, kept.length - MOST / 2)) each.delete();
  }

  /// How the program is named, and where.
  private static String key(ProgramFiles files) {
    var key = new StringBuilder(System.getProperty("user.dir"));
    for (var source : files.sources()) key.append('\0').append(source.name());
    return key.toString();
  }

  /// Two programs may have one file; then each takes the place of the other.
  private File file(String key) {
    long hash = 0;
    for (int i = 0; i < key.length(); i++) hash = hash * 0x100000001b3L + key.charAt(i);
    return new File(folder, Long.toHexString(hash) + ".program");
  }

  private byte[] write(String key, ProgramFiles files, Classes classes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var output = new DataOutputStream(bytes);
    output.writeInt(FORMAT);
    writeText(output, build);
    writeText(output, key);
    for (var source : files.sources()) writeText(output, source.text());
    var lookups = files.modules().lookups();
    output.writeInt(lookups.size());
    for (var lookup : lookups) {
      writeText(output, lookup.file());
      writeText(output, lookup.found());
    }
    var modules = files.modules().read();
    output.writeInt(modules.size());
    for (var module : modules) {
      writeText(output, module.name());
      writeText(output, module.text());
    }
    writeText(output, classes.mainClass());
    output.writeInt(classes.rooms().size());
    for (var room : classes.rooms()) writeText(output, room);
    output.writeInt(classes.files().size());
    for (var file : classes.files().entrySet()) {
      writeText(output, file.getKey());
      writeBytes(output, file.getValue());
    }
    output.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  /// @throws IOException if the file is not whole
  private @Nullable Classes read(byte[] bytes, String key, ProgramFiles files) throws IOException {
    int length = bytes.length - Long.BYTES;
    var input = new DataInputStream(new ByteArrayInputStream(bytes));
    if (length < 0
        || new DataInputStream(new ByteArrayInputStream(bytes, length, Long.BYTES)).readLong()
            != checksum(bytes, length)) {
      throw new IOException("damaged");
    }
    if (input.readInt() != FORMAT) return null;
    if (!readText(input).equals(build) || !readText(input).equals(key)) return null;
    for (var source : files.sources()) {
      if (!readText(input).equals(source.text())) return null;
    }
    for (int lookups = input.readInt(); lookups > 0; lookups--) {
      if (!new ModuleFiles.Lookup(readText(input), readText(input)).isStillTrue()) return null;
    }
    for (int modules = input.readInt(); modules > 0; modules--) {
      Source module = SourceFiles.read(readText(input));
      if (!readText(input).equals(module.text())) return null;
    }
    var mainClass = readText(input);
    Set<String> rooms = new HashSet<>();
    for (int count = input.readInt(); count > 0; count--) rooms.add(readText(input));
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (int count = input.readInt(); count > 0; count--) {
      classes.put(readText(input), readBytes(input));
    }
    return new Classes(classes, mainClass, rooms, List.of());
  }

  private static long checksum(byte[] bytes, int length) {
    var sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }

  private static void writeText(DataOutputStream output, String text) throws IOException {
    writeBytes(output, text.getBytes(UTF_8));
  }

  private static String readText(DataInputStream input) throws IOException {
    return new String(readBytes(input), UTF_8);
  }

  private static void writeBytes(DataOutputStream output, byte[] bytes) throws IOException {
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  private static byte[] readBytes(DataInputStream input) throws IOException {
    return input.readNBytes(input.readInt());
  }
}
