package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.json.JsonWriter;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Fields;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The answer to one request. The first of `html`, `text`, `json`, `send` and `redirect` answers;
/// after it the response can only be read. Programs may add members, and replace these (L 19.1
/// (2)).
@LibraryType("http::Response")
public final class Response implements LibraryObject {
  private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  private static final CharSequence JSON =
      HttpHeaders.createOptimized("application/json; charset=utf-8");
  private static final CharSequence BYTES = HttpHeaders.createOptimized("application/octet-stream");
  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json; charset=utf-8");
  private static final Buffer NOTHING = Buffer.buffer();

  private static final int OPEN = 0;
  private static final int ANSWERING = 1;
  private static final int ANSWERED = 2;

  private final Exchange exchange;
  private final HttpServerResponse outgoing;
  private final MultiMap fields;
  private final boolean isHead;
  private final AtomicInteger state = new AtomicInteger();
  private int status = 200;
  private Buffer bytes = NOTHING;
  private boolean isElsewhere;

  /// Whether this answers HEAD with fields of another answer; then a missing body tells no length.
  private boolean hasLengthOfGet;

  private @Nullable CallStack answeredAt;
  private @Nullable MapValue added;

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
    return fields.get(name);
  }

  /// Sets a header field, replacing what it had; a list sets one field for each of its values. Line
  /// breaks in a value are an ArgumentError, so a value can never become another field.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.header("Cache-Control", "no-store").text("now") })
  /// ```
  @Export
  public Response header(String name, @Reads @Nullable Object value) {
    checkOpen("res.header");
    Fields.set(fields, name, value);
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
    Fields.setAll(fields, values, Set.of());
    if (isHead) {
      // Those of an answer to HEAD say how long the body of GET would be.
      hasLengthOfGet = true;
      if (values.get("content-length") instanceof String length) {
        Fields.set(fields, "Content-Length", length);
      }
    }
    return this;
  }

  /// Adds a cookie. Options: `path` ("/"), `domain`, `max_age` (seconds), `expires` (date-time or
  /// text), `secure`, `http_only` (true), `same_site` ("Lax").
  ///
  /// ```ruchy
  /// server.post("/login", |req, res| { res.cookie("session", "abc", {max_age: 3600}).text("welcome") })
  /// ```
  @Export
  public Response cookie(String name, String value, @Reads MapValue options) {
    checkOpen("res.cookie");
    fields.add(HttpHeaders.SET_COOKIE, Cookies.setCookie(name, value, options));
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

  /// Answers with an HTML text.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.html("<h1>Hello</h1>") })
  /// ```
  @Export
  public Response html(@Reads @Nullable Object text) {
    return answerText(Display.print(text), HTML, "res.html");
  }

  /// Answers with a plain text.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| { res.text("Hello") })
  /// ```
  @Export
  public Response text(@Reads @Nullable Object text) {
    return answerText(Display.print(text), TEXT, "res.text");
  }

  /// Answers with a value as JSON (L 18.1).
  ///
  /// ```ruchy
  /// server.get("/users", |req, res| { res.json([{id: 1, name: "Alice"}]) })
  /// ```
  @Export
  public Response json(@Reads @Nullable Object value) {
    if (replacement("send") != null) {
      return answerText(JsonWriter.text(value), JSON, "res.json");
    }
    checkOpen("res.json");
    return answer(Json.bytes(value), JSON, "res.json");
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

  /// Answers with a text, or with a map or list as JSON, or with the body of a request or response
  /// as it is.
  ///
  /// ```ruchy
  /// server.post("/echo", |req, res| { res.send(req.body) })
  /// ```
  @Export
  public Response send(@Reads @Nullable Object value) {
    return switch (value) {
      case null -> send();
      case String text -> answer(utf8(text), text.isEmpty() ? null : TEXT, "res.send");
      case Body body -> answer(body.bytes(), BYTES, "res.send");
      case MapValue map -> answer(Json.bytes(map), JSON, "res.send");
      case ListValue list -> answer(Json.bytes(list), JSON, "res.send");
      default -> answer(utf8(Display.print(value)), TEXT, "res.send");
    };
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
    Fields.set(fields, "Location", Fields.address(url));
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

  /// An answer of the server's own: what went wrong, as JSON for clients that accept it.
  void problem(int code, @Nullable String detail) {
    status = code;
    String title = Reasons.of(code);
    if (!exchange.request().acceptsJson()) {
      answer(utf8(detail == null ? title : title + ": " + detail), TEXT, "the server");
      return;
    }
    answer(Json.bytes(Reasons.problem(code, title, detail)), PROBLEM, "the server");
  }

  /// An empty answer of the server's own.
  void empty(int code) {
    status = code;
    answer(NOTHING, null, "the server");
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

  /// Something else writes this response: files.
  void handOver() {
    isElsewhere = true;
    outgoing.setStatusCode(status);
  }

  /// What was handed over was not written after all.
  void takeBack() {
    isElsewhere = false;
  }

  /// What was handed over is written.
  void writtenElsewhere() {
    state.set(ANSWERED);
  }

  boolean isAnswered() {
    return state.get() == ANSWERED;
  }

  private Response answerText(String text, CharSequence type, String by) {
    FunctionValue replaced = replacement("send");
    if (replaced != null) {
      setType(type);
      replaced.offer(text);
      return this;
    }
    return answer(utf8(text), type, by);
  }

  /// The one way to answer. The type counts unless the program has set one.
  private Response answer(Buffer body, @Nullable CharSequence type, String by) {
    if (!state.compareAndSet(OPEN, ANSWERING)) {
      throw alreadyAnswered(by);
    }
    boolean hasNoBody = status == 204 || status == 304;
    if (!hasNoBody) {
      setType(type);
      if (!hasLengthOfGet || body.length() > 0) {
        fields.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      }
    }
    if (!fields.contains(HttpHeaders.DATE)) {
      fields.set(HttpHeaders.DATE, HttpDate.now());
    }
    bytes = hasNoBody || isHead ? NOTHING : body;
    if (exchange.connection().server().notesAnswers()) {
      answeredAt = CallStack.capture();
    }
    state.set(ANSWERED);
    exchange.answered();
    return this;
  }

  private void setType(@Nullable CharSequence type) {
    if (type != null && !fields.contains(HttpHeaders.CONTENT_TYPE)) {
      fields.set(HttpHeaders.CONTENT_TYPE, type);
    }
  }

  private static Buffer utf8(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
  }

  private void checkOpen(String by) {
    if (state.get() != OPEN) {
      throw alreadyAnswered(by);
    }
  }

  private Failure alreadyAnswered(String by) {
    exchange.connection().server().noteAnswers();
    CallStack first = answeredAt;
    String[] lines = first == null ? new String[0] : first.lines();
    String place = lines.length == 0 ? "" : " at " + lines[0];
    return Failure.runtimeError(
        by + " comes too late: the response was already sent with status " + status() + place);
  }

  /// What the program has put in place of a method (L 19.1 (2)).
  private @Nullable FunctionValue replacement(String method) {
    return addedMember(method) instanceof FunctionValue function ? function : null;
  }

  /// Hands the answer to Vert.x. On the event loop.
  void write() {
    if (!isElsewhere) {
      outgoing.setStatusCode(status).end(bytes);
    }
  }

  @Override
  public @Nullable Object addedMember(String name) {
    return added == null ? null : added.get(name);
  }

  @Override
  public boolean addMember(String name, @Nullable Object value) {
    MapValue members = added;
    if (members == null) {
      members = new HashMapValue();
      added = members;
    }
    members.put(name, value);
    return true;
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
