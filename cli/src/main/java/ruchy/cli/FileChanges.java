package ruchy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What changes in folders. Files are looked at from time to time: that works on every file system,
/// and a change that is told twice by the system is one change.
final class FileChanges {
  private static final long PAUSE_MILLIS = 200;

  /// What is known of a file without reading it.
  private record State(long modified, long size) {}

  private final List<Path> roots;
  private final String ending;
  private Map<Path, State> known;

  private FileChanges(List<Path> roots, String ending) {
    this.roots = roots;
    this.ending = ending;
    this.known = look();
  }

  /// The files below some folders, or those files themselves, whose names end so. Hidden folders
  /// are left out.
  static FileChanges in(List<Path> roots, String ending) {
    return new FileChanges(List.copyOf(roots), ending);
  }

  /// The files that were changed, added or removed since they were last asked for, sorted.
  List<Path> taken() {
    var now = look();
    var changed = new TreeSet<Path>();
    now.forEach(
        (file, state) -> {
          if (!state.equals(known.get(file))) changed.add(file);
        });
    known.keySet().stream().filter(file -> !now.containsKey(file)).forEach(changed::add);
    known = now;
    return List.copyOf(changed);
  }

  /// Waits until something changes.
  ///
  /// @throws InterruptedException if the thread is interrupted
  List<Path> awaited() throws InterruptedException {
    while (true) {
      var changed = taken();
      if (!changed.isEmpty()) return changed;
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private Map<Path, State> look() {
    var found = new HashMap<Path, State>();
    for (Path root : roots) {
      try {
        if (Files.exists(root)) Files.walkFileTree(root, new Looking(root, found));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return found;
  }

  private final class Looking extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<Path, State> found;

    Looking(Path root, Map<Path, State> found) {
      this.root = root;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean isHidden = !folder.equals(root) && folder.getFileName().toString().startsWith(".");
      return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(ending)) {
        found.put(file, new State(attributes.lastModifiedTime().toMillis(), attributes.size()));
      }
      return FileVisitResult.CONTINUE;
    }

    /// What goes away while it is looked at is gone.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  /// The folders in which files are, and folders themselves.
  static List<Path> foldersOf(List<String> paths) {
    var folders = new ArrayList<Path>();
    for (String path : paths) {
      var given = Path.of(path);
      var folder = Files.isDirectory(given) ? given : given.toAbsolutePath().getParent();
      folders.add(folder == null ? Path.of(".") : folder);
    }
    return folders;
  }
}
