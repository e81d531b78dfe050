package ruchy.runtime.http;

import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.library.YieldsCommon;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Coding;
import ruchy.runtime.message.Json;
import ruchy.runtime.message.Lines;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What a client asked for. Programs may add members, which the later functions of the same request
/// see (L 19.1 (2)).
@LibraryType("http::Request")
public final class Request extends RequestHead {
  private static final int LONGEST_LINE = 1 << 20;
  private @Nullable ClientFault fault;

  /// The body as it was before the client compressed it.
  private @Nullable Body decoded;

  private volatile @Nullable Form form;
  private @Nullable Session session;

  Request(
      Exchange exchange,
      HttpServerRequest incoming,
      String method,
      Target target,
      String decodedPath) {
    super(exchange, incoming, method, target, decodedPath);
  }

  @Override
  public String typeName() {
    return "http::Request";
  }

  @Override
  public String display() {
    return "<http::Request " + method() + " " + path() + ">";
  }

  /// What the server remembers of this client (`http::sessions`): a map; nil without that
  /// middleware.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| {
  ///     req.session.visits = req.session.get("visits", 0) + 1
  ///     res.text(f"visit {req.session.visits}")
  /// })
  /// ```
  @YieldsCommon
  @Property
  @Type("any")
  public @Nullable Object session() {
    Session open = session;
    return open == null ? null : open.data();
  }

  /// Gives the session a new id, so that nobody who knew the old one can use it: after a login. The
  /// session is another map from then on, a copy of what it was; for other requests of the client
  /// that run at this moment it has ended. Raises an error once the answer has begun, which tells
  /// the client the id.
  ///
  /// ```ruchy
  /// server.post("/login", |req, res| {
  ///     req.rotate_session()
  ///     req.session.user = req.form().name
  ///     res.redirect("/")
  /// })
  /// ```
  @Export
  public void rotateSession() {
    if (!openSession().rotate()) {
      throw exchange.response().comesTooLate("req.rotate_session");
    }
  }

  /// Forgets the session. Raises an error once the answer has begun.
  ///
  /// ```ruchy
  /// server.post("/logout", |req, res| { req.end_session(); res.redirect("/") })
  /// ```
  @Export
  public void endSession() {
    if (!openSession().end()) {
      throw exchange.response().comesTooLate("req.end_session");
    }
  }

  private Session openSession() {
    Session open = session;
    if (open == null) {
      throw Failure.runtimeError(
          "There are no sessions: server.use(http::sessions(..)) is missing");
    }
    return open;
  }

  /// The middleware for sessions has found the session.
  void begin(Session begun) {
    session = begun;
  }

  /// The body: its text, `""` when there is none; an `http::Body` when it is not UTF-8 text, or
  /// larger than the server's `max_body`. Both can be sent on.
  ///
  /// ```ruchy
  /// server.post("/echo", |req, res| { res.send(req.body) })
  /// ```
  @Property
  @Type("string | http::Body")
  public Object body() {
    Body body = exchange.body();
    String text = body.isComplete() ? body.textOrNull() : null;
    return text == null ? body : text;
  }

  /// The body as text, decompressed where it came as `gzip` or `deflate`. One that is larger than
  /// the server's `max_body`, or becomes so, raises IoError, and the client gets 413 unless the
  /// program does something else.
  ///
  /// ```ruchy
  /// server.post("/echo", |req, res| { res.text(req.text()) })
  /// ```
  @Export
  public String text() {
    Body body = complete();
    String text = body.textOrNull();
    return text == null ? body.bytes().toString() : text;
  }

  /// The body decoded from JSON (L 18.1). What is not JSON raises ParseError, and the client gets
  /// 400 unless the program does something else.
  ///
  /// ```ruchy
  /// server.post("/users", |req, res| { res.status(201).json({hello: req.json().name}) })
  /// ```
  @Export
  public @Nullable Object json() {
    Body body = complete();
    try {
      return Json.value(body.bytes());
    } catch (Failure malformed) {
      throw faulty(400, malformed);
    }
  }

  private Body complete() {
    Body body = exchange.body();
    String coding = coding();
    if (coding == null) {
      if (!body.isComplete()) {
        throw body.tooLarge();
      }
      return body;
    }
    Body known = decoded;
    if (known == null) {
      known = decoded(body, coding);
      decoded = known;
    }
    return known;
  }

  /// The `Content-Encoding` of the body; null without one.
  private @Nullable String coding() {
    String coding = header("content-encoding");
    return coding == null || coding.equalsIgnoreCase("identity") ? null : coding;
  }

  private Body decoded(Body body, String coding) {
    if (!Coding.isKnown(coding)) {
      throw otherCoding(coding);
    }
    if (!body.isComplete()) {
      throw body.tooLarge();
    }
    try {
      int most = exchange.connection().limits().bodyBytes();
      return Body.of(Coding.decoded(body.bytes(), coding, most));
    } catch (Coding.TooLarge more) {
      throw faulty(413, undecoded(more));
    } catch (IOException malformed) {
      throw faulty(400, undecoded(malformed));
    }
  }

  private static Failure undecoded(IOException reason) {
    return Failure.ioError("The body cannot be decompressed: " + reason.getMessage());
  }

  private Failure otherCoding(String coding) {
    Failure failure = Failure.ioError("The body has an encoding that is not supported: " + coding);
    fault = new ClientFault(415, failure.value(), true);
    return failure;
  }

