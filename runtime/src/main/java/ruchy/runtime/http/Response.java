package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Waits;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.message.Fields;
import ruchy.runtime.message.Json;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.Cursors;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// The answer to one request. The first of `html`, `text`, `json`, `send` and `redirect` answers;
/// after it the response can only be read. Programs may add members, and replace these (L 19.1
/// (2)); a replaced one does not change what the others do.
@LibraryType("http::Response")
public final class Response extends OpenObject {
  private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json; charset=utf-8");
  private static final Buffer NOTHING = Buffer.buffer();

  private static final List<String> OF_CONTENT =
      List.of(
          "content-type",
          "content-encoding",
          "content-disposition",
          "cache-control",
          "etag",
          "last-modified",
          "accept-ranges");

  private static final int OPEN = 0;
  private static final int ANSWERING = 1;

  /// The head has left, and pieces of the body leave.
  private static final int STREAMING = 2;

  private static final int ANSWERED = 3;

  private static final long HEARTBEAT_MILLIS = 15_000;

  private final Exchange exchange;
  private final HttpServerResponse outgoing;
  private final MultiMap fields;
  private final boolean isHead;
  private final AtomicInteger state = new AtomicInteger();
  private int status = 200;
  private Buffer bytes = NOTHING;
  private boolean isElsewhere;
  private volatile @Nullable OutgoingBody stream;
  private @Nullable Chunks source;
  private @Nullable Events events;
  private boolean isBroken;
  private @Nullable Runnable beforeHead;
  private Future<Void> writtenElsewhere = Future.succeededFuture();

  /// Whether this answers HEAD with fields of another answer; then a missing body tells no length.
  private boolean hasLengthOfGet;

  /// Whether the answer is complete and Vert.x tells its length.
  private boolean leavesLength;

  private String answeredBy = "";
  private @Nullable CallStack answeredAt;

  Response(Exchange exchange, HttpServerResponse outgoing, String method) {
    this.exchange = exchange;
    this.outgoing = outgoing;
    this.fields = outgoing.headers();
    this.isHead = method.equals("HEAD");
  }

  @Override
  public String typeName() {
    return "http::Response";
  }

  @Override
  public String display() {
    return "<http::Response " + status() + ">";
  }

  /// The status code, 200 unless the program sets another one.
  ///
  /// ```ruchy
  /// server.use(|req, res, next| {
  ///     next()
  ///     println(f"{req.path} {res.status}")
  /// })
  /// ```
  @Property
  public long status() {
    return isElsewhere ? outgoing.getStatusCode() : status;
  }

  /// Sets the status code: `res.status = 404`.
  ///
  /// ```ruchy
  /// server.get("/teapot", |req, res| {
  ///     res.status = 418
  ///     res.text("I am a teapot")
  /// })
  /// ```
  @Property("status")
  public void setStatus(long code) {
    status(code);
  }

  /// Sets the status code, 200 to 599, and yields the response.
  ///
  /// ```ruchy
  /// server.get("/teapot", |req, res| { res.status(418).text("I am a teapot") })
  /// ```
  @Export
  public Response status(long code) {
    checkOpen("res.status");
    if (code < 200 || code > 599) {
      throw Failure.argumentError("A status is 200 to 599, got " + code);
    }
    status = (int) code;
    return this;
  }

  /// The value of a header field that was set, or nil.
  ///
  /// ```ruchy
  /// server.use(|req, res, next| {
  ///     next()
  ///     println(res.header("Content-Type"))
  /// })
  /// ```
  @Export
  public @Nullable String header(String name) {
    String value = fields.get(name);
    return value == null && leavesLength && name.equalsIgnoreCase("content-length")
        ? Integer.toString(bytes.length())
        : value;
  }

