package ruchy.runtime.fs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.FileReasons;

/// The file accesses that modules and globals share. Each blocks (`engine.Blocking`), and throws an
/// IOException whose message is for people: `Cannot read notes.txt: no such file or directory`.
final class Files {
  private static final OpenOption[] APPEND = {StandardOpenOption.CREATE, StandardOpenOption.APPEND};

  private Files() {}

  /// Runs the access; puts what was tried before the reason.
  static <T extends @Nullable Object> T access(String attempt, Blocking.Work<T> work)
      throws IOException {
    try {
      return Blocking.call(work);
    } catch (IOException failure) {
      throw new IOException("Cannot " + attempt + ": " + FileReasons.of(failure), failure);
    }
  }

  static Path path(String path) {
    return Surroundings.file(path).toPath();
  }

  static String read(String path) throws IOException {
    return access("read " + path, () -> java.nio.file.Files.readString(path(path)));
  }

  static byte[] readBytes(String path) throws IOException {
    return access("read " + path, () -> java.nio.file.Files.readAllBytes(path(path)));
  }

  static void write(String path, String text) throws IOException {
    writeBytes(path, text.getBytes(StandardCharsets.UTF_8));
  }

  static void writeBytes(String path, byte[] bytes) throws IOException {
    access("write " + path, () -> java.nio.file.Files.write(path(path), bytes));
  }

  static void append(String path, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    access("write " + path, () -> java.nio.file.Files.write(path(path), bytes, APPEND));
  }

  static void createDir(String path) throws IOException {
    access("create " + path, () -> java.nio.file.Files.createDirectory(path(path)));
  }

  static void createDirAll(String path) throws IOException {
    access("create " + path, () -> java.nio.file.Files.createDirectories(path(path)));
  }

  static void removeFile(String path) throws IOException {
    access(
        "remove " + path,
        () -> {
          Path file = path(path);
          if (java.nio.file.Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is a directory");
          }
          java.nio.file.Files.delete(file);
          return true;
        });
  }

  static void removeDir(String path) throws IOException {
    access(
        "remove " + path,
        () -> {
          Path folder = path(path);
          if (!java.nio.file.Files.isDirectory(folder)) {
            throw new NotDirectoryException(path);
          }
          java.nio.file.Files.delete(folder);
          return true;
        });
  }

  /// With everything in it. Links are removed, not followed.
  static void removeDirAll(String path) throws IOException {
    access(
        "remove " + path,
        () -> {
          List<Path> all = new ArrayList<>();
          try (Stream<Path> walk = java.nio.file.Files.walk(path(path))) {
            walk.forEach(all::add);
          } catch (UncheckedIOException failure) {
            throw failure.getCause();
          }
          Collections.reverse(all);
          for (Path file : all) {
            java.nio.file.Files.delete(file);
          }
          return true;
        });
  }

  /// The number of bytes copied.
  static long copy(String from, String to) throws IOException {
    return access(
        "copy " + from + " to " + to,
        () -> {
          java.nio.file.Files.copy(path(from), path(to), StandardCopyOption.REPLACE_EXISTING);
          return java.nio.file.Files.size(path(to));
        });
  }

  static void rename(String from, String to) throws IOException {
    access(
        "rename " + from + " to " + to,
        () -> java.nio.file.Files.move(path(from), path(to), StandardCopyOption.REPLACE_EXISTING));
  }

  static String canonical(String path) throws IOException {
    return access("canonicalize " + path, () -> path(path).toRealPath().toString());
  }

  /// The sorted names in a folder; without the folders in it when `filesOnly`.
  static List<String> names(String path, boolean filesOnly) throws IOException {
    return access(
        "read " + path,
        () -> {
          List<String> names = new ArrayList<>();
          try (DirectoryStream<Path> entries = java.nio.file.Files.newDirectoryStream(path(path))) {
            for (Path entry : entries) {
              if (!filesOnly || java.nio.file.Files.isRegularFile(entry)) {
                names.add(String.valueOf(entry.getFileName()));
              }
            }
          }
          Collections.sort(names);
          return names;
        });
  }

  /// Size, whether it is a folder, whether it is a file.
  static Metadata metadata(String path) throws IOException {
    return access(
        "read " + path,
        () -> {
          Path file = path(path);
          return new Metadata(
              java.nio.file.Files.size(file),
              java.nio.file.Files.isDirectory(file),
              java.nio.file.Files.isRegularFile(file));
        });
  }

  record Metadata(long size, boolean isFolder, boolean isFile) {}

  static boolean exists(String path) {
    return ask(Surroundings.file(path), 'e');
  }

  static boolean isDir(String path) {
    return ask(Surroundings.file(path), 'd');
  }

  static boolean isFile(String path) {
    return ask(Surroundings.file(path), 'f');
  }

  private static boolean ask(File file, char question) {
    try {
      return Blocking.call(
          () ->
              question == 'e'
                  ? file.exists()
                  : question == 'd' ? file.isDirectory() : file.isFile());
    } catch (IOException impossible) {
      return false;
    }
  }
}
