package ruchy.runtime.fs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.member.StringPartMembers;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;

/// An open file (L 18.2). Its methods may be called from any task, one call at a time.
@LibraryType("File")
public final class FileObject implements LibraryObject {
  private final String path;
  private final @Nullable InputStream in;
  private final @Nullable OutputStream out;
  private volatile boolean isClosed;

  private FileObject(String path, @Nullable InputStream in, @Nullable OutputStream out) {
    this.path = path;
    this.in = in;
    this.out = out;
  }

  static FileObject open(String path, String mode) {
    String kind = mode.endsWith("b") ? mode.substring(0, mode.length() - 1) : mode;
    try {
      return Files.access(
          "open " + path,
          () ->
              switch (kind) {
                case "r" ->
                    new FileObject(
                        path,
                        new BufferedInputStream(
                            java.nio.file.Files.newInputStream(Files.path(path))),
                        null);
                case "w" ->
                    new FileObject(
                        path, null, java.nio.file.Files.newOutputStream(Files.path(path)));
                case "a" ->
                    new FileObject(
                        path,
                        null,
                        java.nio.file.Files.newOutputStream(
                            Files.path(path),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND));
                default -> throw new IOException("the mode is r, w or a, not " + mode);
              });
    } catch (IOException failure) {
      throw Failure.ioError(String.valueOf(failure.getMessage()));
    }
  }

  /// Opens a file for reading; raises IoError.
  ///
  /// ```ruchy
  /// try { File::open("/no such file") } catch (e) { e.type }   // => "IoError"
  /// ```
  @Export("open")
  @Associated("File")
  @Waits
  public static FileObject openForReading(String path) {
    return open(path, "r");
  }

  /// Makes a file, or empties it, for writing; raises IoError.
  ///
  /// ```ruchy
  /// let f = File::create(join_path(env::temp_dir(), "ruchy-create.txt"))
  /// f.write("hello"); f.close()
  /// ```
  @Export
  @Associated("File")
  @Waits
  public static FileObject create(String path) {
    return open(path, "w");
  }

  @Override
  public String typeName() {
    return "File";
  }

  @Override
  public String display() {
    return "<File " + path + ">";
  }

  private InputStream input() {
    if (in == null || isClosed) {
      throw Failure.ioError(
          "Cannot read " + path + (in == null ? ": it is open for writing" : ": it is closed"));
    }
    return in;
  }

  private OutputStream output() {
    if (out == null || isClosed) {
      throw Failure.ioError(
          "Cannot write " + path + (out == null ? ": it is open for reading" : ": it is closed"));
    }
    return out;
  }

  private <T extends @Nullable Object> T access(String verb, Blocking.Work<T> work) {
    try {
      return Files.access(verb + " " + path, work);
    } catch (IOException failure) {
      throw Failure.ioError(String.valueOf(failure.getMessage()));
    }
  }

  /// The next line without its end, or nil at the end of the file.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy-line.txt")
  /// write_file(p, "a\nb")
  /// let f = open(p)
  /// f.read_line()   // => "a"
  /// ```
  @Export
  @Waits
  public @Nullable String readLine() {
    InputStream source = input();
    return this.<@Nullable String>access("read", () -> line(source));
  }

  private static @Nullable String line(InputStream source) throws IOException {
    synchronized (source) {
      int octet = source.read();
      if (octet < 0) {
        return null;
      }
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (octet >= 0 && octet != '\n') {
        line.write(octet);
        octet = source.read();
      }
      String text = line.toString(StandardCharsets.UTF_8);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }

  /// What is left of the file, as text.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy-read.txt")
  /// write_file(p, "a\nb")
  /// let f = open(p); f.read_line(); f.read()   // => "b"
  /// ```
  @Export({"read", "read_all", "read_to_string"})
  @Waits
  public String read() {
    InputStream source = input();
    byte[] rest =
        access(
            "read",
            () -> {
              synchronized (source) {
                return source.readAllBytes();
              }
            });
    return new String(rest, StandardCharsets.UTF_8);
  }

  /// What is left of the file, as a list of lines.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy-lines.txt")
  /// write_file(p, "a\nb\n")
  /// open(p).lines()   // => ["a", "b"]
  /// ```
  @YieldsNew
  @Export
  @Waits
  @Type("list<string>")
  public ListValue lines() {
    return StringPartMembers.lines(read());
  }

  /// Writes the text.
  ///
  /// ```ruchy
  /// let f = open(join_path(env::temp_dir(), "ruchy-w.txt"), "w")
  /// f.write("hello"); f.close()
  /// ```
  @Export
  @Waits
  public void write(String text) {
    OutputStream target = output();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    access(
        "write",
        () -> {
          synchronized (target) {
            target.write(bytes);
            return true;
          }
        });
  }

  /// Writes the text and a newline.
  ///
  /// ```ruchy
  /// let f = open(join_path(env::temp_dir(), "ruchy-w.txt"), "w")
  /// f.write_line("hello"); f.close()
  /// ```
  @Export({"write_line", "writeln"})
  @Waits
  public void writeLine(String text) {
    write(text.concat("\n"));
  }

  /// Whether everything has been read.
  ///
  /// ```ruchy
  /// let p = join_path(env::temp_dir(), "ruchy-eof.txt")
  /// write_file(p, "")
  /// open(p).is_eof()   // => true
  /// ```
  @Export
  @Waits
  public boolean isEof() {
    InputStream source = input();
    return access(
        "read",
        () -> {
          synchronized (source) {
            source.mark(1);
            boolean isEnd = source.read() < 0;
            source.reset();
            return isEnd;
          }
        });
  }

  /// Closes the file. Does nothing when it is closed already.
  ///
  /// ```ruchy
  /// open(join_path(env::temp_dir(), "ruchy-w.txt"), "w").close()
  /// ```
  @Export
  @Waits
  public void close() {
    if (isClosed) {
      return;
    }
    Closeable stream = in != null ? in : output();
    isClosed = true;
    access(
        "close",
        () -> {
          stream.close();
          return true;
        });
  }

  /// The lines that are left.
  @Override
  public Cursor cursor() {
    return new LineCursor(this);
  }

  private static final class LineCursor extends Cursor {
    private final FileObject file;
    private @Nullable String line;

    LineCursor(FileObject file) {
      this.file = file;
    }

    @Override
    public boolean advance() {
      line = file.readLine();
      return line != null;
    }

    @Override
    public @Nullable Object value() {
      return line;
    }
  }
}
