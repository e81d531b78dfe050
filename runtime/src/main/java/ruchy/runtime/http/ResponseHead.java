package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.message.Fields;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.OpenObject;

/// What an answer says before its body: status, header fields and cookies, and in which coding the
/// body comes.
///
/// Several tasks may set fields (L 12.3): whoever does so holds the monitor of the response and has
/// seen there that nobody has answered, and whoever answers says so under the monitor
/// (`ResponseBody`). Functions of the program are never called under it.
@Members("http::Response")
public abstract sealed class ResponseHead extends OpenObject permits ResponseBody {
  private static final List<String> OF_CONTENT =
      List.of(
          "content-type",
          "content-encoding",
          "content-disposition",
          "cache-control",
          "etag",
          "last-modified",
          "accept-ranges");
  final Exchange exchange;
  final HttpServerResponse outgoing;
  final MultiMap fields;
  final boolean isHead;
  int status = 200;
  private @Nullable Runnable beforeHead;

  /// Whether this answers HEAD with fields of another answer; then a missing body tells no length.
  boolean hasLengthOfGet;

  /// Whether a field may be set that tells of the body: then it is looked at what the program says
  /// before more is said.
  private boolean mayTellOfBody;

  ResponseHead(Exchange exchange, HttpServerResponse outgoing, String method) {
    this.exchange = exchange;
    this.outgoing = outgoing;
    this.fields = outgoing.headers();
    this.isHead = method.equals("HEAD");
  }

  abstract Response self();

  /// Raises an error when the answer has begun; `by` is what wants to change it.
  abstract void checkOpen(String by);

  /// The length that the answer has without saying so in a field, or null.
  abstract @Nullable String unsaidLength();

  /// The status that was sent by somebody else, or -1.
  abstract int statusElsewhere();

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
    int sent = statusElsewhere();
    return sent < 0 ? status : sent;
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
    setOpen((int) code);
    return self();
  }

  private synchronized void setOpen(int code) {
    checkOpen("res.status");
    status = code;
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
  public synchronized @Nullable String header(String name) {
    String value = fields.get(name);
    return value == null && name.equalsIgnoreCase("content-length") ? unsaidLength() : value;
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
    set(Fields.Field.of(name, value));
    return self();
  }

  private synchronized void set(Fields.Field field) {
    checkOpen("res.header");
    String name = field.name();
    mayTellOfBody |= isLikeOfBody(name);
    if (name.length() == 10 && name.equalsIgnoreCase("set-cookie") && field.values() != null) {
      List<String> before = fields.getAll(name);
      field.set(fields);
      addCookies(before);
    } else {
      field.set(fields);
    }
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
    setAll(
        Fields.all(values, Set.of()),
        isHead && values.get("content-length") instanceof String length ? length : null);
    return self();
  }

  private synchronized void setAll(List<Fields.Field> all, @Nullable String length) {
    checkOpen("res.headers");
    mayTellOfBody = true;
    List<String> cookies = fields.getAll(HttpHeaders.SET_COOKIE);
    all.forEach(field -> field.set(fields));
    if (!cookies.isEmpty() && !fields.getAll(HttpHeaders.SET_COOKIE).equals(cookies)) {
      addCookies(cookies);
    }
    if (isHead) {
      // Those of an answer to HEAD say how long the body of GET would be.
      hasLengthOfGet = true;
      if (length != null) {
        Fields.set(fields, "Content-Length", length);
      }
    }
  }

  /// Whether the name is as long as one of `date`, `etag`, `content-type`, `last-modified` and
  /// `content-length`.
  private static boolean isLikeOfBody(String name) {
    int length = name.length();
    return length == 4 || (length >= 12 && length <= 14);
  }

  final boolean mayTellOfBody() {
    return mayTellOfBody;
  }

  /// The header fields, for a function of the library that is going to answer.
  final MultiMap openFields(String by) {
    checkOpen(by);
    mayTellOfBody = true;
    return fields;
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
    addCookie(Cookies.setCookie(name, text, options), "res.cookie");
    return self();
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
    addCookie(Cookies.clearCookie(name), "res.clear_cookie");
    return self();
  }

  private synchronized void addCookie(String field, String by) {
    checkOpen(by);
    fields.add(HttpHeaders.SET_COOKIE, field);
  }

  /// Adds a cookie while the answer is about to leave.
  synchronized void addCookie(String field) {
    fields.add(HttpHeaders.SET_COOKIE, field);
  }

  /// Names the methods that the path has.
  synchronized void allow(String methods) {
    fields.set(HttpHeaders.ALLOW, methods);
  }

  /// Sets the status that an error handler may change.
  synchronized void preset(int code) {
    status = code;
  }

  /// Names a field of the request that the answer depends on.
  synchronized void addVary(String name) {
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

  /// Has something done when the answer is known and its head has not left.
  synchronized void beforeHead(Runnable action) {
    Runnable other = beforeHead;
    beforeHead =
        other == null
            ? action
            : () -> {
              action.run();
              other.run();
            };
  }

  final void prepareHead() {
    Runnable action = beforeHead;
    if (action != null) {
      beforeHead = null;
      action.run();
    }
  }

  /// What was going to be sent is not; what a proxy may keep and how is not said of the error.
  final void forgetContent() {
    for (String name : OF_CONTENT) {
      fields.remove(name);
    }
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
    weakenTag();
  }

  /// Compressed or not, it is the same version, but not the same bytes (RFC 9110, section 8.8.3.3).
  final void weakenTag() {
    String tag = fields.get("etag");
    if (tag != null && !tag.startsWith("W/")) {
      fields.set("etag", "W/" + tag);
    }
  }

  final Compression.@Nullable Pieces compressedPieces() {
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

  /// Whether it is worth to compress that, if the server compresses at all.
  final boolean isLarge(Buffer plain) {
    Compression compression = exchange.connection().server().compression();
    return compression != null && plain.length() > 0 && plain.length() >= compression.leastBytes();
  }

  /// The bytes as the client gets them.
  final Buffer compressed(Buffer plain) {
    Compression compression = exchange.connection().server().compression();
    if (compression == null || !isLarge(plain)) {
      return plain;
    }
    String coding = coding();
    if (coding == null) {
      return plain;
    }
    setCoding(coding);
    return compression.compressed(plain, coding);
  }

  /// Sets a field of an answer that has begun.
  final synchronized void setOwn(CharSequence name, CharSequence value) {
    fields.set(name, value);
  }

  final void setDate() {
    if (!fields.contains(HttpHeaders.DATE)) {
      setOwn(HttpHeaders.DATE, HttpDate.now());
    }
  }

  final void setType(@Nullable CharSequence type) {
    if (type != null && !fields.contains(HttpHeaders.CONTENT_TYPE)) {
      setOwn(HttpHeaders.CONTENT_TYPE, type);
    }
  }

  HttpServerResponse outgoing() {
    return outgoing;
  }
}
