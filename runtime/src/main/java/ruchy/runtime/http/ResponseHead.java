package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
/// seen there that nobody has answered. Whoever answers, a function of the program or the server
/// itself, first claims the head, one step under the monitor, and sets all else by what that gives;
/// who comes later writes nothing. Functions of the program are never called under the monitor.
@Members("http::Response")
public abstract sealed class ResponseHead extends OpenObject permits ResponseBody {
  /// What is done to a head when the answer is known and it has not left.
  interface LastChange {
    void make(ClaimedHead head);
  }

  final Exchange exchange;
  final boolean isHead;
  private final MultiMap fields;

  /// What is sent unless it is changed before somebody answers.
  private int status = 200;

  /// What whoever has answered sends; null while nobody has.
  private volatile @Nullable ClaimedHead claimed;

  private @Nullable LastChange beforeHead;
  private boolean hasLengthOfGet;
  private boolean mayTellOfBody;

  ResponseHead(Exchange exchange, MultiMap fields, String method) {
    this.exchange = exchange;
    this.fields = fields;
    this.isHead = method.equals("HEAD");
  }

  abstract Response self();

  /// Whether nobody has answered yet.
  final boolean isUnclaimed() {
    ClaimedHead head = claimed;
    return head == null || head.isGivenBack;
  }

  /// Raises an error when the answer has begun; `by` is what wants to change it.
  final void checkOpen(String by) {
    if (!isUnclaimed()) {
      throw comesTooLate(by);
    }
  }

  final Failure comesTooLate(String by) {
    ClaimedHead first = claimed;
    int sent = (int) status();
    return Failure.runtimeError(
        by
            + " comes too late: the response was already sent "
            + (first == null ? "with status " + sent : first.claimant(sent)));
  }

  /// The right to answer; null when somebody has it already.
  final @Nullable ClaimedHead claim(String by) {
    ClaimedHead head;
    synchronized (this) {
      if (!isFree()) {
        return null;
      }
      head = new ClaimedHead(this, fields, status, mayTellOfBody, hasLengthOfGet, by);
      claimed = head;
    }
    LastChange action = beforeHead;
    if (action != null) {
      beforeHead = null;
      boolean isPrepared = false;
      try {
        action.make(head);
        isPrepared = true;
      } finally {
        if (!isPrepared) {
          head.isGivenBack = true;
          release(head);
        }
      }
    }
    return head;
  }

  /// Whether the answer can be claimed; of one that was given back nothing is left then. Only
  /// called under the monitor.
  private boolean isFree() {
    ClaimedHead last = claimed;
    if (last != null && last.isGivenBack) {
      last.forgetAnswer();
      mayTellOfBody |= last.mayTellOfBody();
      claimed = null;
    }
    return claimed == null;
  }

  /// The right to answer. Raises an error when somebody has it already.
  final ClaimedHead claimed(String by) {
    ClaimedHead head = claim(by);
    if (head == null) {
      throw comesTooLate(by);
    }
    return head;
  }

  /// Whether who has claimed the answer gives none after all, and nobody has claimed it since.
  final boolean isGivenBack() {
    ClaimedHead head = claimed;
    return head != null && head.isGivenBack;
  }

  /// What whoever has answered sends.
  final ClaimedHead claimed() {
    return Objects.requireNonNull(claimed);
  }

  /// Sees to it that others know of a right to answer that was given back: nothing was sent.
  final void release(ClaimedHead head) {
    synchronized (this) {
      if (claimed != head || !isFree()) {
        return;
      }
    }
    exchange.givenBack();
  }

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
    ClaimedHead head = claimed;
    return sent >= 0 ? sent : head == null || head.isGivenBack ? status : head.status();
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
            ? Signature.signed(name, value, exchange.connection().server().neededSecret())
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
    return clearCookie(name, new HashMapValue());
  }

  /// Tells the client to forget a cookie that was set with these options: with another `path` or
  /// `domain` it keeps it. How long the cookie was to live does not count.
  ///
  /// ```ruchy
  /// server.post("/shop/empty", |req, res| { res.clear_cookie("cart", {path: "/shop"}).text("empty") })
  /// ```
  @Export
  public Response clearCookie(String name, @Reads MapValue options) {
    addCookie(Cookies.clearCookie(name, options), "res.clear_cookie");
    return self();
  }

  private synchronized void addCookie(String field, String by) {
    checkOpen(by);
    fields.add(HttpHeaders.SET_COOKIE, field);
  }

  /// Takes a cookie back that was added, whoever has claimed the answer now.
  final synchronized void removeCookie(String field) {
    List<String> others =
        fields.getAll(HttpHeaders.SET_COOKIE).stream().filter(f -> !f.equals(field)).toList();
    fields.remove(HttpHeaders.SET_COOKIE);
    addCookies(others);
  }

  /// Sets the status that an error handler may change.
  final synchronized void preset(int code) {
    if (isUnclaimed()) {
      status = code;
    }
  }

  /// Adds names of header fields of the request that the answer depends on to `Vary`, so that
  /// caches keep an answer for each of their values. What middlewares have added stays;
  /// `res.header("Vary", ..)` would replace it.
  ///
  /// ```ruchy
  /// server.get("/", |req, res| {
  ///     res.vary("Accept-Language")
  ///     res.text(if req.accepts_language("en", "de") == "de" { "Hallo" } else { "Hello" })
  /// })
  /// ```
  @Export
  public Response vary(@Reads Object... fields) {
    checkOpen("res.vary");
    for (Object field : fields) {
      if (!(field instanceof String name)) {
        throw Failure.typeError("vary expects texts");
      }
      addVaryOpen(Fields.Field.of(name, null).name());
    }
    return self();
  }

  private synchronized void addVaryOpen(String name) {
    checkOpen("res.vary");
    addVary(fields, name);
  }

  /// Names a field of the request that the answer depends on.
  final synchronized void addVary(String name) {
    if (isUnclaimed()) {
      addVary(fields, name);
    }
  }

  static void addVary(MultiMap fields, String name) {
    List<String> before = fields.getAll(HttpHeaders.VARY);
    if (before.isEmpty()) {
      fields.set(HttpHeaders.VARY, name);
    } else if (!isAmong(before, "*") && !isAmong(before, name)) {
      fields.set(HttpHeaders.VARY, String.join(", ", before) + ", " + name);
    }
  }

  private static boolean isAmong(List<String> lists, String name) {
    for (String list : lists) {
      for (String member : list.split(",", -1)) {
        if (member.strip().equalsIgnoreCase(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Has something done when the answer is known and its head has not left.
  final synchronized void beforeHead(LastChange action) {
    LastChange other = beforeHead;
    beforeHead =
        other == null
            ? action
            : head -> {
              action.make(head);
              other.make(head);
            };
  }
}