  /// The body piece by piece, in constant memory however large it is: `for part in req.stream()`.
  /// Each piece is an `http::Body`. A client that sends faster than the program reads waits. Beyond
  /// `max_body` a body can be read only this way, and once.
  ///
  /// ```ruchy
  /// server.post("/count", |req, res| {
  ///     let bytes = 0
  ///     for part in req.stream() { bytes += part.len() }
  ///     res.json({bytes: bytes})
  /// })
  /// ```
  @Export
  public BodyStream stream() {
    return BodyStream.of(exchange.body());
  }

  /// The lines of the body as they arrive, each without its end: `for line in req.lines()`. A line
  /// of more than 1 MiB raises IoError.
  ///
  /// ```ruchy
  /// server.post("/log", |req, res| {
  ///     let errors = 0
  ///     for line in req.lines() { if line.starts_with("ERROR") { errors += 1 } }
  ///     res.json({errors: errors})
  /// })
  /// ```
  @Export
  public Lines lines() {
    return new Lines(stream(), LONGEST_LINE);
  }

  /// Writes the body to a file, of any size and in constant memory, and gives the number of bytes.
  /// The file takes its place in one step when it is complete. Raises IoError.
  ///
  /// ```ruchy
  /// server.put("/backup", |req, res| { res.json({bytes: req.save("backup.tar")}) })
  /// ```
  @Export
  @Waits
  public long save(String path) {
    return stream().save(path);
  }

  /// As `save(path)`, for at most that many bytes; a client that sends more gets 413.
  ///
  /// ```ruchy
  /// server.put("/photo", |req, res| { res.json({bytes: req.save("photo.jpg", 20_000_000)}) })
  /// ```
  @Export
  @Waits
  public long save(String path, long maxBytes) {
    return limited(maxBytes).save(path);
  }

  private BodyStream limited(long bytes) {
    return BodyStream.of(
        exchange.body(),
        bytes,
        () -> faulty(413, Failure.ioError("The body is larger than " + bytes + " bytes")));
  }

  /// The fields of the form that a browser has sent, `application/x-www-form-urlencoded` or
  /// `multipart/form-data`: names to texts, or to a list of texts when a name occurs more than
  /// once. Files are in `req.files`. What is no form answers 415, what is malformed 400, and what
  /// is more than the limits 413, unless the program catches the error.
  ///
  /// ```ruchy
  /// server.post("/login", |req, res| { res.text("hello " + req.form().name) })
  /// ```
  @Export
  @Waits
  @Type("map<string, any>")
  public MapValue form() {
    return form(new HashMapValue());
  }

  /// As `form()`, with limits: `max_files` (20), `max_fields` (1000), `max_file` and `max_total`
  /// bytes (the server's `max_upload`), `max_field` bytes (1 MiB), and the `folder` in which files
  /// are kept during the request.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| {
  ///     let form = req.form({max_files: 3, max_file: 5_000_000})
  ///     res.json({title: form.title, photos: req.files.len()})
  /// })
  /// ```
  @Export
  @Waits
  @Type("map<string, any>")
  public MapValue form(@Reads MapValue options) {
    return readForm(options).fields();
  }

  /// The files of the form that a browser has sent, in its order. Those that are not small are on
  /// disk, and are removed when the request is over.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| {
  ///     for file in req.files { file.save(f"./photos/{generate_id()}.jpg") }
  ///     res.status(201).send()
  /// })
  /// ```
  @Property
  @Waits
  @Type("list<http::Upload>")
  public ListValue files() {
    return readForm(new HashMapValue()).files();
  }

  /// The first file of the form's field with that name, or nil.
  ///
  /// ```ruchy
  /// server.post("/photo", |req, res| { req.file("photo").save("./photo.jpg"); res.send() })
  /// ```
  @Export
  @Waits
  public @Nullable Upload file(String field) {
    ListValue all = files();
    for (int i = 0; i < all.size(); i++) {
      if (all.at(i) instanceof Upload upload && upload.field().equals(field)) {
        return upload;
      }
    }
    return null;
  }

  private Form readForm(MapValue options) {
    Form known = form;
    if (known != null) {
      return known;
    }
    String type = header("content-type");
    String kind = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Form read =
        switch (kind) {
          case "application/x-www-form-urlencoded" -> Form.ofText(text());
          case "multipart/form-data" -> readParts(String.valueOf(type), options);
          default ->
              throw faulty(
                  415,
                  Failure.ioError(
                      kind.isEmpty()
                          ? "The request has no form"
                          : "The request has no form, but " + kind));
        };
    form = read;
    return read;
  }

  private Form readParts(String type, MapValue options) {
    Form.Bounds bounds = Form.Bounds.of(options, exchange.connection().limits().uploadBytes());
    String coding = coding();
    if (coding != null) {
      throw otherCoding(coding);
    }
    try {
      return Form.ofParts(type, limited(bounds.totalBytes()), bounds);
    } catch (Form.Refused refused) {
      throw faulty(refused.status(), Failure.ioError(String.valueOf(refused.getMessage())));
    }
  }

  /// The functions have ended.
  void cleanUp() {
    Form read = form;
    if (read != null) {
      read.cleanUp();
    }
  }

  private Failure faulty(int status, Failure failure) {
    Object error = failure.value();
    if (error instanceof ErrorValue) {
      fault = new ClientFault(status, error, false);
    }
    return failure;
  }

  /// What the client asked for is not there: it gets 404, without the text of the error.
  Failure missing(Failure failure) {
    return faulty(404, failure);
  }

  /// The way to this request and its response for who answers it apart from functions.
  Passage passage() {
    return new Passage(exchange, this, exchange.response());
  }

  /// The error that the client caused, if one was raised.
  @Nullable ClientFault fault() {
    return fault;
  }
}
