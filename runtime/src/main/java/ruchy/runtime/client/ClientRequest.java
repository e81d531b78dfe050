package ruchy.runtime.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.message.Fields;
import ruchy.runtime.message.Json;
import ruchy.runtime.message.Lines;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// A request that is sent once: by `send()`, by `await`, or by the first member of the response
/// that is touched (L 19.1 (11)). Until then it can be configured. It can be used wherever its
/// response can, and by any task: those that come while it is under way wait for the same response.
@LibraryType("http::ClientRequest")
public final class ClientRequest extends OpenObject implements Awaitable {
  /// Fields that each request has of its own; those of a message that is passed on say nothing
  /// about it.
  static final Set<String> NOT_FORWARDED = Set.of("host", "expect");

  private static final Set<String> COMPUTED =
      Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "upgrade");

  private final Draft draft;
  private final Once<ClientResponse> response = new Once<>();

  ClientRequest(Draft draft) {
    this.draft = draft;
  }

  @Override
  public String typeName() {
    return "http::ClientRequest";
  }

  @Override
  public String display() {
    return "<http::Request " + draft.method + " " + draft.url + ">";
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
    return this;
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
    return this;
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
    return this;
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
    return this;
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
    return this;
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

  /// Sets the body to the entries of a map as a form, with its content type.
  ///
  /// ```ruchy
  /// http::post("http://127.0.0.1/login").form({name: "Alice", password: "secret"})
  /// ```
  @Export
  public ClientRequest form(@Reads MapValue values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.positions(); i++) {
      Object key = values.keyAt(i);
      if (key != null) {
        appendForm(text, Display.print(key), values.valueAt(i));
      }
    }
    return body(Buffer.buffer(text.toString()), "application/x-www-form-urlencoded");
  }

  private static void appendForm(StringBuilder text, String name, @Nullable Object value) {
    if (value instanceof ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        appendForm(text, name, list.at(i));
      }
    } else if (value != null) {
      text.append(text.isEmpty() ? "" : "&")
          .append(Url.component(name))
          .append('=')
          .append(Url.component(Display.print(value)));
    }
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
    open.stream = pieces;
    open.streamBytes = bytes;
    if (!open.isForwarded && !open.fields.contains("content-type")) {
      open.fields.set("Content-Type", "application/octet-stream");
    }
    return this;
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
    draft().body = null;
    draft().stream = null;
    return this;
  }

  /// The type counts unless the program has set one, or passes on the fields of another message.
  private ClientRequest body(Buffer bytes, String type) {
    Draft open = draft();
    open.body = bytes;
    open.stream = null;
    if (!open.isForwarded && !open.fields.contains("content-type")) {
      open.fields.set("Content-Type", type);
    }
    return this;
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
    return this;
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
    return this;
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
    return this;
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
    return this;
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
    if (response.isTaken()) {
      throw Failure.runtimeError("The request was already sent " + place());
    }
    return draft;
  }

  private String place() {
    return Result.Fault.place(draft.method, draft.url);
  }

  /// Sends the request, unless it was sent before, and waits for the response. Raises IoError when
  /// there is none and TimeoutError when it comes too late; a response with an error status is a
  /// response.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").send().text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  public ClientResponse send() {
    return response.get(this::received);
  }

  private ClientResponse received() {
    // What is passed on may be too much to lie about; everything else is wanted as a whole.
    Exchange.Taking taking =
        draft.isForwarded ? Exchange.Taking.WHOLE_IF_SMALL : Exchange.Taking.WHOLE;
    return received(taking);
  }

  private ClientResponse received(Exchange.Taking taking) {
    return switch (Exchange.run(draft, taking)) {
      case Result.Answer answer -> ClientResponse.of(answer, draft);
      case Result.Opened opened -> ClientResponse.of(opened, draft);
      case Result.Fault fault ->
          throw draft.isForwarded ? fault.failureOfGateway() : fault.failure();
    };
  }

  /// Sends the request without collecting the body of the answer: `stream()`, `lines()` and
  /// `save()` of the response read it piece by piece. The time limit is for silence then.
  ///
  /// ```ruchy
  /// server.get("/log", |req, res| { res.text("one\ntwo\n") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/log").open().status   // => 200
  /// server.close()
  /// ```
  @Export
  @Waits
  public ClientResponse open() {
    return response.get(
        () -> {
          if (draft.isDecoded() && !draft.isForwarded) {
            draft.fields.set("Accept-Encoding", "identity");
          }
          return received(Exchange.Taking.PIECES);
        });
  }

  /// The body of the answer piece by piece, in constant memory: `for part in request.stream()`.
  ///
  /// ```ruchy
  /// server.get("/data", |req, res| { res.text("hello") })
  /// server.listen()
  /// let size = 0
  /// for part in http::get(f"http://127.0.0.1:{server.port}/data").stream() { size += part.len() }
  /// size   // => 5
  /// server.close()
  /// ```
  @Export
  @Waits
  public BodyStream stream() {
    return open().stream();
  }

  /// The lines of the answer as they arrive, each without its end.
  ///
  /// ```ruchy
  /// server.get("/log", |req, res| { res.text("one\ntwo\n") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/log").lines().read()   // => "one"
  /// server.close()
  /// ```
  @Export
  @Waits
  public Lines lines() {
    return open().lines();
  }

  /// Writes the body of the answer to a file, and gives the number of bytes; as `save` of the
  /// response. `http::download` does more: it goes on after a connection that breaks.
  ///
  /// ```ruchy
  /// server.get("/data", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/data").save(env::temp_dir() + "/ruchy-example-saved.txt")   // => 5
  /// server.close()
  /// ```
  @Export
  @Waits
  public long save(String path) {
    return open().save(path);
  }

  /// Sends the request as `send()`; also `await request`.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// let answer = await http::get(f"http://127.0.0.1:{server.port}/")
  /// answer.text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  @Override
  public ClientResponse await() {
    return send();
  }

  /// The status code of the response, which is sent for if it has not been.
  ///
  /// ```ruchy
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/none").status   // => 404
  /// server.close()
  /// ```
  @Property
  @Waits
  public long status() {
    return send().status();
  }

  /// Whether the status of the response is 200 to 299.
  ///
  /// ```ruchy
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/none").is_success()   // => false
  /// server.close()
  /// ```
  @Export
  @Waits
  public boolean isSuccess() {
    return send().isSuccess();
  }

  /// The address: of the answer once the request is sent, else the one it will be sent to.
  ///
  /// ```ruchy
  /// http::get("http://127.0.0.1/search").query("q", "a b").url   // => "http://127.0.0.1/search?q=a+b"
  /// ```
  @Property
  public String url() {
    ClientResponse known = response.valueOrNull();
    return known == null ? draft.url.toString() : known.url();
  }

  /// The header fields of the response.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.header("X-Color", "blue").send() })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").headers["x-color"]   // => "blue"
  /// server.close()
  /// ```
  @Property
  @Waits
  @Type("map<string, any>")
  public MapValue headers() {
    return send().headers();
  }

  /// The value of a header field of the response, or nil.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.header("X-Color", "blue").send() })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").header("X-Color")   // => "blue"
  /// server.close()
  /// ```
  @Export
  @Waits
  public @Nullable String header(String name) {
    return send().header(name);
  }

  /// The body of the response: its text, or an `http::Body` when it is not UTF-8 text.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").body   // => "hello"
  /// server.close()
  /// ```
  @Property
  @Waits
  @Type("string | http::Body")
  public Object body() {
    return send().body();
  }

  /// The body of the response as text.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("hello") })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").text()   // => "hello"
  /// server.close()
  /// ```
  @Export
  @Waits
  public String text() {
    return send().text();
  }

  /// The body of the response decoded from JSON; raises ParseError for anything else.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.json({items: [1, 2]}) })
  /// server.listen()
  /// http::get(f"http://127.0.0.1:{server.port}/").json().items   // => [1, 2]
  /// server.close()
  /// ```
  @Export
  @Waits
  public @Nullable Object json() {
    return send().json();
  }
}
