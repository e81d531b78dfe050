package ruchy.runtime.http;

import io.netty.handler.codec.http.multipart.FileUpload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.message.PartFile;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;

/// A file of a form (`req.files`). It is kept during its request: what is to stay is saved.
@LibraryType("http::Upload")
public final class Upload implements LibraryObject {
  private static final int STEP_BYTES = 1 << 16;

  private final String field;
  private final String filename;
  private final String contentType;
  private final long size;
  private volatile @Nullable FileUpload file;

  Upload(FileUpload file) {
    this.file = file;
    this.field = file.getName();
    this.filename = nameOf(file.getFilename());
    String type = file.getContentType();
    this.contentType = type == null ? "application/octet-stream" : type;
    this.size = file.length();
  }

  /// Some browsers send the whole path, and others who send `../` mean no good.
  private static String nameOf(String path) {
    int last = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    String name = path.substring(last + 1);
    return name.equals(".") || name.equals("..") ? "" : name;
  }

  @Override
  public String typeName() {
    return "http::Upload";
  }

  @Override
  public String display() {
    return "<http::Upload " + filename + " " + size + " bytes>";
  }

  /// The name of the field of the form.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| { res.json(req.files.map(|file| file.field)) })
  /// ```
  @Property
  public String field() {
    return field;
  }

  /// The name of the file as the client tells it, without folders. It is not to be trusted: two
  /// clients may send the same name.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| { res.json(req.files.map(|file| file.filename)) })
  /// ```
  @Property
  public String filename() {
    return filename;
  }

  /// The media type as the client tells it.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| { res.json(req.files.map(|file| file.content_type)) })
  /// ```
  @Property("content_type")
  public String contentType() {
    return contentType;
  }

  /// The number of bytes.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| { res.json(req.files.map(|file| file.size)) })
  /// ```
  @Property
  public long size() {
    return size;
  }

  /// The content as text. Raises IoError when the request is over.
  ///
  /// ```ruchy
  /// server.post("/import", |req, res| { res.json({lines: req.file("csv").text().lines().len()}) })
  /// ```
  @Export
  @Waits
  public String text() {
    return new String(all(), StandardCharsets.UTF_8);
  }

  /// The content as a list of bytes. Raises IoError when the request is over.
  ///
  /// ```ruchy
  /// server.post("/check", |req, res| { res.json({png: req.file("photo").to_bytes()[0] == 137}) })
  /// ```
  @Export
  @Waits
  @Type("bytes")
  public ListValue toBytes() {
    return Bytes.list(all());
  }

  private byte[] all() {
    FileUpload kept = kept();
    try {
      return kept.isInMemory() ? kept.get() : Blocking.call(kept::get);
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read " + filename + ": " + FileReasons.of(failure));
    }
  }

  /// Writes the content to a file, which takes its place in one step. Raises IoError.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| {
  ///     for file in req.files { file.save(f"./photos/{generate_id()}.jpg") }
  ///     res.status(201).send()
  /// })
  /// ```
  @Export
  @Waits
  public void save(String path) {
    FileUpload kept = kept();
    PartFile target = PartFile.create(path, Surroundings.file(path).toPath());
    try {
      if (kept.isInMemory()) {
        target.write(kept.get());
      } else {
        copy(kept, target);
      }
      target.complete();
    } catch (IOException failure) {
      throw Failure.ioError("Cannot read " + filename + ": " + FileReasons.of(failure));
    } finally {
      target.discard();
    }
  }

  private static void copy(FileUpload kept, PartFile target) throws IOException {
    try (InputStream in = Files.newInputStream(kept.getFile().toPath())) {
      byte[] step = Blocking.call(() -> in.readNBytes(STEP_BYTES));
      while (step.length > 0) {
        target.write(step);
        step = Blocking.call(() -> in.readNBytes(STEP_BYTES));
      }
    }
  }

  private FileUpload kept() {
    FileUpload kept = file;
    if (kept == null) {
      throw Failure.ioError("The uploaded file " + filename + " was kept during its request only");
    }
    return kept;
  }

  /// The request is over.
  void forget() {
    file = null;
  }
}
