package ruchy.runtime.fs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.json.JsonReader;
import ruchy.runtime.json.JsonWriter;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.StringPartMembers;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// The global functions for files (L 16). All raise IoError when the file system refuses.
@Globals
public final class FileGlobals {
  private FileGlobals() {}

  private static Failure raised(IOException failure) {
    return Failure.ioError(String.valueOf(failure.getMessage()));
  }

  /// The text of a file.
  ///
  /// ```ruchy
  /// try { read_file("/no such file") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  public static String readFile(String path) {
    try {
      return Files.read(path);
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Makes the text the content of a file, and gives `Ok(nil)`.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy-file.txt")
  /// write_file(p, "hello")   // => Ok(nil)
  /// read_file(p)             // => "hello"
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue writeFile(String path, String text) {
    try {
      Files.write(path, text);
      return Options.OK;
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Adds the text at the end of a file, and gives `Ok(nil)`.
  ///
  /// ```ruchy
  /// append_file(join_path(env::temp_dir(), "ruchy-log.txt"), "line\n")   // => Ok(nil)
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue appendFile(String path, String text) {
    try {
      Files.append(path, text);
      return Options.OK;
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Removes a file, and gives `Ok(nil)`.
  ///
  /// ```ruchy
  /// try { delete_file("/no such file") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  @Type("result<nil, error>")
  public static VariantValue deleteFile(String path) {
    try {
      Files.removeFile(path);
      return Options.OK;
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Whether there is a file or folder of that path.
  ///
  /// ```ruchy
  /// file_exists("/no such file")   // => false
  /// ```
  @Export
  @Waits
  public static boolean fileExists(String path) {
    return Files.exists(path);
  }

  /// Whether there is a folder of that path.
  ///
  /// ```ruchy
  /// is_dir(env::temp_dir())   // => true
  /// ```
  @Export
  @Waits
  public static boolean isDir(String path) {
    return Files.isDir(path);
  }

  /// The size of a file in bytes.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy-size.txt")
  /// write_file(p, "héllo")
  /// file_size(p)   // => 6
  /// ```
  @Export
  @Waits
  public static long fileSize(String path) {
    try {
      return Files.metadata(path).size();
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// The lines of a file without their ends.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy-lines.txt")
  /// write_file(p, "a\nb\n")
  /// read_lines(p)   // => ["a", "b"]
  /// ```
  @Export
  @Waits
  @Type("list<string>")
  public static ListValue readLines(String path) {
    return StringPartMembers.lines(readFile(path));
  }

  /// Makes a folder in an existing one.
  ///
  /// ```ruchy
  /// try { create_dir("/no such folder/new") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  public static void createDir(String path) {
    try {
      Files.createDir(path);
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Makes a folder and those it is in, as far as they are missing.
  ///
  /// ```ruchy
  /// create_dir_all(env::temp_dir())
  /// ```
  @Export
  @Waits
  public static void createDirAll(String path) {
    try {
      Files.createDirAll(path);
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Copies a file over another, and gives the number of bytes.
  ///
  /// ```ruchy
  /// try { copy_file("/no such file", "x") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  public static long copyFile(String from, String to) {
    try {
      return Files.copy(from, to);
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// The sorted names of the files in a folder, without the folders in it.
  ///
  /// ```ruchy
  /// try { list_files("/no such folder") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  @Type("list<string>")
  public static ListValue listFiles(String path) {
    return names(path, true);
  }

  /// The sorted names of everything in a folder.
  ///
  /// ```ruchy
  /// try { list_dir("/no such folder") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  @Type("list<string>")
  public static ListValue listDir(String path) {
    return names(path, false);
  }

  private static ListValue names(String path, boolean filesOnly) {
    try {
      return ListValue.ofStrings(Files.names(path, filesOnly).toArray(new String[0]));
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Opens a file for reading.
  ///
  /// ```ruchy
  /// try { open("/no such file") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export
  @Waits
  public static FileObject open(String path) {
    return FileObject.open(path, "r");
  }

  /// Opens a file: `r` for reading, `w` for writing anew, `a` for writing at its end; a `b` behind
  /// it changes nothing.
  ///
  /// ```ruchy
  /// let f = open(join_path(env::temp_dir(), "ruchy-open.txt"), "w")
  /// f.write_line("hello"); f.close()
  /// ```
  @Export
  @Waits
  public static FileObject open(String path, String mode) {
    return FileObject.open(path, mode);
  }

  /// The value of a JSON file; raises ParseError too.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy.json")
  /// json_write(p, {a: [1]})
  /// json_read(p).a   // => [1]
  /// ```
  @Export
  @Waits
  @Type("any")
  public static @Nullable Object jsonRead(String path) {
    try {
      byte[] bytes = Files.readBytes(path);
      return JsonReader.parse(bytes, 0, bytes.length);
    } catch (IOException failure) {
      throw raised(failure);
    }
  }

  /// Makes the value the content of a JSON file.
  ///
  /// ```ruchy
  /// json_write(join_path(env::temp_dir(), "ruchy.json"), {a: 1})
  /// ```
  @Export
  @Waits
  public static void jsonWrite(String path, @Reads @Nullable Object value) {
    byte[] bytes = JsonWriter.write(value).toArray();
    try {
      Files.writeBytes(path, bytes);
    } catch (IOException failure) {
      throw raised(failure);
    }
  }
}
