package ruchy.cli.distribution;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/// What a class path consists of: the runtime, and the libraries beside it.
///
/// @param runtime the runtime's files by their names in a jar
/// @param libraries the other jars, but those of the compiler and the command themselves
record ClassPath(SortedMap<String, byte[]> runtime, List<Library> libraries) {
  private static final List<String> OWN = List.of("ruchy/compiler/", "ruchy/cli/");

  /// A library's jar.
  ///
  /// @param name that of the file without `.jar`, such as `netty-common-4.2.17.Final`
  record Library(String name, Path jar, SortedMap<String, byte[]> files) {}

  /// Reads all of it into memory. Folders of classes count as jars that are not packed yet.
  static ClassPath read(String classPath) throws IOException {
    SortedMap<String, byte[]> runtime = new TreeMap<>();
    var libraries = new ArrayList<Library>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      var path = Path.of(entry);
      if (!Files.exists(path)) continue;
      var files = Files.isDirectory(path) ? inFolder(path) : inJar(path);
      if (has(files, "ruchy/runtime/")) {
        runtime.putAll(files);
      } else if (OWN.stream().noneMatch(folder -> has(files, folder))) {
        var name = path.getFileName().toString();
        libraries.add(new Library(name.substring(0, name.lastIndexOf('.')), path, files));
      }
    }
    return new ClassPath(runtime, libraries);
  }

  private static boolean has(SortedMap<String, byte[]> files, String folder) {
    return !files.tailMap(folder).isEmpty() && files.tailMap(folder).firstKey().startsWith(folder);
  }

  private static SortedMap<String, byte[]> inFolder(Path folder) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var paths = Files.walk(folder)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString().replace(File.separatorChar, '/');
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static SortedMap<String, byte[]> inJar(Path jar) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(
              entry -> {
                try (var content = zip.getInputStream(entry)) {
                  files.put(entry.getName(), content.readAllBytes());
                } catch (IOException unreadable) {
                  throw new UncheckedIOException(unreadable);
                }
              });
    }
    return files;
  }
}
