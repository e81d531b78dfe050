package ruchy.runtime.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.message.Fields;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// What a program sets on a request before it is sent: its method, its address, fields and body,
/// and how long, how often and how far it may go.
@Members("http::ClientRequest")
public abstract sealed class RequestSettings extends OpenObject permits ClientRequest {
  /// Fields that each request has of its own; those of a message that is passed on say nothing
  /// about it.
  static final Set<String> NOT_FORWARDED = Set.of("host", "expect");

  private static final Set<String> COMPUTED =
      Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "upgrade");

  private final Draft draft;

  RequestSettings(Draft draft) {
    this.draft = draft;
  }

  abstract ClientRequest self();

  /// Whether the request is on its way, or was: then it is what it is.
  abstract boolean isSent();

  /// What is asked for, to be sent and looked at, not to be changed.
  final Draft asked() {
    return draft;
  }

  /// Sets the method; `"GET"` at first.
  ///
  /// ```ruchy
  /// http::request("http://127.0.0.1/").method("DELETE")
  /// ```
  @Export
  public ClientRequest method(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (!Fields.isToken(upper) || upper.equals("CONNECT")) {
      throw Failure.argumentError("Not a method of a request: '" + name + "'");
    }
    draft().method = upper;
    return self();
  }

  /// Sets a header field, replacing what it had; a list sets one field for each of its values, nil
  /// removes it. Line breaks in a value are an ArgumentError.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/").header("Accept-Language", "en")
  /// ```
  @Export
  public ClientRequest header(String name, @Reads @Nullable Object value) {
    if (COMPUTED.contains(name.toLowerCase(Locale.ROOT))) {
      throw Failure.argumentError("The header '" + name + "' is computed");
    }
    Fields.set(draft().fields, name, value);
    return self();
  }

  /// Sets all header fields of a map, or of the headers of another request or response. Fields that
  /// belong to one connection (`Connection`, `Transfer-Encoding` ...), `Host`, `Content-Length` and
  /// `Expect` are left out (RFC 9110, section 7.6.1), and no default fields are added.
  ///
  /// ```ruchy
  /// server.all("*", |req, res| {
  ///     let answer = http::request("http://127.0.0.1:9000" + req.url).method(req.method).headers(req.headers).body(req.body).send()
  ///     res.status(answer.status).headers(answer.headers).send(answer.body)
  /// })
  /// ```
  @Export
  public ClientRequest headers(@Reads MapValue values) {
    Draft open = draft();
    Fields.setAll(open.fields, values, NOT_FORWARDED);
    open.isForwarded = true;
    return self();
  }

  /// Adds a parameter to the query of the address; a list adds one for each of its values, nil
  /// none.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/search").query("q", "a b").query("page", 2)   // ?q=a+b&page=2
  /// ```
  @Export
  public ClientRequest query(String name, @Reads @Nullable Object value) {
    Draft open = draft();
    switch (value) {
      case null -> {}
      case ListValue list -> {
        for (int i = 0; i < list.size(); i++) {
          open.url = open.url.with(name, Display.print(list.at(i)));
        }
      }
      default -> open.url = open.url.with(name, Display.print(value));
    }
    return self();
  }

  /// Adds all entries of a map to the query of the address.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/search").query({q: "ruchy", page: 2})
  /// ```
  @Export
  public ClientRequest query(@Reads MapValue values) {
    for (int i = 0; i < values.positions(); i++) {
      Object key = values.keyAt(i);
      if (key != null) {
        query(Display.print(key), values.valueAt(i));
      }
    }
    return self();
  }

  /// Sets the body to a value as JSON (L 18.1), with its content type.
  ///
  /// ```ruchy
  /// http::post("http://127.0.0.1/users").json({name: "Alice"})
  /// ```
  @Export
  public ClientRequest json(@Reads @Nullable Object value) {
    return body(Json.bytes(value), "application/json");
  }

  /// Sets the body to the entries of a map as a form, with its content type; a list is one field
  /// for each of its values, nil none. With files (`form_file`) they are added to those that are
  /// there.
  ///
  /// ```ruchy
  /// http::post("http://127.0.0.1/login").form({name: "Alice", password: "secret"})
  /// ```
  @Export
  public ClientRequest form(@Reads MapValue values) {
    FormFields fields = FormFields.of(values);
    if (draft().stream instanceof Multipart form) {
      form.add(fields);
      return multipart(form);
    }
    body(Buffer.buffer(fields.encoded()), "application/x-www-form-urlencoded");
    draft().form = fields;
    return self();
  }

  /// Adds a file to the form that is sent, which becomes `multipart/form-data` (RFC 7578): the
  /// fields of `form` and the files in the order in which they were set. Files are sent piece by
  /// piece in constant memory. What the server is told of the file is the last part of its path and
  /// the type that goes with that. Raises IoError when it cannot be read. The time limit is for
  /// silence, not for all of it.
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| { let form = req.form(); res.json([form.title, req.file("photo").filename, req.file("photo").text()]) })
  /// server.listen()
  /// let path = env::temp_dir() + "/ruchy-example-photo.txt"
  /// write_file(path, "meow")
  /// http::post(f"http://127.0.0.1:{server.port}/photos").form({title: "Cat"}).form_file("photo", path).json()   // => ["Cat", "ruchy-example-photo.txt", "meow"]
  /// server.close()
  /// ```
  @Export
  @Waits
  public ClientRequest formFile(String name, String path) {
    return formFile(name, path, new HashMapValue());
  }

  /// As `form_file(name, path)`, with options: `name` (of the file, for the server), `type` (its
  /// content type).
  ///
  /// ```ruchy
  /// server.post("/photos", |req, res| { req.form(); res.json([req.file("photo").filename, req.file("photo").content_type]) })
  /// server.listen()
  /// let path = env::temp_dir() + "/ruchy-example-photo.txt"
  /// write_file(path, "meow")
  /// http::post(f"http://127.0.0.1:{server.port}/photos").form_file("photo", path, {name: "cat.webp", type: "image/webp"}).json()   // => ["cat.webp", "image/webp"]
  /// server.close()
  /// ```
  @Export
  @Waits
  public ClientRequest formFile(String name, String path, @Reads MapValue options) {
    FormFile file = FormFile.of(path, options);
    draft();
    FilePieces pieces = FilePieces.open(path); // Others may change the request meanwhile.
    boolean isAdded = false;
    try {
      Draft open = draft();
      Multipart form = open.stream instanceof Multipart begun ? begun : new Multipart(open.form);
      form.add(name, file, pieces);
      isAdded = true;
      return multipart(form);
    } finally {
      if (!isAdded) {
        pieces.drop();
      }
    }
  }

  /// The type has the boundary of the parts, so that no other one can count.
  private ClientRequest multipart(Multipart form) {
    draft().fields.set("Content-Type", form.contentType());
    return stream(form, form.bytes());
  }

  /// Sets the body: a text, a map or list as JSON, or the body of a request or response as it is,
  /// or its pieces as they arrive (`req.stream()`); nil and an empty text are no body.
  ///
  /// ```ruchy
  /// http::put("http://127.0.0.1/note").body("hello")
  /// ```
  @Export
  public ClientRequest body(@Reads @Nullable Object value) {
    return switch (value) {
      case null -> withoutBody();
      case String text -> text.isEmpty() ? withoutBody() : textBody(text);
      case Body other when !other.isComplete() -> stream(other.chunks(), -1);
      case Body other -> body(other.bytes(), "application/octet-stream");
      case BodyStream pieces -> stream(pieces.chunks(), -1);
      case MapValue map -> json(map);
      case ListValue list -> json(list);
      default -> textBody(Display.print(value));
    };
  }

  private ClientRequest textBody(String text) {
    return body(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)), "text/plain; charset=utf-8");
  }

  private ClientRequest stream(Chunks pieces, long bytes) {
    Draft open = draft();
    open.body = null;
    open.form = FormFields.NONE;
    open.stream = pieces;
    open.streamBytes = bytes;
    if (!open.isForwarded && !open.fields.contains("content-type")) {
      open.fields.set("Content-Type", "application/octet-stream");
    }
    return self();
  }

  /// Sets the body to a file, which is sent piece by piece in constant memory. Raises IoError when
  /// it cannot be read. The time limit is for silence, not for all of it.
  ///
  /// ```ruchy
  /// server.post("/files", |req, res| { res.text(req.body) })
  /// server.listen()
  /// let path = env::temp_dir() + "/ruchy-example-upload.txt"
  /// write_file(path, "hello")
  /// http::post(f"http://127.0.0.1:{server.port}/files").body_file(path).text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  public ClientRequest bodyFile(String path) {
    FilePieces pieces = FilePieces.open(path);
    return stream(pieces, pieces.size());
  }

  /// Sets the body to what a function gives, piece by piece, until it gives nil: texts, pieces of
  /// other bodies, other values as text. It is called when the server takes more, by the task that
  /// waits for the answer, and may wait itself. The request is sent once: it is neither tried again
  /// nor repeated at another address.
  ///
  /// ```ruchy
  /// server.post("/count", |req, res| { let n = 0; for part in req.stream() { n += part.len() } res.json({bytes: n}) })
  /// server.listen()
  /// let left = 3
  /// http::post(f"http://127.0.0.1:{server.port}/count").body_from(|| { left -= 1; left >= 0 ? "line\n" : nil }).json()   // => {bytes: 15}
  /// server.close()
  /// ```
  @Export
  public ClientRequest bodyFrom(@Type("() -> any") FunctionValue function) {
    return stream(new MadePieces(function, draft().timeoutMillis), -1);
  }

  private ClientRequest withoutBody() {
    Draft open = draft();
    open.body = null;
    open.form = FormFields.NONE;
    open.stream = null;
    return self();
  }

  /// The type counts unless the program has set one, or passes on the fields of another message.
  private ClientRequest body(Buffer bytes, String type) {
    Draft open = draft();
    open.body = bytes;
    open.form = FormFields.NONE;
    open.stream = null;
    if (!open.isForwarded && !open.fields.contains("content-type")) {
      open.fields.set("Content-Type", type);
    }
    return self();
  }

  /// Sets the time limit in milliseconds, for everything from the name of the host to the last byte
  /// of the answer, with redirects and further tries; then TimeoutError. 30,000 at first.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/").timeout(5000)
  /// ```
  @Export
  public ClientRequest timeout(long millis) {
    draft().timeoutMillis = positive("timeout", millis);
    return self();
  }

  /// Sends credentials of the kind `Bearer`.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/").bearer("a1b2c3")
  /// ```
  @Export
  public ClientRequest bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /// Sends a name and a password (RFC 7617).
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/").basic("alice", "secret")
  /// ```
  @Export
  public ClientRequest basic(String name, String password) {
    return header("Authorization", Draft.basic(name + ":" + password));
  }

  /// Sends cookies: names to texts.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/").cookies({session: "a1b2c3"})
  /// ```
  @Export
  public ClientRequest cookies(@Reads MapValue cookies) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cookies.positions(); i++) {
      Object key = cookies.keyAt(i);
      if (key != null) {
        text.append(text.isEmpty() ? "" : "; ").append(Display.print(key)).append('=');
        text.append(Display.print(cookies.valueAt(i)));
      }
    }
    return header("Cookie", text.toString());
  }

  /// Tries up to so many more times, after a pause, when there is no connection, and, for methods
  /// that may be repeated (GET, HEAD, PUT, DELETE, OPTIONS), when the connection ends too early or
  /// the status is 502, 503 or 504. 0 at first.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/").retries(3)
  /// ```
  @Export
  public ClientRequest retries(long times) {
    draft().retries = (int) Math.min(notNegative("retries", times), 100);
    return self();
  }

  /// How many redirects are followed; more raise IoError. With 0 a redirect is the response. 10 at
  /// first. Credentials and cookies are not sent to another host.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/old").redirects(0)
  /// ```
  @Export
  public ClientRequest redirects(long times) {
    draft().redirects = (int) Math.min(notNegative("redirects", times), 100);
    return self();
  }

  /// Sets how many bytes the body of the answer may have; more raise IoError. At first 67,108,864
  /// as it arrives and 10,485,760 decompressed.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/").max_body(1_000_000)
  /// ```
  @Export
  public ClientRequest maxBody(long bytes) {
    int limit = (int) Math.min(positive("max_body", bytes), Integer.MAX_VALUE - 8);
    draft().bodyBytes = limit;
    draft.decodedBytes = limit;
    return self();
  }

  static long positive(String name, long value) {
    if (value < 1) {
      throw Failure.argumentError(name + " expects at least 1, got " + value);
    }
    return value;
  }

  private static long notNegative(String name, long value) {
    if (value < 0) {
      throw Failure.argumentError(name + " expects at least 0, got " + value);
    }
    return value;
  }

  /// The draft, which nobody may change once it is sent.
  private Draft draft() {
    if (isSent()) {
      throw Failure.runtimeError("The request was already sent " + place());
    }
    return draft;
  }

  private String place() {
    return Result.Fault.place(draft.method, draft.url);
  }
}
