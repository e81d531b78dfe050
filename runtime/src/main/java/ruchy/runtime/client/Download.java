package ruchy.runtime.client;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Awaited;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.message.Fields;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.MapValue;

/// A file to be fetched; `await()` starts it and waits. One of the tasks that await writes the file
/// and calls the function for progress.
@LibraryType("http::Download")
@Awaited
public final class Download implements LibraryObject, Awaitable {
  private final Draft draft;
  private final String path;
  private final Once<Long> bytes = new Once<>();
  private @Nullable FunctionValue progress;
  private boolean hasBar;
  private @Nullable Checksum checksum;

  Download(Draft draft, String path) {
    this.draft = draft;
    this.path = path;
    // What is on the way is what is counted, and what another connection can continue.
    draft.fields.set("Accept-Encoding", "identity");
  }

  @Override
  public String typeName() {
    return "http::Download";
  }

  @Override
  public String display() {
    return "<http::Download " + draft.url + " " + path + ">";
  }

  /// Sets the function that is told how far the download is: the bytes so far and all bytes, as
  /// floats. It is called about twenty times a second and at the end. While the number of all bytes
  /// is unknown it is 0.0; at the end both are the same.
  ///
  /// ```ruchy
  /// http::download("http://127.0.0.1/file.zip", "file.zip")
  ///     .on_progress(|downloaded, total| print(f"\r{downloaded} of {total}"))
  /// ```
  @Export
  public Download onProgress(@Type("(float, float) -> any") FunctionValue function) {
    open();
    progress = function;
    return this;
  }

  /// Shows a bar on standard error while the file is fetched, if that is a terminal: how much there
  /// is, how fast it comes, and how long it will take.
  ///
  /// ```ruchy
  /// http::download("http://127.0.0.1/file.zip", "file.zip").progress()
  /// ```
  @Export
  public Download progress() {
    open();
    hasBar = true;
    return this;
  }

  /// Sets what the bytes of the file must add up to: `sha256:` and hexadecimal digits, or
  /// `sha512:`, `sha1:`, `md5:`, or the digits alone. A file with another checksum raises IoError
  /// and does not take its place. Raises ArgumentError for what is no checksum.
  ///
  /// ```ruchy
  /// server.get("/file", |req, res| { res.text("hello") })
  /// server.listen()
  /// let path = env::temp_dir() + "/ruchy-example-checksum.txt"
  /// let sum = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
  /// http::download(f"http://127.0.0.1:{server.port}/file", path).checksum(sum).await()   // => 5
  /// server.close()
  /// ```
  @Export
  public Download checksum(String text) {
    open();
    checksum = Checksum.parse(text);
    return this;
  }

  /// Sets a header field of the request.
  ///
  /// ```ruchy
  /// http::download("http://127.0.0.1/file.zip", "file.zip").header("X-Color", "blue")
  /// ```
  @Export
  public Download header(String name, @Reads @Nullable Object value) {
    Fields.set(open().fields, name, value);
    return this;
  }

  /// Sets all header fields of a map.
  ///
  /// ```ruchy
  /// http::download("http://127.0.0.1/file.zip", "file.zip").headers({"X-Color": "blue"})
  /// ```
  @Export
  public Download headers(@Reads MapValue values) {
    Fields.setAll(open().fields, values, RequestSettings.NOT_FORWARDED);
    return this;
  }

  /// Sends credentials of the kind `Bearer`.
  ///
  /// ```ruchy
  /// http::download("http://127.0.0.1/file.zip", "file.zip").bearer("a1b2c3")
  /// ```
  @Export
  public Download bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /// Sends a name and a password (RFC 7617).
  ///
  /// ```ruchy
  /// http::download("http://127.0.0.1/file.zip", "file.zip").basic("alice", "secret")
  /// ```
  @Export
  public Download basic(String name, String password) {
    return header("Authorization", Draft.basic(name + ":" + password));
  }

  /// Sets how many milliseconds may pass until the answer begins, and without any byte of it. The
  /// whole may take as long as it takes. 30,000 at first.
  ///
  /// ```ruchy
  /// http::download("http://127.0.0.1/file.zip", "file.zip").timeout(5000)
  /// ```
  @Export
  public Download timeout(long millis) {
    open().timeoutMillis = RequestSettings.positive("timeout", millis);
    return this;
  }

  private Draft open() {
    if (bytes.isTaken()) {
      throw Failure.runtimeError("The download has begun " + place());
    }
    return draft;
  }

  private String place() {
    return Result.Fault.place("GET", draft.url);
  }

  /// Fetches the file and waits for its end; gives the number of bytes. The folder is created. The
  /// file appears, or is replaced, when it is complete; after an error it is as it was. A
  /// connection that ends too early is replaced by one for the rest, where the server can tell that
  /// the file is still the same.
  ///
  /// Raises IoError and TimeoutError as requests do, and IoError `Cannot download: 404 Not Found`
  /// for any answer but the file.
  ///
  /// ```ruchy
  /// server.get("/file", |req, res| { res.text("hello") })
  /// server.listen()
  /// let path = env::temp_dir() + "/ruchy-example-download/file.txt"
  /// http::download(f"http://127.0.0.1:{server.port}/file", path).await()   // => 5
  /// read_file(path)   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  @Override
  public Long await() {
    return bytes.get(new Fetch(draft, path, checksum, progress, hasBar));
  }
}
