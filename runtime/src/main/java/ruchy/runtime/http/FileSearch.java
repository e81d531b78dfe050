package ruchy.runtime.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Finds the file that a path means, and never one outside of the directory: no `..`, no names that
/// begin with a dot unless these are wanted, no separators in names however they are written, no
/// links that lead out.
final class FileSearch {
  /// What a path means.
  sealed interface Found {
    record File(Path path, BasicFileAttributes attributes) implements Found {}

    /// A directory whose path was written without `/` at its end.
    record Directory() implements Found {}
  }

  private final Path root;
  private final FileOptions options;

  FileSearch(Path root, FileOptions options) {
    this.root = root;
    this.options = options;
  }

  /// `path` is decoded, empty or beginning with `/`; an escaped slash in it is
  /// `Percent.ENCODED_SLASH`.
  @Nullable Found find(String path) {
    try {
      Path directory = root.toRealPath();
      Path file = directory;
      boolean endsInSlash = path.endsWith("/");
      String inner = endsInSlash ? path.substring(0, path.length() - 1) : path;
      if (!inner.isEmpty()) {
        for (String name : inner.substring(1).split("/", -1)) {
          if (!isName(name)) {
            return null;
          }
          file = file.resolve(name);
        }
      }
      return found(directory, file, endsInSlash);
    } catch (IOException | InvalidPathException noSuchFile) {
      return null;
    }
  }

  private @Nullable Found found(Path directory, Path file, boolean endsInSlash) throws IOException {
    Path real = file.toRealPath();
    if (!real.startsWith(directory)) {
      return null;
    }
    BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      if (!endsInSlash) {
        return new Found.Directory();
      }
      return options.index() == null
          ? null
          : found(directory, file.resolve(options.index()), false);
    }
    return attributes.isRegularFile() && !endsInSlash ? new Found.File(file, attributes) : null;
  }

  private boolean isName(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return false;
    }
    if (name.startsWith(".") && !options.hasDotfiles()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c == '\\' || c == Percent.ENCODED_SLASH) {
        return false;
      }
    }
    return true;
  }
}
