package ruchy.runtime.fs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// The module `fs`, and the same functions as globals `fs_...` (L 18.2). Functions that can fail
/// give a Result whose error is an error object of type IoError.
@Module("fs")
@Globals("fs_")
public final class FsModule {
  private FsModule() {}

  /// What is done to files; gives the value of the `Ok`.
  private interface Action {
    @Nullable Object run() throws IOException;
  }

  private static VariantValue result(Action action) {
    try {
      Object value = action.run();
      return value == null ? Options.OK : Options.ok(value);
    } catch (IOException failure) {
      return Options.err(Failure.ioError(String.valueOf(failure.getMessage())).value());
    }
  }

  /// `Ok` of the text of a file.
  ///
  /// ```ruchy
  /// fs::read("/no such file").is_err()   // => true
  /// ```
  @Export({"read", "read_to_string"})
  @Waits
  @Type("result<string, error>")
  public static VariantValue read(String path) {
    return result(() -> Files.read(path));
  }

  /// `Ok` of the bytes of a file.
  ///
  /// ```ruchy
  /// fs::read_bytes("/no such file").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<bytes, error>")
  public static VariantValue readBytes(String path) {
    return result(() -> Bytes.list(Files.readBytes(path)));
  }

  /// Makes the text the content of a file: `Ok(nil)`.
  ///
  /// ```ruchy
  /// let p = path::join(env::temp_dir(), "ruchy-write.txt")
  /// fs::write(p, "hello")
  /// fs::read(p)   // => Ok("hello")
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue write(String path, String text) {
    return result(
        () -> {
          Files.write(path, text);
          return null;
        });
  }

  /// Makes the bytes the content of a file: `Ok(nil)`.
  ///
  /// ```ruchy
  /// let p = path::join(env::temp_dir(), "ruchy-bytes.txt")
  /// fs::write_bytes(p, b"hi")
  /// fs::read_bytes(p)   // => Ok([104, 105])
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue writeBytes(String path, @Reads @Type("bytes") ListValue bytes) {
    byte[] content = Bytes.array(bytes);
    return result(
        () -> {
          Files.writeBytes(path, content);
          return null;
        });
  }

  /// Adds the text at the end of a file, which is made if need be: `Ok(nil)`.
  ///
  /// ```ruchy
  /// let p = path::join(env::temp_dir(), "ruchy-append.txt")
  /// fs::write(p, "a"); fs::append(p, "b")
  /// fs::read(p)   // => Ok("ab")
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue append(String path, String text) {
    return result(
        () -> {
          Files.append(path, text);
          return null;
        });
  }

  /// Makes a folder in an existing one: `Ok(nil)`.
  ///
  /// ```ruchy
  /// fs::create_dir("/no such folder/new").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue createDir(String path) {
    return result(
        () -> {
          Files.createDir(path);
          return null;
        });
  }

  /// Makes a folder and those it is in, as far as they are missing: `Ok(nil)`.
  ///
  /// ```ruchy
  /// fs::create_dir_all(env::temp_dir())   // => Ok(nil)
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue createDirAll(String path) {
    return result(
        () -> {
          Files.createDirAll(path);
          return null;
        });
  }

  /// Removes a file: `Ok(nil)`.
  ///
  /// ```ruchy
  /// fs::remove_file("/no such file").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue removeFile(String path) {
    return result(
        () -> {
          Files.removeFile(path);
          return null;
        });
  }

  /// Removes an empty folder: `Ok(nil)`.
  ///
  /// ```ruchy
  /// fs::remove_dir("/no such folder").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue removeDir(String path) {
    return result(
        () -> {
          Files.removeDir(path);
          return null;
        });
  }

  /// Removes a folder with everything in it: `Ok(nil)`.
  ///
  /// ```ruchy
  /// fs::remove_dir_all("/no such folder").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue removeDirAll(String path) {
    return result(
        () -> {
          Files.removeDirAll(path);
          return null;
        });
  }

  /// Copies a file over another: `Ok` of the number of bytes.
  ///
  /// ```ruchy
  /// fs::copy("/no such file", "/no such file either").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<integer, error>")
  public static VariantValue copy(String from, String to) {
    return result(() -> Files.copy(from, to));
  }

  /// Gives a file another name or place: `Ok(nil)`.
  ///
  /// ```ruchy
  /// fs::rename("/no such file", "/no such file either").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue rename(String from, String to) {
    return result(
        () -> {
          Files.rename(from, to);
          return null;
        });
  }

  /// `Ok` of `{size, is_dir, is_file}`.
  ///
  /// ```ruchy
  /// fs::metadata(env::temp_dir()).unwrap().is_dir   // => true
  /// ```
  @Export
  @Waits
  @Type("result<map<string, any>, error>")
  public static VariantValue metadata(String path) {
    return result(
        () -> {
          Files.Metadata metadata = Files.metadata(path);
          return HashMapValue.of(
              "size", metadata.size(), "is_dir", metadata.isFolder(), "is_file", metadata.isFile());
        });
  }

  /// `Ok` of the sorted names in a folder.
  ///
  /// ```ruchy
  /// fs::read_dir("/no such folder").is_err()   // => true
  /// ```
  @Export
  @Waits
  @Type("result<list<string>, error>")
  public static VariantValue readDir(String path) {
    return result(() -> ListValue.ofStrings(Files.names(path, false).toArray(new String[0])));
  }

  /// `Ok` of the absolute path without links and dots.
  ///
  /// ```ruchy
  /// fs::canonicalize("/")   // => Ok("/")
  /// ```
  @Export
  @Waits
  @Type("result<string, error>")
  public static VariantValue canonicalize(String path) {
    return result(() -> Files.canonical(path));
  }

  /// Whether there is a file or folder of that path.
  ///
  /// ```ruchy
  /// fs::exists("/no such file")   // => false
  /// ```
  @Export
  @Waits
  public static boolean exists(String path) {
    return Files.exists(path);
  }

  /// Whether there is a file of that path.
  ///
  /// ```ruchy
  /// fs::is_file(env::temp_dir())   // => false
  /// ```
  @Export
  @Waits
  public static boolean isFile(String path) {
    return Files.isFile(path);
  }

  /// Whether there is a folder of that path.
  ///
  /// ```ruchy
  /// fs::is_dir(env::temp_dir())   // => true
  /// ```
  @Export
  @Waits
  public static boolean isDir(String path) {
    return Files.isDir(path);
  }
}
