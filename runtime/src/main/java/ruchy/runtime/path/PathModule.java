package ruchy.runtime.path;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;

/// The module `path`, and the same functions as globals `path_...` (L 18.3). The separator is `/`.
@Module("path")
@Globals("path_")
public final class PathModule {
  private PathModule() {}

  /// The second path below the first; an absolute second path stands alone.
  ///
  /// ```ruchy
  /// path::join("data", "users.json")   // => "data/users.json"
  /// ```
  @Export
  public static String join(String first, String second) {
    if (second.startsWith("/") || first.isEmpty()) {
      return second;
    }
    if (second.isEmpty()) {
      return first;
    }
    return first.endsWith("/") ? first + second : first + "/" + second;
  }

  /// All paths of the list, each below the one before.
  ///
  /// ```ruchy
  /// path::join_many(["a", "b", "c"])   // => "a/b/c"
  /// ```
  @Export
  public static String joinMany(@Type("list<string>") @Reads ListValue paths) {
    String joined = "";
    for (int i = 0; i < paths.size(); i++) {
      joined = join(joined, Display.print(paths.at(i)));
    }
    return joined;
  }

  /// The path without its last part, or nil.
  ///
  /// ```ruchy
  /// path::parent("a/b.txt")   // => "a"
  /// ```
  @Export
  public static @Nullable String parent(String path) {
    String trimmed = withoutEnd(path);
    int at = trimmed.lastIndexOf('/');
    if (at < 0) {
      return trimmed.isEmpty() ? null : "";
    }
    if (at == 0) {
      return trimmed.length() == 1 ? null : "/";
    }
    return withoutEnd(trimmed.substring(0, at));
  }

  /// The last part, or nil.
  ///
  /// ```ruchy
  /// path::file_name("a/b.txt")   // => "b.txt"
  /// ```
  @Export
  public static @Nullable String fileName(String path) {
    String trimmed = withoutEnd(path);
    String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    return name.isEmpty() || name.equals("..") || name.equals(".") ? null : name;
  }

  /// The last part without its extension, or nil.
  ///
  /// ```ruchy
  /// path::file_stem("a/b.tar.gz")   // => "b.tar"
  /// ```
  @Export
  public static @Nullable String fileStem(String path) {
    String name = fileName(path);
    int dot = name == null ? -1 : name.lastIndexOf('.');
    return name == null || dot <= 0 ? name : name.substring(0, dot);
  }

  /// What stands behind the last dot of the last part, or nil.
  ///
  /// ```ruchy
  /// path::extension("a/b.tar.gz")   // => "gz"
  /// ```
  @Export
  public static @Nullable String extension(String path) {
    String name = fileName(path);
    int dot = name == null ? -1 : name.lastIndexOf('.');
    return name == null || dot <= 0 ? null : name.substring(dot + 1);
  }

  /// Whether the path begins at the root.
  ///
  /// ```ruchy
  /// path::is_absolute("/etc")   // => true
  /// ```
  @Export
  public static boolean isAbsolute(String path) {
    return path.startsWith("/") || new File(path).isAbsolute();
  }

  /// Whether the path begins at the working folder.
  ///
  /// ```ruchy
  /// path::is_relative("/etc")   // => false
  /// ```
  @Export
  public static boolean isRelative(String path) {
    return !isAbsolute(path);
  }

  /// The absolute path of an existing file, without links and dots; raises IoError.
  ///
  /// ```ruchy
  /// path::canonicalize("/")   // => "/"
  /// ```
  @Export
  @Waits
  public static String canonicalize(String path) {
    try {
      return Blocking.call(() -> Surroundings.file(path).toPath().toRealPath().toString());
    } catch (IOException e) {
      throw Failure.ioError("Cannot canonicalize " + path + ": no such file or directory");
    }
  }

  /// The path with another extension, or with one where it has none; `""` takes the extension away.
  ///
  /// ```ruchy
  /// path::with_extension("a/b.txt", "md")   // => "a/b.md"
  /// ```
  @Export
  public static String withExtension(String path, String extension) {
    String stem = fileStem(path);
    if (stem == null) {
      return path;
    }
    String name = extension.isEmpty() ? stem : stem + "." + extension;
    return withFileName(path, name);
  }

  /// The path with another last part.
  ///
  /// ```ruchy
  /// path::with_file_name("a/b.txt", "c.txt")   // => "a/c.txt"
  /// ```
  @Export
  public static String withFileName(String path, String name) {
    String trimmed = withoutEnd(path);
    return trimmed.substring(0, trimmed.lastIndexOf('/') + 1) + name;
  }

  /// The parts of the path; the root is `/`.
  ///
  /// ```ruchy
  /// path::components("/a//b/./c")   // => ["/", "a", "b", "c"]
  /// ```
  @Export
  @Type("list<string>")
  public static ListValue components(String path) {
    ListValue parts = ListValue.empty();
    if (path.startsWith("/")) {
      parts.add("/");
    }
    for (String part : split(path)) {
      parts.add(part);
    }
    return parts;
  }

  /// The path without `.` and without parts that `..` takes back.
  ///
  /// ```ruchy
  /// path::normalize("a/./b/../c")   // => "a/c"
  /// ```
  @Export
  public static String normalize(String path) {
    List<String> kept = new ArrayList<>();
    boolean isAbsolute = path.startsWith("/");
    for (String part : split(path)) {
      if (!part.equals("..")) {
        kept.add(part);
      } else if (!kept.isEmpty() && !kept.getLast().equals("..")) {
        kept.removeLast();
      } else if (!isAbsolute) {
        kept.add(part);
      }
    }
    String joined = String.join("/", kept);
    return isAbsolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  private static List<String> split(String path) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start <= path.length()) {
      int end = path.indexOf('/', start);
      String part = path.substring(start, end < 0 ? path.length() : end);
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
      start = end < 0 ? path.length() + 1 : end + 1;
    }
    return parts;
  }

  /// Without separators at the end, except that of the root.
  private static String withoutEnd(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