  /// Sets a header field, replacing what it had; a list sets one field for each of its values, and
  /// nil removes the field. `Set-Cookie` is added to those that are there. Line breaks in a value
  /// are an ArgumentError, so a value can never become another field; so is `Transfer-Encoding`,
  /// which is the server's own.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.header("Cache-Control", "no-store").text("now") })
  /// ```
  @Export
  public Response header(String name, @Reads @Nullable Object value) {
    checkOpen("res.header");
    if (name.length() == 17 && name.equalsIgnoreCase("transfer-encoding")) {
      throw Failure.argumentError("The server itself sets Transfer-Encoding");
    }
    if (name.length() == 10 && name.equalsIgnoreCase("set-cookie") && value != null) {
      List<String> before = fields.getAll(name);
      Fields.set(fields, name, value);
      addCookies(before);
    } else {
      Fields.set(fields, name, value);
    }
    return this;
  }

  /// Sets all header fields of a map, or of the headers of another request or response. Fields that
  /// belong to one connection (`Connection`, `Transfer-Encoding` ...) and `Content-Length` are left
  /// out (RFC 9110, section 7.6.1).
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.headers({"X-Frame-Options": "DENY"}).text("framed by nobody") })
  /// ```
  @Export
  public Response headers(@Reads MapValue values) {
    checkOpen("res.headers");
    List<String> cookies = fields.getAll(HttpHeaders.SET_COOKIE);
    Fields.setAll(fields, values, Set.of());
    if (!cookies.isEmpty() && !fields.getAll(HttpHeaders.SET_COOKIE).equals(cookies)) {
      addCookies(cookies);
    }
    if (isHead) {
      // Those of an answer to HEAD say how long the body of GET would be.
      hasLengthOfGet = true;
      if (values.get("content-length") instanceof String length) {
        Fields.set(fields, "Content-Length", length);
      }
    }
    return this;
  }

  /// Puts cookies that were set before in front of those that are set now.
  private void addCookies(List<String> before) {
    if (!before.isEmpty()) {
      List<String> all = new ArrayList<>(before);
      all.addAll(fields.getAll(HttpHeaders.SET_COOKIE));
      fields.set("set-cookie", all);
    }
  }

  /// Adds a cookie. Options: `path` ("/"), `domain`, `max_age` (seconds), `expires` (date-time or
  /// text), `secure`, `http_only` (true), `same_site` ("Lax"), `signed` (see `req.signed_cookie`).
  ///
  /// ```ruchy
  /// server.post("/login", |req, res| { res.cookie("session", "abc", {max_age: 3600}).text("welcome") })
  /// ```
  @Export
  public Response cookie(String name, String value, @Reads MapValue options) {
    checkOpen("res.cookie");
    String text =
        Truth.truth(options.get("signed"))
            ? Signature.signed(value, exchange.connection().server().neededSecret())
            : value;
    fields.add(HttpHeaders.SET_COOKIE, Cookies.setCookie(name, text, options));
    return this;
  }

  /// Adds a cookie with the default options.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.cookie("seen", "yes").text("hello") })
  /// ```
  @Export
  public Response cookie(String name, String value) {
    return cookie(name, value, new HashMapValue());
  }

  /// Tells the client to forget a cookie that was set for the whole server.
  ///
  /// ```ruchy
  /// server.post("/logout", |req, res| { res.clear_cookie("session").text("bye") })
  /// ```
  @Export
  public Response clearCookie(String name) {
    checkOpen("res.clear_cookie");
    fields.add(HttpHeaders.SET_COOKIE, Cookies.clearCookie(name));
    return this;
  }

  /// Answers with an HTML text; nil is an empty one.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.html("<h1>Hello</h1>") })
  /// ```
  @Export
  public Response html(@Reads @Nullable Object text) {
    return answer(Content.utf8(Content.text(text)), HTML, "res.html");
  }

  /// Answers with a plain text; nil is an empty one, and maps and lists are their JSON.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("Hello") })
  /// ```
  @Export
  public Response text(@Reads @Nullable Object text) {
    return answer(Content.utf8(Content.text(text)), Content.TEXT, "res.text");
  }

  /// Answers with a value as JSON (L 18.1).
  ///
  /// ```ruchy
  /// server.get("/users", |req, res| { res.json([{id: 1, name: "Alice"}]) })
  /// ```
  @Export
  public Response json(@Reads @Nullable Object value) {
    checkOpen("res.json");
    return answer(Json.bytes(value), Content.JSON, "res.json");
  }

  /// Answers with an empty body and the current status.
  ///
  /// ```ruchy
  /// server.delete("/users/:id", |req, res| { res.status(204).send() })
  /// ```
  @Export
  public Response send() {
    return answer(NOTHING, null, "res.send");
  }

  /// Answers with a text; with maps, lists, instances and other structures as JSON; with a list of
  /// bytes, or the body of a request or response, as it is. `Some` and `Ok` stand for what is in
  /// them, `None` for nil; the error of an `Err` is raised. TypeError for what is no data:
  /// functions, tasks and other objects of the library.
  ///
  /// ```ruchy
  /// server.post("/echo", |req, res| { res.send(req.body) })
  /// ```
  @Export
  public Response send(@Reads @Nullable Object value) {
    if (value instanceof String text) {
      return answer(Content.utf8(text), text.isEmpty() ? null : Content.TEXT, "res.send");
    }
    checkOpen("res.send");
    if (value instanceof Body body && !body.isComplete()) {
      return pass(body.chunks());
    }
    Content content = Content.of(value);
    return answer(content.bytes(), content.type(), "res.send");
  }

  private Response pass(Chunks pieces) {
    if (!state.compareAndSet(OPEN, ANSWERING)) {
      throw alreadyAnswered("res.send");
    }
    prepareHead();
    source = pieces;
    setType(Content.BYTES);
    setDate();
    noteAnswer("res.send");
    state.set(ANSWERED);
    exchange.answered();
    return this;
  }

  /// Writes a piece of the answer, which is a text, bytes, or JSON as with `send`; the first one
  /// sends status and header fields. The answer ends with `res.end()`, or when the function
  /// returns. Waits while the client does not read. Raises IoError when the client has gone.
  ///
  /// ```ruchy
  /// server.get("/count", |req, res| {
  ///     for i in 1..=3 { res.write(f"{i}\n"); sleep(100) }
  /// })
  /// ```
  @Export
  @Waits
  public Response write(@Reads @Nullable Object piece) {
    Content content = Content.of(piece);
    begin(content.type(), "res.write").writeOrRaise(content.bytes());
    return this;
  }

  /// Ends an answer that was begun with `write`; without one it is an empty answer.
  ///
  /// ```ruchy
  /// server.get("/two", |req, res| { res.write("one\n"); res.write("two\n"); res.end() })
  /// ```
  @Export
  public Response end() {
    if (state.get() == STREAMING) {
      endStream();
      return this;
    }
    return answer(NOTHING, null, "res.end");
  }

  /// Writes the last piece and ends the answer.
  ///
  /// ```ruchy
  /// server.get("/two", |req, res| { res.write("one\n"); res.end("two\n") })
  /// ```
  @Export
  @Waits
  public Response end(@Reads @Nullable Object piece) {
    if (state.get() != STREAMING) {
      return send(piece);
    }
    write(piece);
    return end();
  }

  /// Answers with all that a source gives, one piece after the other, without collecting them: a
  /// list or another iterable, `req.stream()`, the body of another message, or a function that is
  /// called until it gives nil.
  ///
  /// ```ruchy
  /// server.get("/numbers", |req, res| { res.stream((1..=1000).map(|i| f"{i}\n")) })
  /// ```
  @Export
  @Waits
  public Response stream(@Nullable Object source) {
    checkOpen("res.stream");
    if (source instanceof FunctionValue function) {
      for (Object piece = function.call(); piece != null; piece = function.call()) {
        write(piece);
      }
      return end();
    }
    Cursor cursor =
        source instanceof Body body
            ? BodyStream.of(body).cursor()
            : source instanceof String ? null : Cursors.of(source);
    if (cursor == null) {
      throw Failure.typeError("res.stream expects an iterable or a function");
    }
    while (cursor.advance()) {
      write(cursor.value());
    }
    return end();
  }

  /// Answers with server-sent events, which go on until the function returns, the program closes
  /// them, or the client goes. Options: `heartbeat`, the milliseconds between two signs of life
  /// (15,000; 0 for none).
  ///
  /// ```ruchy
  /// server.get("/clock", |req, res| {
  ///     let events = res.events({heartbeat: 5000})
  ///     while events.send(current_time_ms()) { sleep(1000) }
  /// })
  /// ```
  @Export({"events", "sse"})
  @Waits
  public Events events(@Reads MapValue options) {
    checkOpen("res.events");
    long heartbeat = HEARTBEAT_MILLIS;
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key == null) {
        continue;
      }
      if (!Display.print(key).equals("heartbeat")
          || !(options.valueAt(i) instanceof Long millis && millis >= 0)) {
        throw Failure.argumentError(
            "The one option of events is heartbeat, a number of milliseconds");
      }
      heartbeat = millis;
    }
    if (!fields.contains("cache-control")) {
      fields.set("cache-control", "no-cache");
    }
    // Proxies that collect answers leave this one alone.
    fields.set("x-accel-buffering", "no");
    OutgoingBody body = begin("text/event-stream", "res.events");
    Events opened = new Events(this, body, exchange.request().header("last-event-id"));
    events = opened;
    long millis = heartbeat;
    Loop loop = exchange.connection().loop();
    Bridge.<Boolean>await(
        outcome ->
            loop.execute(
                () -> {
                  body.flushHead();
                  opened.begin(loop.events(), millis);
                  if (exchange.connection().isDraining()) {
                    opened.close();
                  }
                  outcome.complete(true);
                }));
    return opened;
  }

  /// Answers with server-sent events.
  ///
  /// ```ruchy
  /// server.get("/once", |req, res| { res.events().send("hello") })
  /// ```
  @Export({"events", "sse"})
  @Waits
  public Events events() {
    return events(new HashMapValue());
  }

  /// The body of an answer that leaves piece by piece, begun by whoever writes first.
  private OutgoingBody begin(@Nullable CharSequence type, String by) {
    OutgoingBody begun = stream;
    if (begun != null && state.get() == STREAMING) {
      return begun;
    }
    if (!state.compareAndSet(OPEN, ANSWERING)) {
      throw alreadyAnswered(by);
    }
    prepareHead();
    setType(type);
    setDate();
    noteAnswer(by);
    Loop loop = exchange.connection().loop();
    OutgoingBody body =
        Bridge.awaitInTurn(outcome -> loop.execute(() -> outcome.complete(opened())));
    stream = body;
    state.set(STREAMING);
    return body;
  }

  /// On the event loop.
  private OutgoingBody opened() {
    outgoing.setStatusCode(status);
    if (exchange.connection().endsAfterAnswer()) {
      fields.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return new OutgoingBody(
        exchange.connection().loop(),
        exchange.incoming(),
        isHead || status == 204 || status == 304,
        exchange.connection().limits().sendMillis(),
        compressedPieces());
  }

  /// Answers with a file, its media type told by the end of its name. Answers that the client has
  /// it already where it says so. One that is not there raises IoError, and the client gets 404
  /// unless the program does something else. Waits for the file.
  ///
  /// A name that comes from a client is given with a `root`: nothing outside of that directory is
  /// sent, and no name that begins with a dot. Options: `root`, `max_age` (seconds, 0).
  ///
  /// ```ruchy
  /// server.get("/files/:name", |req, res| { res.send_file(req.params.name, {root: "./files"}) })
  /// ```
  @Export
  @Waits
  public Response sendFile(String path, @Reads MapValue options) {
    checkOpen("res.send_file");
    SentFile.of(path, options).answer(exchange.request(), this);
    return this;
  }

  /// Answers with a file.
  ///
  /// ```ruchy
  /// server.get("/report", |req, res| { res.send_file("report.pdf") })
  /// ```
  @Export
  @Waits
  public Response sendFile(String path) {
    return sendFile(path, new HashMapValue());
  }

  /// Answers with a file that the client saves under the file's name instead of showing it.
  ///
  /// ```ruchy
  /// server.get("/report", |req, res| { res.download("reports/2025.pdf") })
  /// ```
  @Export
  @Waits
  public Response download(String path) {
    int slash = path.lastIndexOf('/');
    return download(path, path.substring(slash + 1));
  }

  /// Answers with a file that the client saves under another name.
  ///
  /// ```ruchy
  /// server.get("/report", |req, res| { res.download("reports/7f3a.pdf", "report.pdf") })
  /// ```
  @Export
  @Waits
  public Response download(String path, String name) {
    checkOpen("res.download");
    SentFile file = SentFile.of(path, new HashMapValue());
    Fields.set(fields, "content-disposition", SentFile.disposition(name));
    file.answer(exchange.request(), this);
    return this;
  }

  /// Sends the client to another address, with status 302.
  ///
  /// ```ruchy
  /// server.get("/old", |req, res| { res.redirect("/new") })
  /// ```
  @Export
  public Response redirect(String url) {
    return redirect(url, 302);
  }

  /// Sends the client to another address, with status 301, 302, 303, 307 or 308.
  ///
  /// ```ruchy
  /// server.get("/old", |req, res| { res.redirect("/new", 301) })
  /// ```
  @Export
  public Response redirect(String url, long status) {
    checkOpen("res.redirect");
    if (status < 300 || status > 399) {
      throw Failure.argumentError("A redirect has a status of 300 to 399, got " + status);
    }
    this.status = (int) status;
    Fields.set(fields, "location", Fields.address(url));
    return answer(NOTHING, null, "res.redirect");
  }

  /// Sends what a function returned instead of answering (L 19.1 (7)).
  void answer(@Nullable Object result) {
    if (result instanceof Response) {
      send();
    } else {
      send(result);
    }
  }

  /// An answer of the server's own, unless there is one: what went wrong, as JSON for clients that
  /// accept it.
  void problem(int code, @Nullable String detail) {
    if (state.get() != OPEN) {
      return;
    }
    status = code;
    forgetContent();
    String title = Reasons.of(code);
    if (exchange.request().acceptsJson()) {
      tryAnswer(Json.bytes(Reasons.problem(code, title, detail)), PROBLEM, "the server");
    } else {
      String text = detail == null ? title : title + ": " + detail;
      tryAnswer(Content.utf8(text), Content.TEXT, "the server");
    }
  }

  /// What was going to be sent is not; what a proxy may keep and how is not said of the error.
  private void forgetContent() {
    for (String name : OF_CONTENT) {
      fields.remove(name);
    }
  }

  /// Shows an error to the person who writes the program.
  void errorPage(int code, Failure failure) {
    if (state.get() != OPEN) {
      return;
    }
    status = code;
    forgetContent();
    String page = ErrorPage.html(code, Reasons.of(code), failure, exchange.request());
    tryAnswer(Content.utf8(page), HTML, "the server");
  }

  /// An empty answer of the server's own.
  void empty(int code) {
    status = code;
    tryAnswer(NOTHING, null, "the server");
  }

  /// Adds a cookie while the answer is about to leave.
  void addCookie(String field) {
    fields.add(HttpHeaders.SET_COOKIE, field);
  }

  /// Has something done when the answer is known and its head has not left.
  void beforeHead(Runnable action) {
    Runnable other = beforeHead;
    beforeHead =
        other == null
            ? action
            : () -> {
              action.run();
              other.run();
            };
  }

  private void prepareHead() {
    Runnable action = beforeHead;
    if (action != null) {
      beforeHead = null;
      action.run();
    }
  }

  /// Names the methods that the path has.
  void allow(String methods) {
    fields.set(HttpHeaders.ALLOW, methods);
  }

  /// Sets the status that an error handler may change.
  void preset(int code) {
    status = code;
  }

  /// Undoes an answer that an error of the JVM has left half done.
  void reopen() {
    state.compareAndSet(ANSWERING, OPEN);
  }

  /// The header fields, for a function of the library that is going to answer.
  MultiMap openFields(String by) {
    checkOpen(by);
    return fields;
  }

  /// Answers with the content of a file.
  void answerFile(Buffer content, String by) {
    answer(content, null, by);
  }

  /// Answers HEAD for a file of that size.
  void headOfFile(long size, String by) {
    if (!isCompressed()) {
      fields.set(HttpHeaders.CONTENT_LENGTH, Long.toString(size));
    }
    hasLengthOfGet = true;
    answer(NOTHING, null, by);
  }

  /// Writes a piece of a file.
  void write(Buffer piece, String by) {
    begin(null, by).writeOrRaise(piece);
  }

  /// The coding in which this answer is compressed, or null: the server does so, the content gets
  /// smaller by it, and the client wants it. Says in `Vary` that there are several forms.
  private @Nullable String coding() {
    if (status == 206
        || fields.contains("content-encoding")
        || fields.contains("content-range")
        || !Compression.fits(fields.get(HttpHeaders.CONTENT_TYPE))) {
      return null;
    }
    String caching = fields.get("cache-control");
    if (caching != null && caching.contains("no-transform")) {
      return null;
    }
    addVary("Accept-Encoding");
    return Negotiation.coding(exchange.request().header("accept-encoding"));
  }

  private void setCoding(String coding) {
    fields.set("content-encoding", coding);
    String tag = fields.get("etag");
    if (tag != null && !tag.startsWith("W/")) {
      fields.set("etag", "W/" + tag);
    }
  }

  /// Names a field of the request that the answer depends on.
  void addVary(String name) {
    String before = fields.get(HttpHeaders.VARY);
    if (before == null) {
      fields.set(HttpHeaders.VARY, name);
    } else if (!before.equals("*")
        && !before.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
      fields.set(HttpHeaders.VARY, before + ", " + name);
    }
  }

  /// Whether a large answer of the type that is set will be compressed.
  boolean isCompressed() {
    Compression compression = exchange.connection().server().compression();
    return compression != null && coding() != null;
  }

  private Compression.@Nullable Pieces compressedPieces() {
    Compression compression = exchange.connection().server().compression();
    if (compression == null || status == 204 || status == 304) {
      return null;
    }
    String coding = coding();
    if (coding == null) {
      return null;
    }
    setCoding(coding);
    fields.remove(HttpHeaders.CONTENT_LENGTH);
    return isHead ? null : compression.pieces(coding);
  }

  /// The bytes as the client gets them.
  private Buffer compressed(Buffer plain) {
    Compression compression = exchange.connection().server().compression();
    if (compression == null || plain.length() == 0 || plain.length() < compression.leastBytes()) {
      return plain;
    }
    String coding = coding();
    if (coding == null) {
      return plain;
    }
    setCoding(coding);
    return compression.compressed(plain, coding);
  }

  /// Something else writes this response: files.
  void handOver(String by) {
    prepareHead();
    isElsewhere = true;
    answeredBy = by;
    outgoing.setStatusCode(status);
    if (exchange.connection().endsAfterAnswer()) {
      fields.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /// What was handed over was not written after all.
  void takeBack() {
    isElsewhere = false;
  }

  /// What was handed over is written, or will be when that future is done.
  void writtenElsewhere(Future<Void> written) {
    writtenElsewhere = written;
    writtenElsewhere();
  }

  /// What was handed over is written.
  void writtenElsewhere() {
    state.set(ANSWERED);
    exchange.answered();
  }

  HttpServerResponse outgoing() {
    return outgoing;
  }

  /// Whether it is answered, or its answer has begun.
  boolean isAnswered() {
    return state.get() >= STREAMING;
  }

  /// Whether all of it may be written.
  boolean isComplete() {
    return state.get() == ANSWERED;
  }

  /// Whether another body is being passed on, so that the answer ends later.
  boolean isPiped() {
    return source != null;
  }

  /// An error was raised: an answer that has begun is not complete, and the client shall see it.
  void breakOff() {
    if (state.get() == STREAMING) {
      isBroken = true;
    }
  }

  /// The functions have ended, or the program ends the answer itself.
  void endStream() {
    if (state.compareAndSet(STREAMING, ANSWERED)) {
      exchange.answered();
    }
  }

  /// Whether the error says that the client has gone.
  boolean isGone(Failure failure) {
    OutgoingBody body = stream;
    return body != null && body.isCauseOf(failure);
  }

  /// Clients of events come back by themselves, to another server. On the event loop.
  void beginDrain() {
    Events open = events;
    if (open != null) {
      open.close();
    }
  }

  /// The one way to answer. The type counts unless the program has set one.
  private Response answer(Buffer body, @Nullable CharSequence type, String by) {
    if (!tryAnswer(body, type, by)) {
      throw alreadyAnswered(by);
    }
    return this;
  }

  private boolean tryAnswer(Buffer content, @Nullable CharSequence type, String by) {
    if (!state.compareAndSet(OPEN, ANSWERING)) {
      return false;
    }
    prepareHead();
    boolean hasNoBody = status == 204 || status == 304;
    if (fields.isEmpty() && !hasNoBody && !isHead) {
      // The usual answer: there is nothing to be looked for.
      if (type != null) {
        fields.set(HttpHeaders.CONTENT_TYPE, type);
      }
      bytes = compressed(content);
      leavesLength = true;
      fields.set(HttpHeaders.DATE, HttpDate.now());
    } else {
      bytes = describe(content, type, hasNoBody);
    }
    noteAnswer(by);
    state.setRelease(ANSWERED);
    exchange.answered();
    return true;
  }

  /// Sets the fields that tell of the body, where the program has not done so; what is sent of it.
  private Buffer describe(Buffer content, @Nullable CharSequence type, boolean hasNoBody) {
    Buffer body = content;
    if (!hasNoBody) {
      setType(type);
      body = compressed(content);
      if (!hasLengthOfGet || body.length() > 0) {
        fields.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      }
    } else if (status == 204) {
      fields.remove(HttpHeaders.CONTENT_LENGTH);
    }
    setDate();
    return hasNoBody || isHead ? NOTHING : body;
  }

  private void setDate() {
    if (!fields.contains(HttpHeaders.DATE)) {
      fields.set(HttpHeaders.DATE, HttpDate.now());
    }
  }

  private void noteAnswer(String by) {
    answeredBy = by;
    if (Server.isDevelopment()) {
      answeredAt = CallStack.capture();
    }
  }

  private void setType(@Nullable CharSequence type) {
    if (type != null && !fields.contains(HttpHeaders.CONTENT_TYPE)) {
      fields.set(HttpHeaders.CONTENT_TYPE, type);
    }
  }

  private void checkOpen(String by) {
    if (state.get() != OPEN) {
      throw alreadyAnswered(by);
    }
  }

  private Failure alreadyAnswered(String by) {
    CallStack first = answeredAt;
    String[] lines = first == null ? new String[0] : first.lines();
    String place = lines.length == 0 ? "" : " at " + lines[0];
    String sender = answeredBy.isEmpty() ? "" : " by " + answeredBy;
    return Failure.runtimeError(
        by
            + " comes too late: the response was already sent"
            + sender
            + " with status "
            + status()
            + place);
  }

  /// Hands the answer to Vert.x. On the event loop. `isLast`: the connection is closed after it
  /// (RFC 9112, section 9.6).
  Future<Void> write(boolean isLast) {
    if (isElsewhere) {
      return writtenElsewhere;
    }
    OutgoingBody body = stream;
    Events open = events;
    if (open != null) {
      open.ended();
    }
    if (body != null && isBroken) {
      body.abort();
      return Future.succeededFuture();
    }
    if (body != null) {
      return body.end();
    }
    Chunks pieces = source;
    if (pieces != null) {
      return opened().pipe(pieces);
    }
    if (isLast) {
      fields.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (status != 200) {
      outgoing.setStatusCode(status);
    }
    if (status >= 413 && Reasons.isRenamed(status)) {
      outgoing.setStatusMessage(Reasons.of(status));
    }
    return outgoing.end(bytes);
  }
}
