package ruchy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;

/// Finds the files of modules (L 14.2). A file has one source, by whatever way it is reached. Used
/// by one thread.
final class ModuleFiles implements ModuleSource {
  private static final List<String> FOLDERS = List.of("", "src", "modules");
  private static final List<String> ENDINGS = List.of(".ruchy", "/mod.ruchy", ".rchy");

  /// Real paths to what was read from them.
  private final Map<Path, Source> sources = new HashMap<>();

  /// The files of modules that were read, in that order.
  private final List<Source> read = new ArrayList<>();

  /// In the order in which the names were asked for first.
  private final Map<String, Lookup> lookups = new LinkedHashMap<>();

  /// Null if classes know files by the names under which they were found.
  private final @Nullable Path root;

  /// What was found under a name.
  ///
  /// @param found a real path; empty if there was no file of that name
  record Lookup(String file, String found) {
    static Lookup of(String file) {
      var real = existing(file);
      return new Lookup(file, real == null ? "" : real.toString());
    }

    boolean isStillTrue() {
      return equals(of(file));
    }
  }

  /// @param files the files of the program that are read already
  ModuleFiles(List<Source> files) {
    this(files, null);
  }

  /// @param root the folder whence the paths go by which classes know the files
  ModuleFiles(List<Source> files, @Nullable Path root) {
    this.root = root;
    for (Source file : files) {
      var path = existing(file.name());
      if (path != null) sources.put(path, file);
    }
  }

  /// Whether the program has been read from that file, among others.
  ///
  /// @param file a real path
  boolean hasRead(Path file) {
    return sources.containsKey(file);
  }

  /// Each name under which a module was looked for, and what was there the first time.
  List<Lookup> lookups() {
    return List.copyOf(lookups.values());
  }

  /// The modules that were read, without the files of the program itself.
  List<Source> read() {
    return List.copyOf(read);
  }

  /// @throws CommandFailure if there is such a file and it cannot be read
  @Override
  public @Nullable Source find(String path, Source importing) {
    if (path.indexOf('\0') >= 0) return null;
    for (String candidate : candidates(path, importing)) {
      var lookup = Lookup.of(candidate);
      lookups.putIfAbsent(candidate, lookup);
      if (lookup.found().isEmpty()) continue;
      var real = Path.of(lookup.found());
      var known = sources.get(real);
      if (known != null) return known;
      var source = root == null ? SourceFiles.read(candidate) : SourceFiles.read(candidate, root);
      sources.put(real, source);
      read.add(source);
      return source;
    }
    return null;
  }

  /// The names of the files in which the module may be, in the order in which they are looked for.
  private static List<String> candidates(String path, Source importing) {
    if (path.endsWith(".ruchy") || path.endsWith(".rchy")) return List.of(beside(importing, path));
    var candidates = new ArrayList<String>();
    for (String ending : ENDINGS) candidates.add(beside(importing, path + ending));
    for (String folder : FOLDERS) {
      for (String ending : ENDINGS)
        candidates.add(Path.of(folder, path + ending).normalize().toString());
    }
    return candidates;
  }

  private static String beside(Source importing, String file) {
    var folder = Path.of(importing.name()).getParent();
    var path = folder == null ? Path.of(file) : folder.resolve(file);
    return path.normalize().toString();
  }

  /// The real path of a file; null if there is none of this name.
  private static @Nullable Path existing(String name) {
    try {
      var path = Path.of(name);
      return Files.isRegularFile(path) ? path.toRealPath() : null;
    } catch (IOException | InvalidPathException absent) {
      return null;
    }
  }
}
